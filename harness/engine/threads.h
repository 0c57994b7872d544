#ifndef ASSAY_ENGINE_THREADS_H
#define ASSAY_ENGINE_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The threads of a case, one at a time. Each stops before every call by which threads notice each
 * other, and somebody is asked who goes on. The calls come from the host's own versions of them
 * (host/hooks.h). Locks stay what they are; waiting is done here. */

enum { ASSAY_THREADS = 32 };
#define ASSAY_FOREVER INT64_MAX

/* What a thread is about to do, or waits for. */
typedef enum assay_deed {
    ASSAY_DEED_RUN = 0, /* none of them */
    ASSAY_DEED_REST,    /* nothing: it waits for something to do */
    ASSAY_DEED_LOCK,    /* a mutex, a spin lock, to write */
    ASSAY_DEED_SHARE,   /* a lock to read */
    ASSAY_DEED_TRY,
    ASSAY_DEED_UNLOCK,
    ASSAY_DEED_AWAIT, /* a condition */
    ASSAY_DEED_SIGNAL,
    ASSAY_DEED_TAKE, /* from a semaphore */
    ASSAY_DEED_POST,
    ASSAY_DEED_MEET, /* at a barrier */
    ASSAY_DEED_ONCE,
    ASSAY_DEED_CREATE,
    ASSAY_DEED_JOIN,
    ASSAY_DEED_SLEEP,
    ASSAY_DEED_YIELD,
    ASSAY_DEED_FUTEX,
    ASSAY_DEED_COUNT
} assay_deed;

/* Where a thread was when another one got its turn. */
typedef struct assay_place {
    enum { ASSAY_PLACE_BEFORE = 0, ASSAY_PLACE_WAITS, ASSAY_PLACE_ENDED } how;
    assay_deed deed;
    uint32_t number; /* of the lock, the thread or whatever it is; 0: of nothing */
} assay_place;

/* "is about to take lock 1" */
void assay_place_print(assay_place self, char *to, size_t size);

typedef struct assay_threads assay_threads;

/* Who can go on: two threads at least. */
typedef struct assay_choice {
    uint32_t options; /* bit i: thread i */
    uint32_t usual;   /* the one that runs, if it can; else the first that can */
    bool preempts;    /* another one than usual means to stop the one that runs */
    const void *lock; /* and that before or after it has this lock; NULL: somewhere else */
    assay_deed deed;  /* what usual is about to do */
} assay_choice;

/* What the owner of the threads is asked and told; always by the thread that runs. */
typedef struct assay_threads_owner {
    uint32_t (*choose)(void *context, const assay_choice *choice);
    void (*switched)(void *context, assay_threads *threads, uint32_t from, uint32_t to);
    /* No thread can go on; in the first thread. Does not come back. */
    void (*stuck)(void *context);
    /* Something happens that cannot be followed; in any thread. Does not come back. */
    void (*lost)(void *context, const char *why);
    void *context;
} assay_threads_owner;

/* Whether this program exports the host's versions of the calls, and nobody else needs them. */
bool assay_threads_possible(void);

/* From now on the calling thread is the first of them and the only one; threads that it makes
 * become more. Until the process ends. NULL: no memory. The owner is borrowed, for ever. */
assay_threads *assay_threads_begin(const assay_threads_owner *owner);

/* The threads that the calling one belongs to; NULL: none. */
assay_threads *assay_threads_here(void);
uint32_t assay_threads_self(void); /* the calling one's number, from 0 */

/* They cannot be followed any more. Does not come back. */
_Noreturn void assay_threads_lose(assay_threads *self, const char *why, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether the owner is asked; at first it is not, and the thread that runs goes on as long as it
 * can. */
void assay_threads_ask(assay_threads *self, bool ask);

/* For the owner: comes back when it is the calling thread's turn; start: nobody runs yet. */
void assay_threads_start_choice(assay_threads *self);

/* The calling thread is about to do that; comes back when it is its turn. A lock that another
 * thread has is not its turn. */
void assay_threads_point(assay_threads *self, assay_deed deed, const void *object);

/* It has to wait for the object; comes back when it was woken, or at that virtual time: false. */
bool assay_threads_wait(assay_threads *self, assay_deed deed, const void *object, int64_t until);
/* Wakes up to so many that wait for the object, those first that came first; gives how many. */
size_t assay_threads_wake(assay_threads *self, const void *object, size_t most);

/* It has the lock now, or no more. */
void assay_threads_hold(assay_threads *self, const void *lock, bool shared);
void assay_threads_drop(assay_threads *self, const void *lock);
bool assay_threads_holds(const assay_threads *self, const void *lock);
/* As before, or it is not known. */
bool assay_threads_may_hold(const assay_threads *self, const void *lock);
/* It gives back a lock that nobody has. */
void assay_threads_misuse(assay_threads *self, const void *lock);

/* It gives way to the others, if there are any; its turn comes again when one has gone on. */
void assay_threads_yield(assay_threads *self);

/* A new one. create: as pthread_create, the C library's own. */
typedef int assay_create_fn(pthread_t *thread, const pthread_attr_t *attributes,
                            void *(*start)(void *), void *argument);
int assay_threads_create(assay_threads *self, assay_create_fn *create, pthread_t *thread,
                         const pthread_attr_t *attributes, void *(*start)(void *), void *argument);
/* Waits until that thread has come to its end; at once where it is none of them. */
void assay_threads_join(assay_threads *self, pthread_t thread);

/* Whether, since the owner was asked, more than one of them had to do with that lock. */
bool assay_threads_shared(const assay_threads *self, const void *lock);

/* Virtual time: as the real one when they began, then passing only when every thread waits, which
 * takes a moment of real time, and a microsecond each time it is asked. Nanoseconds of
 * CLOCK_REALTIME or CLOCK_MONOTONIC. */
int64_t assay_threads_now(assay_threads *self, clockid_t clock);
/* An absolute time of that clock, as _wait takes it. */
int64_t assay_threads_until(const assay_threads *self, clockid_t clock, const struct timespec *at);

/* "thread 2 gave back lock 1, which nobody had"; false: nothing of the kind has happened. */
bool assay_threads_misused(assay_threads *self, char *to, size_t size);
/* "thread 2 waits for a lock that thread 1 has; ..." */
void assay_threads_explain(assay_threads *self, char *to, size_t size);
assay_place assay_threads_place(assay_threads *self, uint32_t thread);

/* How often a thread was about to do something, ever, and how long all have slept, in tenths of a
 * microsecond, which is about what such a step takes. */
uint64_t assay_threads_cost(const assay_threads *self);
#endif
