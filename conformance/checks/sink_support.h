#ifndef ASSAY_CHECKS_SINK_SUPPORT_H
#define ASSAY_CHECKS_SINK_SUPPORT_H

#include "engine/drive.h"
#include "engine/exam.h"

/* One write: an output folder of its own, an opened sink, some of the truth's records dealt out to
 * bundles in stretches, and the tokens of the attempts that are to be the output. */

#define ASSAY_ALL UINT64_MAX /* records: the whole of the largest data set */

/* What write it is, and which process of it: what a coordinator tells its cases. */
typedef struct assay_write_order {
    char folder[64];    /* below the check's folder; names the write */
    uint64_t records;   /* at most so many; the data set is the smallest that has them */
    uint64_t bundles;   /* at most so many; 0: as the scenario says */
    unsigned process;   /* of several that do the write: makes attempts unique */
    uint64_t step;      /* for the check's own use */
    uint64_t files;     /* that such a write leaves when it is undisturbed; 0: not known */
    assay_bytes handed; /* the encoded sink, then tokens: pieces, as assay_put_bytes does */
} assay_write_order;

/* How many bundles a write with that order has. */
uint64_t assay_write_bundle_count(const assay_scenario *scenario, uint64_t wanted);

assay_write_order assay_write_order_of(uint64_t records, uint64_t bundles, const char *folder, ...)
    __attribute__((format(printf, 3, 4)));

typedef struct assay_write {
    assay_write_order order;
    char out[4096]; /* what ${out} stands for */
    const assay_truth *truth;
    uint64_t records, bundles;
    unsigned attempts; /* opened so far */
    assay_driven_sink sink;
    assay_buffer *tokens; /* one a bundle, empty until there is one */
} assay_write;

/* Opens the sink and initializes; end releases all. */
void assay_write_begin(assay_case *c, assay_write *w, const assay_write_order *order);
/* The same for records of another truth, which is borrowed. */
void assay_write_begin_of(assay_case *c, assay_write *w, const assay_write_order *order,
                          const assay_truth *truth);
/* A truth of records of these sizes; the caller's, to close. */
assay_truth *assay_write_truth(assay_case *c, const size_t *sizes, size_t count);
/* Goes on with a write of another process: decodes the sink and takes the tokens. */
void assay_write_resume(assay_case *c, assay_write *w, const assay_write_order *order);
/* Hands the sink, or the tokens there are, to the coordinator. */
void assay_write_give_sink(assay_case *c, assay_write *w);
void assay_write_give_tokens(assay_case *c, assay_write *w);
void assay_write_end(assay_case *c, assay_write *w);

/* Each of these must succeed. An attempt at a bundle, with an id never used before. */
assay_driven_writer assay_write_open(assay_case *c, assay_write *w, uint64_t bundle);
/* Writes records of the truth; backwards, down to end, when first is after it: no order is promised
 * to a sink, and what two attempts mix up in one file then shows. */
void assay_write_put(assay_case *c, assay_write *w, assay_driven_writer *writer, uint64_t first,
                     uint64_t end);
void assay_write_prepare(assay_case *c, assay_driven_writer *writer, assay_buffer *token);
/* A whole attempt: its records, token (replaced), released. */
void assay_write_bundle(assay_case *c, assay_write *w, uint64_t bundle, assay_buffer *token);
void assay_write_bundles(assay_case *c, assay_write *w); /* one attempt each, their tokens kept */
void assay_write_commit(assay_case *c, assay_write *w);
void assay_write_cleanup(assay_case *c, assay_write *w);
void assay_write_finish(assay_case *c, assay_write *w); /* commit, judge, cleanup, judge, end */

/* An attempt id; valid until the next one of w. */
typedef struct assay_attempt {
    char text[65];
} assay_attempt;
assay_attempt assay_write_attempt(assay_case *c, assay_write *w, uint64_t bundle);

/* The stretch of records of a bundle. */
uint64_t assay_write_first(const assay_write *w, uint64_t bundle);
uint64_t assay_write_size(const assay_write *w, uint64_t bundle);

/* The tokens in bundle order; the caller's array, with room for all bundles. */
void assay_write_tokens(const assay_write *w, assay_bytes *tokens);

/* What the sink promises. */
bool assay_write_promised(const assay_case *c, uint32_t promise);

/* The output, read back without the sink: exactly the records, or at least these when the sink
 * promises no more. when: "after the second commit". Gives how many files there are. */
uint64_t assay_write_judge(assay_case *c, const assay_write *w, const char *when, ...)
    __attribute__((format(printf, 3, 4)));
/* No output is to be seen. Nothing for a sink whose attempts may show. */
void assay_write_judge_hidden(assay_case *c, const assay_write *w, const char *when, ...)
    __attribute__((format(printf, 3, 4)));
/* As many files as an undisturbed write of the same leaves, which is done for it in a folder of its
 * own if the order does not say. Nothing for a sink that promises neither exactly once nor by id.
 */
void assay_write_judge_leftovers(assay_case *c, const assay_write *w, const char *when);
uint64_t assay_write_files(assay_case *c, const assay_write *w); /* below the folder, of any name */
/* The manifest's pattern of the output, the caller's to clear; NUL-terminated. */
void assay_write_pattern(assay_case *c, const assay_write *w, assay_buffer *pattern);

/* Runs a case of the order's write and keeps what it gave: with the sink, instead of what was kept,
 * or tokens, after it. False: the verdict is given. */
bool assay_write_run(assay_exam *x, assay_case_fn *work, assay_write_order *order,
                     assay_buffer *kept);

#endif
