/* How the turn goes from thread to thread, and how threads come and go. */
#include "engine/threads_private.h"

#include "engine/runtime.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A call of the C library is given no context. */
static assay_threads *_Atomic active;
static _Thread_local assay_thread *mine;

void *assay_threads_next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

bool assay_threads_possible(void)
{
    void *lock = dlsym(RTLD_DEFAULT, "pthread_mutex_lock");
    Dl_info of_lock, of_program;

    return !assay_runtime_present() && dladdr(lock, &of_lock) != 0 &&
           dladdr(&active, &of_program) != 0 && of_lock.dli_fbase == of_program.dli_fbase;
}

assay_threads *assay_threads_here(void)
{
    return mine != NULL ? atomic_load_explicit(&active, memory_order_relaxed) : NULL;
}

uint32_t assay_threads_self(void)
{
    return (uint32_t)(mine - atomic_load_explicit(&active, memory_order_relaxed)->all);
}

/* A child of a fork has one thread, which nobody gives a turn. */
static void forget(void)
{
    atomic_store(&active, NULL);
}

static void note_time(assay_threads *self)
{
    static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC};

    for (int i = 0; i < 2; i++) {
        struct timespec now;
        self->call(SYS_clock_gettime, clocks[i], &now);
        self->began[i] = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    }
}

assay_threads *assay_threads_begin(const assay_threads_owner *owner)
{
    assay_threads *self = calloc(1, sizeof(*self));

    if (self == NULL || pthread_atfork(NULL, NULL, forget) != 0) {
        free(self);
        return NULL;
    }
    void *call = assay_threads_next("syscall");
    memcpy(&self->call, &call, sizeof(call)); /* ISO C has no cast from an object to a function */
    self->owner = owner;
    self->count = 1;
    self->all[0].state = ASSAY_THREAD_READY;
    self->ready = 1;
    self->all[0].until = ASSAY_FOREVER;
    self->all[0].task = (pid_t)self->call(SYS_gettid);
    self->all[0].handle = pthread_self();
    note_time(self);
    atomic_store(&active, self);
    mine = &self->all[0];
    if (assay_watchdog_start(self))
        return self;
    mine = NULL;
    atomic_store(&active, NULL);
    free(self);
    return NULL;
}

void assay_threads_park(assay_threads *self, assay_thread *thread)
{
    while (atomic_load_explicit(&thread->turn, memory_order_acquire) == 0)
        self->call(SYS_futex, &thread->turn, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
    atomic_store_explicit(&thread->turn, 0, memory_order_relaxed);
}

void assay_threads_turn(assay_threads *self, uint32_t from, uint32_t to)
{
    assay_thread *next = &self->all[to];
    bool ended = self->all[from].state == ASSAY_THREAD_ENDED;

    atomic_store_explicit(&self->running, to, memory_order_relaxed);
    atomic_store_explicit(&next->turn, 1, memory_order_release);
    self->call(SYS_futex, &next->turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    if (!ended)
        assay_threads_park(self, &self->all[from]);
}

/* However the thread ends; from then on it is none of them. */
static void end_thread(void *thread)
{
    assay_threads *self = assay_threads_here();
    assay_thread *ending = thread;

    if (self == NULL)
        return; /* a child of a fork */
    uint32_t me = assay_threads_self();
    ending->state = ASSAY_THREAD_ENDED;
    self->ready--;
    ending->deed = ASSAY_DEED_RUN;
    assay_threads_wake(self, ending, ASSAY_THREADS);
    uint32_t next = assay_threads_choose(self, me);
    if (self->asks)
        self->owner->switched(self->owner->context, self, me, next);
    mine = NULL;
    assay_threads_turn(self, me, next);
}

static void *run_thread(void *argument)
{
    assay_thread *thread = argument;
    assay_threads *self = atomic_load(&active);
    void *result;

    mine = thread;
    thread->task = (pid_t)self->call(SYS_gettid);
    assay_threads_park(self, thread);
    pthread_cleanup_push(end_thread, thread);
    result = thread->start(thread->argument);
    pthread_cleanup_pop(1);
    return result;
}

static assay_thread *free_thread(assay_threads *self)
{
    for (uint32_t i = 1; i < ASSAY_THREADS; i++) {
        assay_thread *thread = &self->all[i];
        if (thread->state != ASSAY_THREAD_NONE && thread->state != ASSAY_THREAD_ENDED)
            continue;
        self->count = self->count <= i ? i + 1 : self->count;
        memset(thread, 0, sizeof(*thread));
        assay_threads_forget(self, i);
        return thread;
    }
    assay_threads_lose(self, "more than %d threads at a time", ASSAY_THREADS);
}

int assay_threads_create(assay_threads *self, assay_create_fn *create, pthread_t *thread,
                         const pthread_attr_t *attributes, void *(*start)(void *), void *argument)
{
    assay_thread *made = free_thread(self);

    made->until = ASSAY_FOREVER;
    made->start = start;
    made->argument = argument;
    int answer = create(&made->handle, attributes, run_thread, made);
    if (answer != 0)
        return answer;
    *thread = made->handle;
    made->state = ASSAY_THREAD_READY;
    self->ready++;
    assay_threads_point(self, ASSAY_DEED_CREATE, made);
    return 0;
}

static assay_thread *find_thread(assay_threads *self, pthread_t handle)
{
    for (uint32_t i = 0; i < self->count; i++) {
        assay_thread *thread = &self->all[i];
        if (thread->state != ASSAY_THREAD_NONE && thread->state != ASSAY_THREAD_ENDED &&
            pthread_equal(thread->handle, handle))
            return thread;
    }
    return NULL;
}

void assay_threads_join(assay_threads *self, pthread_t thread)
{
    assay_thread *awaited = find_thread(self, thread);

    assay_threads_point(self, ASSAY_DEED_JOIN, awaited);
    while (awaited != NULL && awaited->state != ASSAY_THREAD_ENDED &&
           pthread_equal(awaited->handle, thread))
        assay_threads_wait(self, ASSAY_DEED_JOIN, awaited, ASSAY_FOREVER);
}
