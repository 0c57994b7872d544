#ifndef ASSAY_ENGINE_SCENE_H
#define ASSAY_ENGINE_SCENE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Where a process is about to die of a signal: in memory that it shares with its coordinator, who
 * has a look before it goes on to die, of the same signal. Trusted as little as the board. */

enum { ASSAY_SCENE_STACK = 65536 };

typedef struct assay_scene {
    _Atomic uint32_t signal;       /* 0: none yet */
    _Atomic uint32_t thread;       /* in which it arrived */
    _Atomic uint32_t seen;         /* the process may go on */
    char stack[ASSAY_SCENE_STACK]; /* of the handler: that of the thread may have run over */
} assay_scene;

void assay_scene_reset(assay_scene *self);

/* In the process: from now on signals that mean a crash wait, for a bounded time, until somebody
 * has looked. Nothing where a sanitizer is in the process, which reports by itself. */
void assay_scene_watch(assay_scene *self);

/* In the process: what is done when such a signal has been seen, before it dies; in a signal
 * handler, so with great care. */
void assay_scene_last_words(void (*say)(void *argument), void *argument);

/* The signal the process is about to die of; 0: none. */
int assay_scene_signal(const assay_scene *self);

/* Whether it is one that is waited for. */
bool assay_scene_expects(int signal);

/* Lets it go on to die. */
void assay_scene_release(assay_scene *self);

#endif
