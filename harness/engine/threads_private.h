#ifndef ASSAY_ENGINE_THREADS_PRIVATE_H
#define ASSAY_ENGINE_THREADS_PRIVATE_H

#include "engine/threads.h"

#include <stdatomic.h>
#include <sys/types.h>

typedef enum assay_thread_state {
    ASSAY_THREAD_NONE = 0,
    ASSAY_THREAD_READY,
    ASSAY_THREAD_WAITING,
    ASSAY_THREAD_ENDED
} assay_thread_state;

typedef struct assay_thread {
    _Atomic uint32_t turn; /* a futex: not 0 when it may go on */
    assay_thread_state state;
    assay_deed deed;
    const void *object;
    int64_t until;   /* virtual time at which it waits no longer */
    uint64_t ticket; /* those that wait, in their order */
    bool late;       /* that time came */
    bool yields;
    bool doubts; /* that somebody else has the lock */
    pid_t task;  /* 0: it did not run yet */
    pthread_t handle;
    void *(*start)(void *argument);
    void *argument;
} assay_thread;

typedef struct assay_held {
    const void *lock;
    uint32_t thread;
    bool shared;
} assay_held;

enum { ASSAY_HELD = 64, ASSAY_NAMED = 32, ASSAY_TOUCHED = 256 };

/* Which threads had to do with a lock. */
typedef struct assay_touched {
    const void *lock;
    uint32_t threads;
    uint32_t round; /* of asking; an older one means nothing */
} assay_touched;

/* All of it is changed by the thread that runs, and by nobody else. */
struct assay_threads {
    const assay_threads_owner *owner;
    long (*call)(long number, ...); /* the C library's own syscall */
    assay_thread all[ASSAY_THREADS];
    uint32_t count; /* of those in use, ever */
    uint32_t ready; /* how many are */
    _Atomic uint32_t running;
    _Atomic uint32_t left;   /* others that could go on just now */
    _Atomic uint64_t points; /* ever */
    uint64_t asked_at;       /* points when the owner was asked from then on */
    uint64_t tickets;
    bool asks, stuck;
    bool held_full;      /* there was once no room to note one */
    const void *misused; /* the lock that was given back by who had it not; NULL: none was */
    uint32_t misuser;
    size_t held_count, named_count;
    assay_held held[ASSAY_HELD];    /* more are not noted: who waits for them tries and sees */
    const void *named[ASSAY_NAMED]; /* objects, by their number in texts */
    uint32_t round;
    assay_touched touched[ASSAY_TOUCHED]; /* by a hash of the address */
    bool touched_full;
    int64_t napped;           /* nanoseconds, in real time */
    int64_t began[2], passed; /* of both clocks; nanoseconds */
};

/* The C library's function of that name, not the host's own. */
void *assay_threads_next(const char *name);

/* Gives the turn to another thread and waits for its own; only gives it when it has ended. */
void assay_threads_turn(assay_threads *self, uint32_t from, uint32_t to);
/* Until the first turn. */
void assay_threads_park(assay_threads *self, assay_thread *thread);

/* Whether somebody else has the lock so that this thread cannot have it. */
bool assay_threads_taken(const assay_threads *self, uint32_t thread, const void *lock, bool shared);
/* The lock with which a thread is about to do something; NULL: it is none. */
const void *assay_threads_lock_of(const assay_thread *thread);
/* It is about to do that: if it is with a lock, that is noted. */
void assay_threads_touch(assay_threads *self, uint32_t me, assay_deed deed, const void *lock);

/* Another thread gets that number: locks that the one before has kept are nobody's. */
void assay_threads_forget(assay_threads *self, uint32_t thread);

/* Who is to go on when the calling thread has said what it does. */
uint32_t assay_threads_choose(assay_threads *self, uint32_t from);

/* A thread of its own that looks whether one of them burns its time, or sleeps, while others could
 * go on: then they cannot be followed. False: it cannot be made. */
bool assay_watchdog_start(assay_threads *self) __attribute__((warn_unused_result));

#endif
