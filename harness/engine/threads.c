/* Who can go on, and what the others wait for. */
#include "engine/threads_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

/* An order of that many steps is none that comes to an end. */
enum { MOST_POINTS = 500000, LOST_TEXT = 400, LONGEST_NAP = 200000000, STEP = 100 };

static uint32_t bit(uint32_t thread)
{
    return UINT32_C(1) << thread;
}

_Noreturn void assay_threads_lose(assay_threads *self, const char *why, ...)
{
    char text[LOST_TEXT];
    va_list arguments;

    va_start(arguments, why);
    vsnprintf(text, sizeof(text), why, arguments);
    va_end(arguments);
    self->owner->lost(self->owner->context, text);
    abort(); /* it does not come back */
}

static bool can_go(const assay_threads *self, uint32_t i)
{
    const assay_thread *thread = &self->all[i];

    if (thread->state != ASSAY_THREAD_READY)
        return false;
    if (thread->doubts || (thread->deed != ASSAY_DEED_LOCK && thread->deed != ASSAY_DEED_SHARE))
        return true;
    return !assay_threads_taken(self, i, thread->object, thread->deed == ASSAY_DEED_SHARE);
}

/* Those that give way only when there is nobody else. */
static uint32_t options_of(const assay_threads *self)
{
    uint32_t options = 0, yielding = 0;

    for (uint32_t i = 0; i < self->count; i++) {
        if (!can_go(self, i))
            continue;
        if (self->all[i].yields)
            yielding |= bit(i);
        else
            options |= bit(i);
    }
    return options != 0 ? options : yielding;
}

/* A lock may be gone without having been given back, and another one be in its place: who waits for
 * one finds out by trying, when nobody else can go on. */
static bool doubt_locks(assay_threads *self)
{
    bool any = false;

    for (uint32_t i = 0; i < self->count; i++) {
        assay_thread *thread = &self->all[i];
        if (thread->state == ASSAY_THREAD_READY && !can_go(self, i))
            any = thread->doubts = true;
    }
    return any;
}

/* Others, outside of this process, may be waited for, too, and they live in real time. */
static void nap(assay_threads *self, int64_t nanoseconds)
{
    int64_t most = nanoseconds < LONGEST_NAP ? nanoseconds : LONGEST_NAP;
    const struct timespec span = {0, most > 0 ? most : 0};

    self->call(SYS_nanosleep, &span, NULL);
    self->napped += most;
}

/* When all wait, time goes on to where the first of them does not any more. */
static bool pass_time(assay_threads *self)
{
    int64_t first = ASSAY_FOREVER;

    for (uint32_t i = 0; i < self->count; i++)
        if (self->all[i].state == ASSAY_THREAD_WAITING && self->all[i].until < first)
            first = self->all[i].until;
    if (first == ASSAY_FOREVER)
        return false;
    if (self->passed < first) {
        nap(self, first - self->passed);
        self->passed = first;
    }
    for (uint32_t i = 0; i < self->count; i++) {
        assay_thread *thread = &self->all[i];
        if (thread->state != ASSAY_THREAD_WAITING || thread->until > first)
            continue;
        thread->state = ASSAY_THREAD_READY;
        self->ready++;
        thread->deed = ASSAY_DEED_RUN;
        thread->late = true;
    }
    return true;
}

static uint32_t first_of(uint32_t options)
{
    uint32_t i = 0;

    while ((options & bit(i)) == 0)
        i++;
    return i;
}

static uint32_t ask_owner(assay_threads *self, uint32_t options, uint32_t from)
{
    bool can = from < ASSAY_THREADS && (options & bit(from)) != 0;
    const void *lock = can ? assay_threads_lock_of(&self->all[from]) : NULL;
    uint32_t usual = can ? from : first_of(options);
    assay_choice choice = {options, usual, can, lock, self->all[usual].deed};

    if (!self->asks || (options & (options - 1)) == 0)
        return choice.usual;
    return self->owner->choose(self->owner->context, &choice);
}

