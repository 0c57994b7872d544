#include "engine/runtime.h"

#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static void *find_runtime(void)
{
    static const char *const entries[] = {"__asan_init", "__tsan_init", "__lsan_init"};
    void *found = NULL;

    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]) && found == NULL; i++)
        found = dlsym(RTLD_DEFAULT, entries[i]);
    return found;
}

bool assay_runtime_present(void)
{
    return find_runtime() != NULL;
}

bool assay_runtime_handles(int signal)
{
    void *runtime = find_runtime(), *handler;
    struct sigaction action;
    Dl_info of_runtime, of_handler;

    if (runtime == NULL ||
        (signal != SIGSEGV && signal != SIGBUS && signal != SIGFPE && signal != SIGILL) ||
        sigaction(signal, NULL, &action) != 0)
        return false;
    memcpy(&handler, &action.sa_sigaction, sizeof(handler));
    return dladdr(runtime, &of_runtime) != 0 && dladdr(handler, &of_handler) != 0 &&
           of_runtime.dli_fbase == of_handler.dli_fbase;
}

/* The leak checker stops the process as a debugger does: there can be only one of them. */
static bool is_traced(void)
{
    char line[128];
    int tracer = 0;

    FILE *status = fopen("/proc/self/status", "re");
    if (status == NULL)
        return false;
    while (fgets(line, sizeof(line), status) != NULL && sscanf(line, "TracerPid: %d", &tracer) != 1)
        continue;
    fclose(status);
    return tracer != 0;
}

bool assay_runtime_has_leaks(void)
{
    int (*check)(void) = NULL;
    void *symbol = dlsym(RTLD_DEFAULT, "__lsan_do_recoverable_leak_check");

    memcpy(&check, &symbol, sizeof(check)); /* ISO C has no cast from an object to a function */
    return check != NULL && !is_traced() && check() != 0;
}
