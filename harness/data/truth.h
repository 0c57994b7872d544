#ifndef ASSAY_DATA_TRUTH_H
#define ASSAY_DATA_TRUTH_H

#include "data/digest.h"
#include "data/guard.h"

/* What a data set really holds, as its generator wrote it down, in order. A file that is mapped, so
 * that many processes share it and memory does not grow with it. Any thread may read one. */
typedef struct assay_truth assay_truth;

/* *truth: the caller's, to close. CORRUPT when the file is no whole truth file. */
assay_status assay_truth_open(const char *path, assay_truth **truth,
                              assay_error *error) ASSAY_MUST_USE;
void assay_truth_close(assay_truth *self);

uint64_t assay_truth_count(const assay_truth *self);
uint32_t
assay_truth_fields(const assay_truth *self); /* ASSAY_DIGEST_*: what it knows of a record */

/* The i-th record, 0 to count - 1; borrowed, valid until close. */
assay_record assay_truth_record(const assay_truth *self, uint64_t i);

/* Of the records from first up to, not including, end; no time to speak of. */
assay_digest assay_truth_digest(const assay_truth *self, uint64_t first, uint64_t end);

/* Writes one. *writer: the caller's; finish makes the file whole and frees it, also when it fails.
 */
typedef struct assay_truth_writer assay_truth_writer;
assay_status assay_truth_writer_open(const char *path, uint32_t fields, assay_truth_writer **writer,
                                     assay_error *error) ASSAY_MUST_USE;
/* From now on add answers END when the guard asks to stop; borrowed until finish, may be NULL. */
void assay_truth_writer_watch(assay_truth_writer *self, const assay_guard *guard);
assay_status assay_truth_writer_add(assay_truth_writer *self, const assay_record *record,
                                    assay_error *error) ASSAY_MUST_USE;
assay_status assay_truth_writer_finish(assay_truth_writer *self, assay_error *error) ASSAY_MUST_USE;

#endif
