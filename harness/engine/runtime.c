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

/* Asked for several times in every case, and slow when there is none: the answer is kept. What is
 * there at the start of a process, or of the one it was forked from, is there for good. */
bool assay_runtime_present(void)
{
    static enum { UNKNOWN, PRESENT, ABSENT } known = UNKNOWN;

    if (known == UNKNOWN)
        known = find_runtime() != NULL ? PRESENT : ABSENT;
    return known == PRESENT;
}

bool assay_runtime_handles(int signal)
{
    void *runtime, *handler;
    struct sigaction action;
    Dl_info of_runtime, of_handler;

    if (!assay_runtime_present() ||
        (signal != SIGSEGV && signal != SIGBUS && signal != SIGFPE && signal != SIGILL) ||
        sigaction(signal, NULL, &action) != 0)
        return false;
    runtime = find_runtime();
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

    if (!assay_runtime_present())
        return false;
    void *symbol = dlsym(RTLD_DEFAULT, "__lsan_do_recoverable_leak_check");
    memcpy(&check, &symbol, sizeof(check)); /* ISO C has no cast from an object to a function */
    return check != NULL && !is_traced() && check() != 0;
}

void assay_runtime_summary(assay_bytes output, char *to, size_t size)
{
    static const char mark[] = "SUMMARY: ";
    const char *from = output.data, *end = from + output.size, *found;

    to[0] = 0;
    if (output.size == 0)
        return;
    while ((found = memmem(from, (size_t)(end - from), mark, sizeof(mark) - 1)) != NULL) {
        from = found + sizeof(mark) - 1;
        const char *line_end = memchr(from, '\n', (size_t)(end - from));
        size_t length = (size_t)((line_end != NULL ? line_end : end) - from);
        if (memmem(from, length, "Sanitizer: ", 11) != NULL)
            snprintf(to, size, "%.*s", (int)length, from);
    }
}

/* "    #2 0x5564446461a6 in assay_call_advance call_reader.c:41" */
static bool is_frame(const char *line, size_t size)
{
    size_t blanks = 0;

    while (blanks < size && line[blanks] == ' ')
        blanks++;
    return blanks > 0 && blanks + 1 < size && line[blanks] == '#' && line[blanks + 1] >= '0' &&
           line[blanks + 1] <= '9';
}

/* From the call of the connector on, what follows in a stack is assay's. */
void assay_runtime_tidy(assay_buffer *output)
{
    bool own = false;
    size_t kept = 0;

    for (size_t at = 0, size; at < output->size; at += size) {
        const char *line = (const char *)output->data + at;
        const char *end = memchr(line, '\n', output->size - at);
        size = end != NULL ? (size_t)(end - line) + 1 : output->size - at;
        bool frame = is_frame(line, size);
        own = frame && (own || memmem(line, size, " assay_call_", 12) != NULL);
        if (own)
            continue;
        memmove(output->data + kept, line, size);
        kept += size;
    }
    output->size = kept;
}
