/* gdb over a job of assay-host. */
#include "cli/gdb.h"

#include "host/sanitizer.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOOK_MS = 200, LEAVE_MS = 5000 };

/* What the process needs for a library with a sanitizer; leaks cannot be looked for under gdb. */
static void write_environment(FILE *to, const assay_sanitizer *needs, char **environment)
{
    for (char **at = environment; needs->kinds != 0 && *at != NULL; at++) {
        int size = (int)strcspn(*at, "=");
        bool options = size >= 12 && strncmp(*at + size - 11, "SAN_OPTIONS", 11) == 0;
        if (strncmp(*at, "LD_PRELOAD=", 11) == 0)
            fprintf(to, "set environment LD_PRELOAD %s\n", *at + size + 1);
        else if (options)
            fprintf(to, "set environment %.*s %s:detect_leaks=0\n", size, *at, *at + size + 1);
    }
}

/* The host counts the calls, so that the breakpoint costs nothing; three frames of Assay are
 * between it and the function that makes the call. */
static void write_stop(FILE *to, uint64_t call)
{
    if (call == 0) {
        fputs("run\n", to);
        return;
    }
    fprintf(to,
            "break assay_stop_here\nrun\nup-silently 2\nfinish\n"
            "echo \\nassay: before call %" PRIu64 ", in which the check fails\\n\n"
            "echo \\ \\ step, a few times: into the connector; then next, print, bt\\n\n"
            "echo \\ \\ run: all of it again, up to here; continue: to the verdict\\n\n",
            call);
}

static assay_status write_script(const assay_gdb *self, assay_error *error)
{
    assay_sanitizer needs;

    ASSAY_TRY(assay_sanitizer_find(self->library, self->host, &needs, error));
    char **environment = assay_sanitizer_environment(&needs);
    FILE *to = fopen(self->script, "we");
    if (to == NULL || environment == NULL) {
        if (to != NULL)
            fclose(to);
        free(environment);
        return assay_error_set(error, ASSAY_IO, "cannot write '%s': %s", self->script,
                               strerror(errno));
    }
    fputs("set confirm off\nset pagination off\nset breakpoint pending on\n"
          "set startup-with-shell off\n",
          to);
    write_environment(to, &needs, environment);
    write_stop(to, self->call);
    fputs("set pagination on\nset confirm on\n", to);
    free(environment);
    if (fclose(to) == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot write '%s': %s", self->script, strerror(errno));
}

/* gdb -q ARGUMENT... -x SCRIPT MORE... --args HOST debug JOB CALL */
static char **make_arguments(const assay_gdb *self, char *number)
{
    char *const front[] = {"gdb", "-q"};
    char *const back[] = {"--args", (char *)(uintptr_t)self->host, "debug",
                          (char *)(uintptr_t)self->job, number};
    size_t count = 0, more = (size_t)self->argument_count;
    char **made = calloc(more + 16, sizeof(*made));

    if (made == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof(front) / sizeof(front[0]); i++)
        made[count++] = front[i];
    made[count++] = "-x";
    made[count++] = (char *)(uintptr_t)self->script;
    for (size_t i = 0; i < more; i++)
        made[count++] = self->arguments[i];
    for (size_t i = 0; i < sizeof(back) / sizeof(back[0]); i++)
        made[count++] = back[i];
    return made;
}

/* The keys of the terminal are for gdb and what runs in it. */
static int start(char **arguments, pid_t *pid)
{
    extern char **environ;
    posix_spawnattr_t attributes;
    sigset_t usual;

    sigemptyset(&usual);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGQUIT);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    if (posix_spawnattr_init(&attributes) != 0)
        return ENOMEM;
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    int failed = posix_spawnp(pid, "gdb", NULL, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

/* Only other signals than those of the keys come to us meanwhile. */
static void attend(pid_t pid, const assay_guard *guard)
{
    int status;

    while (!assay_child_wait(pid, LOOK_MS, &status)) {
        if (!assay_guard_stopped(guard))
            continue;
        kill(pid, SIGTERM);
        assay_child_see_off(pid, LEAVE_MS, NULL);
        return;
    }
}

assay_status assay_gdb_run(const assay_gdb *self, assay_error *error)
{
    char number[24];
    pid_t pid = -1;
    struct sigaction ignoring = {.sa_handler = SIG_IGN}, interrupt, quit;

    ASSAY_TRY(write_script(self, error));
    snprintf(number, sizeof(number), "%" PRIu64, self->call);
    char **arguments = make_arguments(self, number);
    if (arguments == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    fflush(NULL);
    sigaction(SIGINT, &ignoring, &interrupt);
    sigaction(SIGQUIT, &ignoring, &quit);
    int failed = start(arguments, &pid);
    free(arguments);
    if (failed == 0)
        attend(pid, self->guard);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    return failed == 0
               ? ASSAY_OK
               : assay_error_set(error, ASSAY_INVALID, "cannot start gdb: %s", strerror(failed));
}
