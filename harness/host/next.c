#include "host/next.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>

#define NAME(name) #name,
static const char *const names[] = {ASSAY_NEXT_NAMES(NAME)};

/* A call of the C library is given no context. */
static void *_Atomic found[ASSAY_NEXT_COUNT];

void *assay_next(assay_next_index i)
{
    void *function = atomic_load_explicit(&found[i], memory_order_relaxed);

    if (function != NULL)
        return function;
    function = dlsym(RTLD_NEXT, names[i]);
    atomic_store_explicit(&found[i], function, memory_order_relaxed);
    return function;
}

/* While there is one thread, and no signal handler needs them. */
__attribute__((constructor)) static void find_all(void)
{
    for (size_t i = 0; i < ASSAY_NEXT_COUNT; i++)
        (void)assay_next((assay_next_index)i);
}