uint32_t assay_threads_choose(assay_threads *self, uint32_t from)
{
    uint32_t options = options_of(self);

    while (options == 0 && (doubt_locks(self) || pass_time(self)))
        options = options_of(self);
    if (options == 0) {
        self->stuck = true;
        return 0; /* which says so */
    }
    uint32_t chosen = ask_owner(self, options, from);
    atomic_store_explicit(&self->left, options & ~bit(chosen), memory_order_relaxed);
    for (uint32_t i = 0; i < self->count; i++)
        self->all[i].yields = false;
    self->all[chosen].doubts = false;
    return chosen;
}

static void go_on(assay_threads *self, uint32_t me)
{
    uint32_t next = assay_threads_choose(self, me);

    if (self->asks && next != me)
        self->owner->switched(self->owner->context, self, me, next);
    if (next != me)
        assay_threads_turn(self, me, next);
    if (self->stuck && me == 0)
        self->owner->stuck(self->owner->context);
    self->all[me].deed = ASSAY_DEED_RUN;
}

void assay_threads_start_choice(assay_threads *self)
{
    uint32_t me = assay_threads_self(), next = assay_threads_choose(self, ASSAY_THREADS);

    if (next == me)
        return;
    self->owner->switched(self->owner->context, self, me, next);
    assay_threads_turn(self, me, next);
}

static void note(assay_threads *self, uint32_t me, assay_deed deed, const void *object)
{
    atomic_fetch_add_explicit(&self->points, 1, memory_order_relaxed);
    if (!self->asks)
        return;
    assay_threads_touch(self, me, deed, object);
    if (atomic_load_explicit(&self->points, memory_order_relaxed) - self->asked_at > MOST_POINTS)
        assay_threads_lose(self, "the threads do not come to an end: %d steps", MOST_POINTS);
}

void assay_threads_point(assay_threads *self, assay_deed deed, const void *object)
{
    uint32_t me = assay_threads_self();

    note(self, me, deed, object);
    if (!self->asks && self->ready == 1)
        return; /* whatever it does, nobody else could go on */
    self->all[me].deed = deed;
    self->all[me].object = object;
    go_on(self, me);
}

void assay_threads_yield(assay_threads *self)
{
    uint32_t me = assay_threads_self();

    note(self, me, ASSAY_DEED_YIELD, NULL);
    self->all[me].deed = ASSAY_DEED_YIELD;
    self->all[me].yields = true;
    go_on(self, me);
}

bool assay_threads_wait(assay_threads *self, assay_deed deed, const void *object, int64_t until)
{
    uint32_t me = assay_threads_self();
    assay_thread *thread = &self->all[me];

    note(self, me, deed, object);
    thread->state = ASSAY_THREAD_WAITING;
    self->ready--;
    thread->deed = deed;
    thread->object = object;
    thread->until = until;
    thread->ticket = ++self->tickets;
    thread->late = false;
    go_on(self, me);
    return !thread->late;
}

static assay_thread *first_waiting(assay_threads *self, const void *object)
{
    assay_thread *first = NULL;

    for (uint32_t i = 0; i < self->count; i++) {
        assay_thread *thread = &self->all[i];
        bool waits = thread->state == ASSAY_THREAD_WAITING && thread->object == object;
        if (waits && (first == NULL || thread->ticket < first->ticket))
            first = thread;
    }
    return first;
}

size_t assay_threads_wake(assay_threads *self, const void *object, size_t most)
{
    size_t woken = 0;

    for (; woken < most; woken++) {
        assay_thread *thread = first_waiting(self, object);
        if (thread == NULL)
            break;
        thread->state = ASSAY_THREAD_READY;
        self->ready++;
        thread->until = ASSAY_FOREVER;
    }
    return woken;
}

void assay_threads_ask(assay_threads *self, bool ask)
{
    self->asks = ask;
    self->asked_at = atomic_load_explicit(&self->points, memory_order_relaxed);
    if (!ask)
        return;
    self->named_count = 0;
    self->round++;
    self->touched_full = false;
}

uint64_t assay_threads_cost(const assay_threads *self)
{
    return atomic_load_explicit(&self->points, memory_order_relaxed) +
           (uint64_t)self->napped / STEP;
}
