/* The calls for memory, as the host exports them (host/exports.list): those of the connector are
 * counted, and one of them may be refused. */
#include "engine/memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#define ASSAY_EXPORT __attribute__((visibility("default")))

/* The C library's own ones; those of the runtime of a sanitizer where there is one, or of what else
 * comes first. */
static struct {
    void *(*malloc)(size_t size);
    void *(*calloc)(size_t count, size_t size);
    void *(*realloc)(void *old, size_t size);
    void (*free)(void *old);
    void *(*memalign)(size_t alignment, size_t size);
} next;

static bool looking;

static void find(const char *name, void *to)
{
    void *function = dlsym(RTLD_NEXT, name);

    memcpy(to, &function, sizeof(function)); /* ISO C has no cast from an object to a function */
}

/* The first call comes before anything else in this program, while there is one thread. Whoever
 * asks for memory while it is looked for gets none, which dlsym can do without. */
static bool found(void)
{
    if (next.free != NULL || looking)
        return next.free != NULL;
    looking = true;
    find("malloc", &next.malloc);
    find("calloc", &next.calloc);
    find("realloc", &next.realloc);
    find("memalign", &next.memalign);
    find("free", &next.free);
    looking = false;
    return next.free != NULL;
}

/* As if nothing stood in between: without a frame of this file, by which a sanitizer could not find
 * its way to the caller. */
static bool passes(void)
{
    return !assay_memory_watched() && found();
}

/* False: it is refused. *seen: what is given is to be noted. */
static bool allowed(const void *caller, bool *seen)
{
    assay_memory_answer answer = assay_memory_ask(caller);

    *seen = answer == ASSAY_MEMORY_SEEN;
    if (answer != ASSAY_MEMORY_REFUSED && found())
        return true;
    errno = ENOMEM;
    return false;
}

static void *noted(void *memory, bool seen)
{
    if (seen)
        assay_memory_note(memory);
    return memory;
}

static void *watched_malloc(size_t size, const void *caller)
{
    bool seen;

    return allowed(caller, &seen) ? noted(next.malloc(size), seen) : NULL;
}

ASSAY_EXPORT void *malloc(size_t size)
{
    return passes() ? next.malloc(size) : watched_malloc(size, __builtin_return_address(0));
}

static void *watched_calloc(size_t count, size_t size, const void *caller)
{
    bool seen;

    return allowed(caller, &seen) ? noted(next.calloc(count, size), seen) : NULL;
}

ASSAY_EXPORT void *calloc(size_t count, size_t size)
{
    return passes() ? next.calloc(count, size)
                    : watched_calloc(count, size, __builtin_return_address(0));
}

static void *resize(void *old, size_t size, bool seen)
{
    bool was_noted = assay_memory_forget(old);
    void *made = next.realloc(old, size);

    if (made == NULL && size > 0) {
        assay_memory_note(was_noted ? old : NULL); /* it stays */
        return NULL;
    }
    return noted(made, seen || was_noted);
}

static void *watched_realloc(void *old, size_t size, const void *caller)
{
    bool seen;

    return allowed(caller, &seen) ? resize(old, size, seen) : NULL;
}

ASSAY_EXPORT void *realloc(void *old, size_t size)
{
    return passes() ? next.realloc(old, size)
                    : watched_realloc(old, size, __builtin_return_address(0));
}

ASSAY_EXPORT void *reallocarray(void *old, size_t count, size_t size)
{
    size_t whole;

    if (__builtin_mul_overflow(count, size, &whole)) {
        errno = ENOMEM;
        return NULL;
    }
    return passes() ? next.realloc(old, whole)
                    : watched_realloc(old, whole, __builtin_return_address(0));
}

static void watched_free(void *old)
{
    if (old == NULL || !found())
        return;
    (void)assay_memory_forget(old);
    next.free(old);
}

ASSAY_EXPORT void free(void *old)
{
    if (passes())
        next.free(old);
    else
        watched_free(old);
}

static void *watched_memalign(size_t alignment, size_t size, const void *caller)
{
    bool seen;

    return allowed(caller, &seen) ? noted(next.memalign(alignment, size), seen) : NULL;
}

ASSAY_EXPORT void *memalign(size_t alignment, size_t size)
{
    return passes() ? next.memalign(alignment, size)
                    : watched_memalign(alignment, size, __builtin_return_address(0));
}

ASSAY_EXPORT void *aligned_alloc(size_t alignment, size_t size)
{
    return passes() ? next.memalign(alignment, size)
                    : watched_memalign(alignment, size, __builtin_return_address(0));
}

ASSAY_EXPORT int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
        return EINVAL;
    void *made = watched_memalign(alignment, size, __builtin_return_address(0));
    if (made == NULL)
        return ENOMEM;
    *memory = made;
    return 0;
}

extern char __executable_start, etext; /* the linker's */

static assay_memory_code own[] = {{0, 0}, {0, 0}};

/* Memory for the threads of a process: who is refused it there ends the process. */
static int find_loader(struct dl_phdr_info *object, size_t size, void *to)
{
    assay_memory_code *code = to;

    (void)size;
    if (object->dlpi_addr != getauxval(AT_BASE))
        return 0;
    code->begin = object->dlpi_addr;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        uintptr_t end =
            object->dlpi_addr + object->dlpi_phdr[i].p_vaddr + object->dlpi_phdr[i].p_memsz;
        if (object->dlpi_phdr[i].p_type == PT_LOAD && end > code->end)
            code->end = end;
    }
    return 1;
}

__attribute__((constructor)) static void announce(void)
{
    own[0] = (assay_memory_code){(uintptr_t)&__executable_start, (uintptr_t)&etext};
    dl_iterate_phdr(find_loader, &own[1]);
    assay_memory_announce(own, sizeof(own) / sizeof(own[0]));
}
