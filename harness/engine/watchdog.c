/* What cannot be followed: a thread that waits for another one in a way of its own has the turn,
 * and the other one never gets it. Seen from outside, a look at a time: no step was made, others
 * could go on, and the thread sleeps in the kernel or has used up so much time of its processor. */
#include "engine/process_private.h"
#include "engine/threads_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

enum { LOOK_MS = 50, ASLEEP_LOOKS = 40, BURN_MS = 1000 };

typedef struct sight {
    uint64_t points;
    uint32_t running;
    int64_t burnt; /* microseconds of processor time when it was seen there first */
    int asleep;    /* looks in a row */
} sight;

static bool is_asleep(pid_t task)
{
    char line[512];

    assay_process_line(task, "stat", line, sizeof(line));
    const char *after_name = strrchr(line, ')');
    return after_name != NULL && after_name[1] == ' ' &&
           (after_name[2] == 'S' || after_name[2] == 'D');
}

static void start_over(sight *self, uint64_t points, uint32_t running, pid_t task)
{
    *self = (sight){points, running, assay_process_burnt(task), 0};
}

_Noreturn static void lose_sleeper(assay_threads *threads, uint32_t running, pid_t task)
{
    char call[64], place[64];

    assay_process_line(task, "syscall", call, sizeof(call));
    call[strcspn(call, " ")] = 0;
    assay_process_line(task, "wchan", place, sizeof(place));
    assay_threads_lose(
        threads,
        "thread %u sleeps in the kernel (system call %s, %s) in a way that cannot be "
        "followed, while others could go on",
        running + 1, call[0] != 0 ? call : "unknown", place[0] != 0 ? place : "unknown");
}

static void look(assay_threads *threads, sight *self)
{
    uint64_t points = atomic_load_explicit(&threads->points, memory_order_relaxed);
    uint32_t running = atomic_load_explicit(&threads->running, memory_order_relaxed);
    bool alone = atomic_load_explicit(&threads->left, memory_order_relaxed) == 0;
    pid_t task = threads->all[running].task;

    if (alone || points != self->points || running != self->running) {
        start_over(self, points, running, task);
        return;
    }
    self->asleep = is_asleep(task) ? self->asleep + 1 : 0;
    if (self->asleep > ASLEEP_LOOKS)
        lose_sleeper(threads, running, task);
    if (assay_process_burnt(task) - self->burnt > (int64_t)BURN_MS * 1000)
        assay_threads_lose(threads,
                           "thread %u goes on without a call that can be followed, while others "
                           "wait: it may spin on a value in memory",
                           running + 1);
}

static void *watch(void *argument)
{
    assay_threads *threads = argument;
    const struct timespec pause = {0, LOOK_MS * 1000000};
    sight seen = {0};

    for (;;) {
        threads->call(SYS_nanosleep, &pause, NULL);
        look(threads, &seen);
    }
    return NULL;
}

bool assay_watchdog_start(assay_threads *self)
{
    assay_create_fn *create = NULL;
    void *symbol = assay_threads_next("pthread_create");
    pthread_t thread;

    memcpy(&create, &symbol, sizeof(create));
    return create != NULL && create(&thread, NULL, watch, self) == 0;
}
