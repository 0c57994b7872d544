/* Who has which lock, and which locks make a difference. */
#include "engine/threads_private.h"

bool assay_threads_taken(const assay_threads *self, uint32_t thread, const void *lock, bool shared)
{
    for (size_t i = 0; i < self->held_count; i++) {
        const assay_held *held = &self->held[i];
        if (held->lock == lock && held->thread != thread && !(shared && held->shared))
            return true;
    }
    return false;
}

static bool is_of_lock(assay_deed deed)
{
    return deed == ASSAY_DEED_LOCK || deed == ASSAY_DEED_SHARE || deed == ASSAY_DEED_TRY ||
           deed == ASSAY_DEED_UNLOCK;
}

static size_t find_touched(const assay_threads *self, const void *lock)
{
    size_t hash = (size_t)((uintptr_t)lock * UINT64_C(0x9e3779b97f4a7c15) >> 32);

    for (size_t i = 0; i < ASSAY_TOUCHED; i++) {
        const assay_touched *touched = &self->touched[(hash + i) % ASSAY_TOUCHED];
        if (touched->round != self->round || touched->lock == lock)
            return (hash + i) % ASSAY_TOUCHED;
    }
    return ASSAY_TOUCHED;
}

const void *assay_threads_lock_of(const assay_thread *thread)
{
    return is_of_lock(thread->deed) ? thread->object : NULL;
}

void assay_threads_touch(assay_threads *self, uint32_t me, assay_deed deed, const void *lock)
{
    size_t i = find_touched(self, lock);

    if (!is_of_lock(deed))
        return;
    if (i == ASSAY_TOUCHED)
        self->touched_full = true;
    else if (self->touched[i].round != self->round)
        self->touched[i] = (assay_touched){lock, UINT32_C(1) << me, self->round};
    else
        self->touched[i].threads |= UINT32_C(1) << me;
}

bool assay_threads_shared(const assay_threads *self, const void *lock)
{
    size_t i = find_touched(self, lock);

    if (self->touched_full || i == ASSAY_TOUCHED || self->touched[i].round != self->round)
        return true;
    return (self->touched[i].threads & (self->touched[i].threads - 1)) != 0;
}

static void forget_held(assay_threads *self, size_t i)
{
    self->held[i] = self->held[--self->held_count];
}

/* Who has it alone is the only one; what is noted otherwise is of a lock that is gone. */
void assay_threads_hold(assay_threads *self, const void *lock, bool shared)
{
    uint32_t me = assay_threads_self();

    for (size_t i = self->held_count; i-- > 0 && !shared;)
        if (self->held[i].lock == lock && self->held[i].thread != me)
            forget_held(self, i);
    if (self->held_count < ASSAY_HELD)
        self->held[self->held_count++] = (assay_held){lock, me, shared};
    else
        self->held_full = true;
}

void assay_threads_drop(assay_threads *self, const void *lock)
{
    uint32_t me = assay_threads_self();
    size_t found = self->held_count;

    for (size_t i = 0; i < self->held_count; i++)
        if (self->held[i].lock == lock && (self->held[i].thread == me || found == self->held_count))
            found = i;
    if (found < self->held_count)
        forget_held(self, found);
}

void assay_threads_forget(assay_threads *self, uint32_t thread)
{
    for (size_t i = self->held_count; i-- > 0;)
        if (self->held[i].thread == thread)
            forget_held(self, i);
}

bool assay_threads_may_hold(const assay_threads *self, const void *lock)
{
    return self->held_full || assay_threads_holds(self, lock);
}

void assay_threads_misuse(assay_threads *self, const void *lock)
{
    if (self->misused != NULL)
        return;
    self->misused = lock;
    self->misuser = assay_threads_self();
}

bool assay_threads_holds(const assay_threads *self, const void *lock)
{
    uint32_t me = assay_threads_self();

    for (size_t i = 0; i < self->held_count; i++)
        if (self->held[i].lock == lock && self->held[i].thread == me)
            return true;
    return false;
}
