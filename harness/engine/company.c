/* Two threads of a case, and what happens when their order comes to nothing. */
#include "engine/company.h"

#include "engine/threads_private.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { ENDING_MS = 200 };

static assay_thread *side_of(const assay_company *self)
{
    return &self->threads->all[1];
}

static uint32_t choose(void *context, const assay_choice *choice)
{
    return assay_search_choose(((assay_company *)context)->search, choice);
}

static void switched(void *context, assay_threads *threads, uint32_t from, uint32_t to)
{
    assay_company *self = context;
    assay_place place = assay_threads_place(threads, from);

    assay_trace_switch(&self->c->board->trace, from + 1, place, to + 1);
}

/* In any thread: the process ends here. */
static void lost(void *context, const char *why)
{
    assay_company *self = context;
    assay_board *board = self->c->board;

    if (!self->c->isolated)
        fprintf(stderr, "assay: unproven: %s\n", why);
    snprintf(board->reason, sizeof(board->reason), "%s", why);
    board->verdict = ASSAY_UNPROVEN;
    atomic_store(&board->phase, ASSAY_PHASE_DONE);
    assay_process_leave(0);
}

static size_t count_tasks(void)
{
    size_t count = 0;
    DIR *tasks = opendir("/proc/self/task");
    struct dirent *entry;

    while (tasks != NULL && (entry = readdir(tasks)) != NULL)
        count += entry->d_name[0] != '.';
    if (tasks != NULL)
        closedir(tasks);
    return count;
}

/* Whether there are more threads than the ones in order and their watchdog; those that have just
 * ended are given time to go. */
static bool has_strangers(assay_threads *threads)
{
    const struct timespec pause = {0, 1000000};
    size_t known = 1, tasks = 0;

    for (uint32_t i = 0; i < threads->count; i++)
        known += threads->all[i].state == ASSAY_THREAD_READY ||
                 threads->all[i].state == ASSAY_THREAD_WAITING;
    for (int i = 0; i < ENDING_MS; i++) {
        tasks = count_tasks();
        if (tasks <= known)
            return false;
        threads->call(SYS_nanosleep, &pause, NULL);
    }
    return true;
}

static bool has_children(void)
{
    siginfo_t info;

    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

/* Nobody in this process can go on, so it is for good, unless somebody else is there. */
static void stuck(void *context)
{
    assay_company *self = context;
    char text[1000];

    assay_threads_ask(self->threads, false);
    assay_threads_explain(self->threads, text, sizeof(text));
    if (has_strangers(self->threads))
        lost(self, "every thread waits, but there are others that cannot be followed");
    if (has_children())
        lost(self, "every thread waits, but there are child processes that cannot be followed");
    self->c->thread = 0;
    assay_case_fail(self->c, "threads that come to their end, whatever their order",
                    "none of them can go on: %s", text);
}

/* The other thread: does what it is given. */
static void *attend(void *argument)
{
    assay_company *self = argument;

    for (;;) {
        while (self->second == NULL)
            assay_threads_wait(self->threads, ASSAY_DEED_REST, &self->second, ASSAY_FOREVER);
        if (setjmp(self->side.leave) == 0)
            self->second(&self->side, self->argument);
        else
            self->side_left = true;
        self->second = NULL;
        assay_threads_wake(self->threads, side_of(self), 1);
    }
    return NULL;
}

static void make_side(assay_company *self)
{
    assay_create_fn *create;
    void *symbol = assay_threads_next("pthread_create");
    pthread_t thread;

    memcpy(&create, &symbol, sizeof(create)); /* ISO C has no cast from an object to a function */
    self->side = *self->c;
    self->side.thread = 2;
    if (assay_threads_create(self->threads, create, &thread, NULL, attend, self) != 0)
        assay_case_broken(self->c, "cannot make a thread");
    assay_threads_yield(self->threads); /* it gets as far as it can without something to do */
}

/* Who gives the turn to another one on the same processor need not wait for it to wake up. */
static void stay_on_one_processor(void)
{
    cpu_set_t one;
    int here = sched_getcpu();

    if (here < 0)
        return;
    CPU_ZERO(&one);
    CPU_SET((unsigned)here, &one);
    (void)sched_setaffinity(0, sizeof(one), &one); /* slower where it is not allowed */
}

void assay_company_gather(assay_case *c)
{
    if (c->setup->threading == NULL)
        return;
    if (!assay_threads_possible())
        assay_case_skip(c, "calls of threads do not pass through this host: it, or the connector, "
                           "is built with a sanitizer, or it is a program of others");
    assay_company *self = assay_case_allocate(c, sizeof(*self));
    self->c = c;
    self->threading = c->setup->threading;
    self->owner = (assay_threads_owner){choose, switched, stuck, lost, self};
    self->search = assay_search_new();
    stay_on_one_processor();
    self->threads = self->search == NULL ? NULL : assay_threads_begin(&self->owner);
    if (self->threads == NULL)
        assay_case_broken(c, "cannot put threads in order: out of memory");
    assay_tape_mark(&c->tape, ASSAY_TAPE_ORDER, 0, 0);
    assay_tape_close(&c->tape); /* calls at the same time are no program of calls */
    make_side(self);
    c->company = self;
}

static bool is_shared(const void *threads, const void *lock)
{
    return assay_threads_shared(threads, lock);
}

static void prepare_side(assay_company *self)
{
    self->side.library = self->c->library;
    self->side.handles = self->c->handles;
    self->side.judged = self->c->judged;
    self->side_left = false;
}

void assay_case_together(assay_case *c, assay_part_of_fn *first, assay_part_of_fn *second,
                         void *argument)
{
    assay_company *self = c->company;

    prepare_side(self);
    self->argument = argument;
    self->second = second;
    c->thread = 1;
    assay_threads_wake(self->threads, &self->second, 1);
    assay_search_repeat(self->search);
    assay_threads_ask(self->threads, true);
    assay_threads_start_choice(self->threads);
    first(c, argument);
    while (self->second != NULL)
        assay_threads_wait(self->threads, ASSAY_DEED_JOIN, side_of(self), ASSAY_FOREVER);
    assay_threads_ask(self->threads, false);
    assay_search_sift(self->search, is_shared, self->threads);
    c->thread = 0;
    if (c->handles < self->side.handles)
        c->handles = self->side.handles;
    self->course ^= assay_search_course(self->search);
    self->course *= UINT64_C(1099511628211);
    if (self->side_left)
        longjmp(c->leave, 1);
}
