#ifndef ASSAY_CHECKS_SUPPORT_H
#define ASSAY_CHECKS_SUPPORT_H

#include "engine/drive.h"
#include <limits.h>

/* What several families of checks share. */

/* The next data set from *next on whose source and readers have all abilities of needs, opened; the
 * caller releases it. False: there is none any more. */
bool assay_each(assay_case *c, uint32_t needs, size_t *next, assay_driven_source *s);
/* The data set of exactly that many records, opened; skips the check when the data is given and
 * there is none. */
assay_driven_source assay_open_of(assay_case *c, uint64_t records, const char *called);

uint64_t assay_records(assay_case *c, assay_driven_source s); /* in its data set */
bool assay_offers(assay_case *c, assay_driven_source s, const char *id);
bool assay_reader_offers(assay_case *c, assay_driven_reader *r, const char *id);
bool assay_promised(assay_case *c, uint32_t promise);

/* Fractions, the simple ones first; the last two are the borders. */
enum { ASSAY_INNER_TENTHS = 9, ASSAY_ALL_TENTHS = 11 };
extern const double assay_tenths[ASSAY_ALL_TENTHS];

/* How many trials that read so many records each a check may do in this tier; at least 6. */
size_t assay_trials(assay_case *c, uint64_t records_each);

/* Numbers from 0 to below - 1, ascending: all when they are no more than most (at least 6), else
 * the corners and a random choice. */
typedef struct assay_sample {
    uint64_t *items; /* the caller's, to free */
    size_t count;
} assay_sample;
assay_sample assay_sample_take(assay_case *c, uint64_t below, size_t most);

/* Whether two records are the same in all that the truth knows of records. */
bool assay_record_same(assay_case *c, size_t dataset, const assay_record *a, const assay_record *b);
bool assay_bytes_same(assay_bytes a, assay_bytes b);
int assay_bytes_compare(assay_bytes a, assay_bytes b); /* as positions */

/* For the sketch: an attempt with a reader of all of s that has moved over so many records. */
void assay_sketch_read(assay_case *c, assay_driven_source s, uint64_t count);
/* A new reader that has moved over count records of a source of all the data; there must be so
 * many. */
assay_driven_reader assay_reader_at(assay_case *c, assay_driven_source s, uint64_t count);
/* The digest of the next records, up to that many; all that is left: UINT64_MAX. */
assay_digest assay_read_digest(assay_case *c, assay_driven_reader *r, uint64_t most);
assay_digest assay_true_digest(assay_case *c, size_t dataset, uint64_t first, uint64_t end);
assay_digest assay_sum(assay_digest a, assay_digest b);

/* Reads all of the source, which must be the truth from first up to end. what: "part 3". */
void assay_expect_source(assay_case *c, assay_driven_source s, uint64_t first, uint64_t end,
                         const char *what, ...) __attribute__((format(printf, 5, 6)));
/* The same in two steps, for what is done by the million: what is said of one is put together when
 * it is wrong. */
bool assay_source_gives(assay_case *c, assay_driven_source s, uint64_t first, uint64_t end,
                        const char *what);
_Noreturn void assay_fail_source(assay_case *c, assay_driven_source s, uint64_t first, uint64_t end,
                                 const char *what, ...) __attribute__((format(printf, 5, 6)));
/* Whether a whole read of the data set gives the truth in its order: what a check needs that tells
 * records by their number. */
bool assay_in_order(assay_case *c, assay_driven_source s);

/* A size that a source says, or ASSAY_SIZE_UNKNOWN where it means that. */
int64_t assay_size_meant(const assay_case *c, int64_t said);
/* The size that the source says, or that of the data, or 0: unknown. */
int64_t assay_total_size(assay_case *c, assay_driven_source s);

/* Splits into about so many parts: by size, a stream by number. */
void assay_split_into(assay_case *c, assay_driven_source s, uint32_t count, assay_parts *parts);

/* Both give a source of the same reading: by encoding, or else by what they read. */
bool assay_same_source(assay_case *c, assay_driven_source a, assay_driven_source b);

/* Bytes this process has read since *mark, which is 0 at first and moves on; the cost of asking is
 * taken off. Unproven where the system does not say. */
typedef struct assay_meter {
    uint64_t at, cost;
} assay_meter;
assay_meter assay_meter_start(assay_case *c);
uint64_t assay_meter_read(assay_case *c, assay_meter *self);

/* The folder of the data in the store, as its path says it. */
void assay_data_place(const assay_dataset *dataset, char to[PATH_MAX]);
/* The same without links; "" if there is none. */
void assay_data_folder(const assay_dataset *dataset, char to[PATH_MAX]);

#endif
