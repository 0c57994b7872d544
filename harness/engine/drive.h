#ifndef ASSAY_ENGINE_DRIVE_H
#define ASSAY_ENGINE_DRIVE_H

#include "engine/call.h"
#include "engine/tape.h"

/* What checks do over and over, made of engine/call.h. Where the contract allows only one answer,
 * any other ends the case as a failure that names the call, its answer and its message. */

/* Fails unless status is wanted; what: "start", "restore of mark 3". */
void assay_drive_want(assay_case *c, assay_status status, assay_status wanted, const char *what,
                      ...) __attribute__((format(printf, 4, 5)));

assay_driven_source assay_drive_open(assay_case *c, size_t dataset);
assay_driven_source assay_drive_decode(assay_case *c, size_t dataset, assay_bytes encoded);
void assay_drive_encode(assay_case *c, assay_driven_source s,
                        assay_buffer *to); /* resets it first */
assay_driven_reader assay_drive_reader(assay_case *c, assay_driven_source s);
assay_driven_reader assay_drive_restore(assay_case *c, assay_driven_source s, assay_bytes mark);
void assay_drive_mark(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                      assay_buffer *mark); /* resets it first */

/* The next record, by start or advance; IDLE answers are passed over. False: END, or from a stream
 * so many IDLE that there is no more for now; r->last says which. */
bool assay_drive_next(assay_case *c, assay_driven_reader *r);
/* The current record; borrowed as the contract says. */
assay_record assay_drive_current(assay_case *c, assay_driven_reader *r);
/* Moves over up to count records from a NEW reader or on; gives how many there were. Each is added
 * to tally, if that is not NULL. */
uint64_t assay_drive_read(assay_case *c, assay_driven_reader *r, uint64_t count,
                          assay_tally *tally);
/* All that is left; more than twice the data set and a hundred is a failure: it does not end. */
uint64_t assay_drive_drain(assay_case *c, assay_driven_reader *r, assay_tally *tally);
/* Closes and releases. */
void assay_drive_close(assay_case *c, assay_driven_reader *r);
/* A new reader over all of s, closed again; s stays. Gives how many records. */
uint64_t assay_drive_read_source(assay_case *c, assay_driven_source s, assay_tally *tally);

/* The digest of records first to end of a data set is what a source reads. */
assay_digest assay_drive_digest(assay_case *c, assay_driven_source s);

/* Splits; OK or REFUSED (the rest ends the case). */
bool assay_drive_split(assay_case *c, assay_driven_reader *r, double fraction,
                       assay_driven_split *split);
bool assay_drive_split_at(assay_case *c, assay_driven_reader *r, assay_bytes position,
                          assay_driven_split *split);
void assay_drive_release_split(assay_case *c, assay_driven_split *split);

/* A growing list of sources, for parts. */
typedef struct assay_parts {
    assay_driven_source *items;
    size_t count, capacity;
} assay_parts;
void assay_drive_by_size(assay_case *c, assay_driven_source s, int64_t desired, assay_parts *parts);
void assay_drive_by_count(assay_case *c, assay_driven_source s, uint32_t count, assay_parts *parts);
void assay_parts_release(assay_case *c, assay_parts *parts);

/* Does the exercise, which adds what it read to tally, and compares with the truth of records first
 * up to end. On a difference does it once more with a tally that remembers, and fails with the
 * names. what: "the parts of split(100)". */
typedef void assay_exercise_fn(assay_case *c, assay_tally *tally, void *argument);
void assay_drive_judge(assay_case *c, size_t dataset, uint64_t first, uint64_t end,
                       assay_exercise_fn *exercise, void *argument, const char *what);

/* The two halves of it. False: it differs; the trace is as it was before. */
bool assay_drive_matches(assay_case *c, size_t dataset, uint64_t first, uint64_t end,
                         assay_exercise_fn *exercise, void *argument, const char *what);
_Noreturn void assay_drive_name_difference(assay_case *c, size_t dataset, uint64_t first,
                                           uint64_t end, assay_exercise_fn *exercise,
                                           void *argument, const char *what);

/* For the sketch: what a tally that names has seen, against the truth from first up to end. label:
 * who gave what has no origin. ended: what was not seen is lost. */
void assay_drive_sketch(assay_case *c, const assay_tally *tally, uint64_t first, uint64_t end,
                        bool ended, const char *label);

/* For the tape: what a check looks at besides calls. The output was read back, and should have been
 * the records of truth before end; so many files lie below a folder,
 * or match a pattern. */
void assay_drive_saw_output(assay_case *c, const char *pattern, const assay_truth *truth,
                            uint64_t end, assay_tape_output wanted);
void assay_drive_saw_files(assay_case *c, assay_tape_look look, const char *where, uint64_t files);

#endif
