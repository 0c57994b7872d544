#ifndef ASSAY_ENGINE_LEFT_H
#define ASSAY_ENGINE_LEFT_H

#include <stdbool.h>
#include <stdint.h>

/* What a case has left behind, although it has released everything: in memory that it shares with
 * its coordinator, trusted as little as the board. Looked for without memory and descriptors, of
 * which the connector may have left none. */

enum { ASSAY_LEFT_TEXT = 4096 };

typedef struct assay_left {
    uint32_t descriptors;       /* that are open and were not */
    uint32_t closed;            /* of 0, 1 and 2 */
    uint32_t threads;           /* besides the first */
    uint32_t processes;         /* still at work; they are killed */
    uint32_t changes;           /* of what belongs to the process as a whole */
    uint32_t said;              /* bytes of the text */
    char text[ASSAY_LEFT_TEXT]; /* a line for each of them */
} assay_left;

/* Adds to the text; cuts what has no room. */
void assay_left_say(assay_left *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Of the calling process, whose descriptors were 0, 1 and 2. threads: it had one and no more. */
void assay_left_find(assay_left *self, bool threads);

/* Of the calling process now. Threads that have ended but are not quite gone do not count. */
uint64_t assay_left_descriptors(void);
uint64_t assay_left_threads(void);

#endif
