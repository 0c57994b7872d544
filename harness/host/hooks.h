#ifndef ASSAY_HOST_HOOKS_H
#define ASSAY_HOST_HOOKS_H

#include "engine/threads.h"
#include "host/next.h"

#include <stdint.h>
#include <time.h>

/* The calls by which threads notice each other, as the host exports them (host/exports.list). Those
 * of a thread that is put in order go to it; all others straight to the C library. */

#define ASSAY_EXPORT __attribute__((visibility("default")))

/* A kind of lock. */
typedef struct assay_lock_kind {
    int (*attempt)(void *lock); /* 0, EBUSY, or what else is wrong */
    int (*alone)(void *lock);   /* of one that the thread has already: EBUSY: it waits for ever */
    int (*unlock)(void *lock);  /* 0, or what is wrong */
    bool shared;
    bool refuses; /* may refuse to be given back by who has it not; others are damaged by it */
} assay_lock_kind;

/* 0: the thread has the lock now; ETIMEDOUT; or what else is wrong. */
int assay_hook_lock(assay_threads *threads, const assay_lock_kind *kind, void *lock, int64_t until);
int assay_hook_try(assay_threads *threads, const assay_lock_kind *kind, void *lock);
/* Gives it back: 0, or what is wrong. */
int assay_hook_unlock(assay_threads *threads, const assay_lock_kind *kind, void *lock);

/* Waits for a condition without the lock, which it has again afterwards; ETIMEDOUT. */
int assay_hook_await(assay_threads *threads, const void *condition, const assay_lock_kind *kind,
                     void *lock, int64_t until);
void assay_hook_signal(assay_threads *threads, const void *condition, size_t most);

/* An absolute time of that clock; of the one that it is nearer to. NULL: for ever. */
int64_t assay_hook_until(assay_threads *threads, const struct timespec *at);
/* That long from now on. */
int64_t assay_hook_after(assay_threads *threads, const struct timespec *span);

void assay_hook_sleep(assay_threads *threads, int64_t until);

#endif
