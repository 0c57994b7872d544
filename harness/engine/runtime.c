#include "engine/runtime.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

bool assay_runtime_present(void)
{
    static const char *const entries[] = {"__asan_init", "__tsan_init", "__lsan_init"};

    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
        if (dlsym(RTLD_DEFAULT, entries[i]) != NULL)
            return true;
    return false;
}

bool assay_runtime_has_leaks(void)
{
    int (*check)(void) = NULL;
    void *symbol = dlsym(RTLD_DEFAULT, "__lsan_do_recoverable_leak_check");

    memcpy(&check, &symbol, sizeof(check)); /* ISO C has no cast from an object to a function */
    return check != NULL && check() != 0;
}
