#ifndef ASSAY_ENGINE_BOARD_H
#define ASSAY_ENGINE_BOARD_H

#include "engine/left.h"
#include "engine/gate.h"
#include "engine/scene.h"
#include "engine/trace.h"
#include "engine/verdict.h"

#include <stdatomic.h>

/* The memory that a case shares with its coordinator: it brings the verdict home whatever becomes
 * of the process. The connector can write to it by accident, so the coordinator takes nothing in it
 * for granted. */

typedef enum assay_phase {
    ASSAY_PHASE_LOADING = 0,
    ASSAY_PHASE_WORKING,
    ASSAY_PHASE_DYING, /* by assay_case_die_at, any moment now */
    ASSAY_PHASE_LEAVING,
    ASSAY_PHASE_DONE
} assay_phase;

enum { ASSAY_BOARD_TEXT = 4096, ASSAY_BOARD_LOG = 4096 };
#define ASSAY_BOARD_OUTPUT ((size_t)256 << 20)

typedef struct assay_board {
    _Atomic uint32_t phase;
    uint32_t verdict;
    char reason[ASSAY_BOARD_TEXT];
    char expected[ASSAY_BOARD_TEXT];
    char observed[ASSAY_BOARD_TEXT];
    char dataset[256];
    char log[ASSAY_BOARD_LOG]; /* the last lines, from the front when it runs over */
    _Atomic uint32_t log_size;
    uint64_t counters[ASSAY_COUNTERS];
    uint64_t calls;
    uint64_t turns;   /* attempts begun */
    uint64_t records; /* start and advance that came to one */
    uint64_t output_size;
    assay_left left;  /* when the case went through */
    uint32_t counted; /* its line counts are written, or there are none */
    assay_trace trace;
    assay_scene scene;
    assay_sketch sketch; /* of the attempt, over all its cases */
    assay_gate_words gate;
    unsigned char output[]; /* ASSAY_BOARD_OUTPUT bytes, given page by page as they are used */
} assay_board;

/* Shared with children made by fork. NULL: no memory. */
assay_board *assay_board_new(void);
void assay_board_free(assay_board *self);
/* As new, for the next case. Counters, calls, turns and records stay: they add up over a check. */
void assay_board_reset(assay_board *self);

#endif
