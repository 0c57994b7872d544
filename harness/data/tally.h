#ifndef ASSAY_DATA_TALLY_H
#define ASSAY_DATA_TALLY_H

#include "data/truth.h"

/* The oracle: what was read, against a stretch of the truth. Compares digests, in constant memory.
 * To name a difference the same records are read once more into a tally that remembers (naming). */
typedef struct assay_tally assay_tally;

/* naming: remembers a hash and an origin per record. NULL: out of memory. truth is borrowed. The
 * caller's, to free. */
assay_tally *assay_tally_new(const assay_truth *truth, bool naming);
void assay_tally_free(assay_tally *self);

/* Where the records that follow come from: "part 3", "residual at 17". Copied. A no-op unless
 * naming. */
void assay_tally_origin(assay_tally *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void assay_tally_add(assay_tally *self, const assay_record *record);
uint64_t assay_tally_count(const assay_tally *self);
uint32_t assay_tally_fields(const assay_tally *self); /* of its truth */

/* Whether what was added is, as a multiset, the truth from first up to end. */
bool assay_tally_matches(const assay_tally *self, uint64_t first, uint64_t end);

/* Says in words how it differs, by kind: lost, duplicated, unexpected, corrupt (part of a record
 * that is lost), each with a few examples and where they came from: "lost: 2 (record 17 'abc',
 * record 18 'd'); duplicated: 1 (record 3 'x', from part 1 and part 2)". Without naming: only the
 * counts. At least one byte is written; NUL-terminated, cut at size. */
void assay_tally_explain(const assay_tally *self, uint64_t first, uint64_t end, char *to,
                         size_t size);

/* The same of a read that was not finished: nothing of what is lost. "" when nothing is wrong so
 * far, or without naming. */
void assay_tally_explain_begun(const assay_tally *self, uint64_t first, uint64_t end, char *to,
                               size_t size);

/* The same as numbers of records, for a picture. Stretches are from first up to end. */
typedef struct assay_tally_view {
    void *context;
    /* origin: as it was named, "" without a name; borrowed. By origin, then in order; from 0 up to
     * 0 for a named one that gave nothing. After all others. */
    void (*gave)(void *context, const char *origin, uint64_t first, uint64_t end);
    void (*lost)(void *context, uint64_t first, uint64_t end);
    void (*repeated)(void *context, uint64_t first, uint64_t end);
    void (*misplaced)(void *context, uint64_t first, uint64_t end); /* not of the stretch */
    void (*strange)(void *context, uint64_t count);                 /* not of the truth */
} assay_tally_view;

/* ended: the read was finished, so that what was not seen is lost. Does nothing without naming, or
 * when memory is short. */
void assay_tally_look(const assay_tally *self, uint64_t first, uint64_t end, bool ended,
                      const assay_tally_view *view);

/* Prints a value for people: printable ASCII as it is, the rest as \xNN, quoted, cut with its size
 * when it is long. */
void assay_value_print(assay_bytes value, char *to, size_t size);

#endif
