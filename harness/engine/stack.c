#include "engine/stack.h"

#include "engine/process.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* assay-stack gives up earlier by itself. */
enum { LIMIT_MS = 8000, OUTPUT_SIZE = 16384, ENVIRONMENT = 4096 };

static bool is_beside(char *to, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", to, size - sizeof("/assay-stack"));

    if (length <= 0)
        return false;
    to[length] = 0;
    strcpy(strrchr(to, '/'), "/assay-stack");
    return access(to, X_OK) == 0;
}

/* Named itself, or by its folder, as <assay/cmocka.h> does for test programs, which are elsewhere.
 */
static bool find_program(char *to, size_t size)
{
    const char *named = getenv("ASSAY_STACK"), *folder = getenv("ASSAY_LIBEXEC");

    if (named != NULL && named[0] != 0) {
        snprintf(to, size, "%s", named);
        return access(to, X_OK) == 0;
    }
    if (is_beside(to, size))
        return true;
    if (folder == NULL)
        return false;
    snprintf(to, size, "%s/assay-stack", folder);
    return access(to, X_OK) == 0;
}

/* The caller's, without what is meant for connectors. */
static void make_environment(char *to[ENVIRONMENT])
{
    extern char **environ;
    size_t count = 0;

    for (char **at = environ; *at != NULL && count < ENVIRONMENT - 1; at++)
        if (strncmp(*at, "LD_PRELOAD=", 11) != 0)
            to[count++] = *at;
    to[count] = NULL;
}

static pid_t start(char *program, pid_t pid, int64_t thread, int output)
{
    posix_spawn_file_actions_t actions;
    char *environment[ENVIRONMENT], process[16], only[16];
    pid_t started = -1;

    snprintf(process, sizeof(process), "%d", (int)pid);
    snprintf(only, sizeof(only), "%lld", (long long)thread);
    char *arguments[] = {program, process, thread != 0 ? only : NULL, NULL};
    make_environment(environment);
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -1;
    if (posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, output, 1) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, output, 2) != 0 ||
        posix_spawn(&started, program, &actions, NULL, arguments, environment) != 0)
        started = -1;
    posix_spawn_file_actions_destroy(&actions);
    return started;
}

/* What it says; false: it did not end in time. */
static bool collect(int output, assay_buffer *to)
{
    int64_t deadline = assay_clock_now() + LIMIT_MS * 1000;

    for (;;) {
        struct pollfd watched = {output, POLLIN, 0};
        int64_t left = (deadline - assay_clock_now()) / 1000;
        if (left <= 0 || poll(&watched, 1, (int)left) <= 0)
            return false;
        void *room = assay_buffer_reserve(to, 4096);
        ssize_t got = room == NULL ? 0 : read(output, room, 4096);
        if (got <= 0)
            return true;
        if (to->size + (size_t)got <= OUTPUT_SIZE)
            to->size += (size_t)got;
    }
}

void assay_stack_excuse(const char *reason, assay_buffer *to)
{
    char line[256];
    int size = snprintf(line, sizeof(line), "(%s)\n", reason);

    assay_status status =
        assay_buffer_append(&to->out, line, strnlen(line, size > 0 ? (size_t)size : 0));
    (void)status; /* a line less in the report */
}

static void run(char *program, pid_t pid, int64_t thread, assay_buffer *to)
{
    int ends[2], status = 0;
    size_t before = to->size;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        assay_stack_excuse("no stack: cannot make a pipe", to);
        return;
    }
    pid_t started = start(program, pid, thread, ends[1]);
    close(ends[1]);
    bool ended = started > 0 && collect(ends[0], to);
    close(ends[0]);
    if (started > 0) {
        if (!ended)
            kill(started, SIGKILL);
        while (waitpid(started, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    if (started < 0)
        assay_stack_excuse("no stack: assay-stack cannot be started", to);
    else if (!ended)
        assay_stack_excuse("assay-stack did not end in time", to);
    else if (to->size == before)
        assay_stack_excuse("no stack: assay-stack said nothing", to);
}

/* thread: as of assay-stack. */
static void take(pid_t pid, int64_t thread, assay_buffer *to)
{
    char program[PATH_MAX];

    if (find_program(program, sizeof(program)))
        run(program, pid, thread, to);
    else
        assay_stack_excuse("no stack: there is no assay-stack beside this program; it is built "
                           "where libdw is, and ASSAY_STACK can name it",
                           to);
}

void assay_stack_take(pid_t pid, uint32_t thread, assay_buffer *to)
{
    take(pid, thread, to);
}

void assay_stack_take_thread(pid_t pid, pid_t thread, assay_buffer *to)
{
    take(pid, -(int64_t)thread, to);
}
