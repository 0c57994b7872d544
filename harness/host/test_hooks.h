#ifndef ASSAY_HOST_TEST_HOOKS_H
#define ASSAY_HOST_TEST_HOOKS_H

#include "engine/threads_private.h"

#include <errno.h>
#include <linux/futex.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

/* For cmocka tests: threads of a small program in a chosen order, by the calls that the test
 * program exports as assay-host does. Each test runs in a child, which has one set of threads. */

enum { STUCK = 10, LOST = 11, FAILED = 12 };

/* Of the child. */
static assay_threads *threads;
static int said; /* pipe to the test */
static unsigned stop_at[4], asked;
static char course[200];
static _Atomic size_t course_size;

#define MUST(holds)                                                                                \
    do {                                                                                           \
        if (!(holds))                                                                              \
            fail_child(__LINE__, #holds);                                                          \
    } while (0)

_Noreturn static inline void leave(int code, const char *text)
{
    ssize_t written = write(said, text, strlen(text));

    _exit(written < 0 ? 99 : code);
}

_Noreturn static inline void fail_child(int line, const char *what)
{
    char text[300];

    snprintf(text, sizeof(text), "line %d: %s; course '%s'", line, what, course);
    leave(FAILED, text);
}

/* Another thread than usual at the choices of those numbers, from 1. */
static inline uint32_t choose(void *context, const assay_choice *choice)
{
    uint32_t other = choice->options & ~(UINT32_C(1) << choice->usual);

    (void)context;
    asked++;
    for (size_t i = 0; i < sizeof(stop_at) / sizeof(stop_at[0]); i++)
        if (stop_at[i] == asked)
            return (uint32_t)__builtin_ctz(other);
    return choice->usual;
}

static inline void switched(void *context, assay_threads *all, uint32_t from, uint32_t to)
{
    (void)context, (void)all, (void)from, (void)to;
}

static inline void stuck(void *context)
{
    char text[500];

    (void)context;
    assay_threads_explain(threads, text, sizeof(text));
    leave(STUCK, text);
}

static inline void lost(void *context, const char *why)
{
    (void)context;
    leave(LOST, why);
}

static inline void begin(void)
{
    static const assay_threads_owner owner = {choose, switched, stuck, lost, NULL};

    threads = assay_threads_begin(&owner);
    MUST(threads != NULL);
    assay_threads_ask(threads, true);
}

static inline void note(char what)
{
    course[course_size++] = what;
}

typedef struct result {
    int code;
    char text[600];
} result;

static inline result run(void (*work)(void))
{
    result to = {.code = -1};
    int ends[2], status;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        said = ends[1];
        begin();
        work();
        leave(0, course);
    }
    close(ends[1]);
    ssize_t got = 0, size = 0;
    while ((got = read(ends[0], to.text + size, sizeof(to.text) - 1 - (size_t)size)) > 0)
        size += got;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    to.code = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    return to;
}

static inline void expect(void (*work)(void), int code, const char *text)
{
    result got = run(work);

    if (got.code != code || strcmp(got.text, text) != 0)
        fail_msg("%d '%s' instead of %d '%s'", got.code, got.text, code, text);
}

static inline pthread_t start(void *(*work)(void *))
{
    pthread_t thread;

    MUST(pthread_create(&thread, NULL, work, NULL) == 0);
    return thread;
}

static inline void join(pthread_t thread)
{
    MUST(pthread_join(thread, NULL) == 0);
}

static inline int64_t seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

static inline struct timespec in_seconds(int64_t more)
{
    return (struct timespec){seconds() + more, 0};
}

#endif
