#ifndef ASSAY_CHECKS_TRACKER_H
#define ASSAY_CHECKS_TRACKER_H

#include "engine/drive.h"

/* Trackers against a model of them. Positions are bytes that compare as memcmp does, whatever their
 * kind, so one model does for both. */

enum { ASSAY_TRACKER_POSITION_SIZE = 24, ASSAY_TRACKER_STEPS = 128, ASSAY_TRACKER_POSITIONS = 24 };

typedef struct assay_tracker_position {
    unsigned char data[ASSAY_TRACKER_POSITION_SIZE];
    size_t size;
} assay_tracker_position;

/* The range of a tracker; an empty end is unbounded. */
typedef struct assay_tracker_span {
    assay_tracker_position start, end;
    bool keys;          /* else offsets */
    bool cuts_open_end; /* without an end it is split like any other */
} assay_tracker_span;

assay_bytes assay_tracker_position_bytes(const assay_tracker_position *self);
int assay_tracker_position_compare(const assay_tracker_position *a,
                                   const assay_tracker_position *b);
assay_tracker_position assay_tracker_position_offset(uint64_t offset);
uint64_t assay_tracker_position_number(const assay_tracker_position *self); /* of an offset */
assay_tracker_position assay_tracker_position_key(const char *data, size_t size);
assay_tracker_position assay_tracker_position_successor(const assay_tracker_span *of,
                                                        const assay_tracker_position *self);
void assay_tracker_position_print(const assay_tracker_position *self, bool keys, char *to,
                                  size_t size);

/* What is done to a tracker. */
typedef enum assay_tracker_move {
    ASSAY_MOVE_CLAIM,
    ASSAY_MOVE_ALONG, /* the claim of a record that is no split point */
    ASSAY_MOVE_SPLIT,
    ASSAY_MOVE_NONE /* only a look */
} assay_tracker_move;

typedef struct assay_tracker_step {
    assay_tracker_move move;
    assay_tracker_position at;
    unsigned look; /* ASSAY_SEEN_*, after it */
} assay_tracker_step;

/* What can differ from the model. */
enum {
    ASSAY_SEEN_CLAIM = 1u << 0,    /* the answer of a claim */
    ASSAY_SEEN_SPLIT = 1u << 1,    /* of a split */
    ASSAY_SEEN_RANGE = 1u << 2,    /* what range says */
    ASSAY_SEEN_PROGRESS = 1u << 3, /* progress: from 0 to 1, never falling, 0 and 1 where it must */
    ASSAY_SEEN_SHARE = 1u << 4,    /* progress: the share of the offsets */
    ASSAY_SEEN_DONE = 1u << 5,     /* what done says */
    ASSAY_SEEN_EFFECT = 1u << 6    /* what only a call that was refused can have changed */
};

typedef struct assay_tracker_model {
    assay_tracker_span span; /* as it is now */
    assay_tracker_position last, last_split, reached;
    bool claimed, done;
    double progress; /* the last one seen */
} assay_tracker_model;

assay_tracker_model assay_tracker_model_of(const assay_tracker_span *span);
/* The answers that are right, as bits 1 << assay_status, the one that is expected first in *best.
 * The model moves on. */
unsigned assay_tracker_model_move(assay_tracker_model *self, const assay_tracker_step *step,
                                  assay_status *best);
/* Whether nothing of the range is left; false, with *either true: both answers are right. */
bool assay_tracker_model_is_done(const assay_tracker_model *self, bool *either);
/* Whether the progress fits, as ASSAY_SEEN_PROGRESS or _SHARE sees it; what is expected, in words.
 */
bool assay_tracker_model_fits(assay_tracker_model *self, unsigned seen, double progress,
                              char *expected, size_t size);

/* A tracker beside its model. */
typedef struct assay_tracker_run {
    assay_case *c;
    assay_driven_tracker tracker;
    assay_tracker_model model;
    unsigned char *lent; /* owned: the position of the last call, overwritten */
    unsigned differs;    /* the ASSAY_SEEN_* that differed first; 0: none so far */
    char told[100];      /* what it answered there */
    char expected[160];  /* what the model says */
} assay_tracker_run;

/* begin wants OK of it. */
assay_status assay_tracker_run_open(assay_case *c, assay_tracker_run *run,
                                    const assay_tracker_span *span);
void assay_tracker_run_begin(assay_case *c, assay_tracker_run *run, const assay_tracker_span *span);
/* Makes the call; judges its answer, false once something differs; both. The bytes of a position
 * are overwritten after the call. */
assay_status assay_tracker_run_ask(assay_tracker_run *run, const assay_tracker_step *step);
bool assay_tracker_run_judge(assay_tracker_run *run, const assay_tracker_step *step,
                             assay_status status);
bool assay_tracker_run_step(assay_tracker_run *run, const assay_tracker_step *step);
bool assay_tracker_run_look(assay_tracker_run *run, unsigned seen);
void assay_tracker_run_end(assay_tracker_run *run);

typedef struct assay_tracker_sequence {
    assay_tracker_span span;
    assay_tracker_step steps[ASSAY_TRACKER_STEPS];
    size_t count;
} assay_tracker_sequence;

/* Plays it on a fresh tracker. What differs, and is among watched, fails the check with the
 * smallest sequence that still shows it; other differences are those of other checks. Counts
 * exercises: 0 a sequence, 1 a claim that is not given, 2 a split that is accepted, 3 one that is
 * refused. */
void assay_tracker_sequence_judge(assay_case *c, const assay_tracker_sequence *sequence,
                                  unsigned watched);

/* What has to be looked at to see that. */
unsigned assay_tracker_looks(unsigned watched);

/* All the moves at all the places up to a length that the tier and the number of moves allow;
 * looked at when a sequence is at its end. moves: bits 1 << assay_tracker_move. */
void assay_tracker_sequences_all(assay_case *c, const assay_tracker_span *span,
                                 const assay_tracker_position *places, size_t count, unsigned moves,
                                 unsigned watched);

bool assay_tracker_keys(const assay_case *c); /* its positions are keys */
assay_tracker_span assay_tracker_span_make(const assay_case *c, assay_tracker_position start,
                                           assay_tracker_position end);
/* A range of four positions, and the places in and around it. */
assay_tracker_span assay_tracker_span_small(const assay_case *c);
size_t assay_tracker_positions_small(const assay_case *c,
                                     assay_tracker_position places[ASSAY_TRACKER_POSITIONS]);
/* The places that matter to a range: its ends and what is next to them. */
size_t assay_tracker_positions_of(const assay_tracker_span *span,
                                  assay_tracker_position places[ASSAY_TRACKER_POSITIONS]);
/* The i-th range at the edge of what there is: empty ones, of one position, very wide ones, very
 * far out; without an end the last. False: there are no more. */
bool assay_tracker_span_corner(const assay_case *c, size_t i, assay_tracker_span *span);

void assay_check_tracker_refuses(assay_case *c);
void assay_check_tracker_positions(assay_case *c);
void assay_check_tracker_long(assay_case *c);
void assay_check_tracker_fractions(assay_case *c);
void assay_check_tracker_round_trip(assay_case *c);
void assay_check_tracker_independent(assay_case *c);
void assay_check_tracker_threads(assay_case *c);
void assay_check_tracker_schedules(assay_exam *x);
void assay_check_tracker_heap_slope(assay_case *c);
void assay_check_tracker_allocation_failure(assay_case *c);

#endif
