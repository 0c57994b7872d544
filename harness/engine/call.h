#ifndef ASSAY_ENGINE_CALL_H
#define ASSAY_ENGINE_CALL_H

#include "engine/case.h"

/* The contract, call by call, for code inside a case: each is counted, written to the trace, and
 * given to the connector; the answer comes back as it is. An answer that the contract does not know
 * at all (no assay_status, OK without a handle) ends the case as a failure. Handles of kind driven
 * are values; the connector's own handle inside is theirs, to release. */

typedef struct assay_driven_source {
    assay_source *handle; /* NULL: none */
    uint32_t number;      /* in the trace */
    size_t dataset;
} assay_driven_source;

typedef struct assay_driven_reader {
    assay_reader *handle;
    uint32_t number;
    size_t dataset;
    assay_driven_source of;  /* what it was opened from; borrowed: that source may be gone */
    bool started, on_record; /* where it stands, by its last start or advance */
    assay_status last;
} assay_driven_reader;

typedef struct assay_driven_split {
    double fraction;
    assay_driven_source primary, residual; /* theirs to release, after OK */
} assay_driven_split;

/* The message of the last call that failed, "" if it gave none. Valid until the next call. */
const char *assay_call_message(const assay_case *c);

/* With the scenario's configuration for that data set. */
assay_status assay_call_open(assay_case *c, size_t dataset, assay_driven_source *source);
assay_status assay_call_open_with(assay_case *c, size_t dataset, const assay_setting_list *config,
                                  assay_driven_source *source);
assay_status assay_call_decode(assay_case *c, size_t dataset, assay_bytes encoded,
                               assay_driven_source *source);
assay_status assay_call_encode(assay_case *c, assay_driven_source s, assay_buffer *to);
assay_status assay_call_describe(assay_case *c, assay_driven_source s, assay_buffer *to);
assay_status assay_call_validate(assay_case *c, assay_driven_source s);
/* The ability's table, or NULL. Not traced, not counted. */
const void *assay_call_ability(assay_case *c, assay_driven_source s, const char *id);
const void *assay_call_reader_ability(assay_case *c, assay_driven_reader *r, const char *id);
uint32_t assay_call_abilities(assay_case *c, assay_driven_source s); /* offered: ASSAY_CAN_*, of a
                                                                       new reader too */
void assay_call_release(assay_case *c, assay_driven_source *s);      /* NULL handle: nothing */

/* The calls below that use an ability end the case as broken when it is not offered: checks name
 * what they need in their row. */
assay_status assay_call_estimate(assay_case *c, assay_driven_source s, int64_t *bytes);
/* part gets each part as it comes, and owns it. */
typedef void assay_part_fn(assay_case *c, assay_driven_source part, void *to);
assay_status assay_call_by_size(assay_case *c, assay_driven_source s, int64_t desired,
                                assay_part_fn *part, void *to);
assay_status assay_call_by_count(assay_case *c, assay_driven_source s, uint32_t count,
                                 assay_part_fn *part, void *to);
assay_status assay_call_bounds(assay_case *c, assay_driven_source s, assay_buffer *start,
                               assay_buffer *end);
assay_status assay_call_part(assay_case *c, assay_driven_source s, assay_bytes start,
                             assay_bytes end, assay_driven_source *part);
assay_status assay_call_mark(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                             assay_buffer *mark);
assay_status assay_call_restore(assay_case *c, assay_driven_source s, assay_bytes mark,
                                assay_driven_reader *r);
assay_status assay_call_finalize(assay_case *c, assay_driven_source s, assay_bytes mark);
assay_status assay_call_watermark(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                                  int64_t *watermark);
assay_status assay_call_backlog(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                                int64_t *bytes);

assay_status assay_call_open_reader(assay_case *c, assay_driven_source s, assay_driven_reader *r);
assay_status assay_call_start(assay_case *c, assay_driven_reader *r);
assay_status assay_call_advance(assay_case *c, assay_driven_reader *r);
assay_status assay_call_current(assay_case *c, assay_driven_reader *r, assay_record *record);
assay_status assay_call_close(assay_case *c, assay_driven_reader *r);
void assay_call_release_reader(assay_case *c, assay_driven_reader *r);
assay_status assay_call_split(assay_case *c, assay_driven_reader *r, double fraction,
                              assay_driven_split *split);
assay_status assay_call_split_at(assay_case *c, assay_driven_reader *r, assay_bytes position,
                                 assay_driven_split *split);
assay_status assay_call_current_source(assay_case *c, assay_driven_reader *r,
                                       assay_driven_source *source);
assay_status assay_call_position(assay_case *c, assay_driven_reader *r, assay_buffer *position,
                                 bool *split_point);
assay_status assay_call_fraction(assay_case *c, assay_driven_reader *r, double *fraction);
assay_status assay_call_counts(assay_case *c, assay_driven_reader *r, int64_t *consumed,
                               int64_t *remaining);

typedef struct assay_driven_sink {
    assay_sink *handle;
    uint32_t number;
} assay_driven_sink;

typedef struct assay_driven_writer {
    assay_writer *handle;
    uint32_t number;
    uint64_t bundle;
} assay_driven_writer;

/* out: the folder that ${out} stands for. */
assay_status assay_call_open_sink(assay_case *c, const char *out, assay_driven_sink *sink);
assay_status assay_call_open_sink_with(assay_case *c, const char *out,
                                       const assay_setting_list *config, assay_driven_sink *sink);
assay_status assay_call_decode_sink(assay_case *c, assay_bytes encoded, assay_driven_sink *sink);
assay_status assay_call_encode_sink(assay_case *c, assay_driven_sink s, assay_buffer *to);
assay_status assay_call_describe_sink(assay_case *c, assay_driven_sink s, assay_buffer *to);
assay_status assay_call_validate_sink(assay_case *c, assay_driven_sink s);
/* The ability's table, or NULL. Not traced, not counted. */
const void *assay_call_sink_ability(assay_case *c, assay_driven_sink s, const char *id);
assay_status assay_call_initialize(assay_case *c, assay_driven_sink s);
assay_status assay_call_open_writer(assay_case *c, assay_driven_sink s, uint64_t bundle,
                                    const char *attempt, assay_driven_writer *w);
assay_status assay_call_write(assay_case *c, assay_driven_writer *w, const assay_record *record);
assay_status assay_call_prepare(assay_case *c, assay_driven_writer *w, assay_buffer *token);
assay_status assay_call_abort(assay_case *c, assay_driven_writer *w);
void assay_call_release_writer(assay_case *c, assay_driven_writer *w);
assay_status assay_call_commit(assay_case *c, assay_driven_sink s, const assay_bytes *tokens,
                               size_t count);
assay_status assay_call_cleanup(assay_case *c, assay_driven_sink s);
void assay_call_release_sink(assay_case *c, assay_driven_sink *s);

typedef struct assay_driven_tracker {
    assay_tracker *handle;
    uint32_t number;
} assay_driven_tracker;

/* With the scenario's configuration, in which ${start} and ${end} stand for these texts. */
assay_status assay_call_open_tracker(assay_case *c, const char *start, const char *end,
                                     assay_driven_tracker *tracker);
assay_status assay_call_open_tracker_with(assay_case *c, const char *start, const char *end,
                                          const assay_setting_list *config,
                                          assay_driven_tracker *tracker);
assay_position_kind assay_call_tracker_kind(const assay_driven_tracker *t);
assay_status assay_call_claim(assay_case *c, assay_driven_tracker *t, assay_bytes position,
                              bool split_point);
assay_status assay_call_cut(assay_case *c, assay_driven_tracker *t, assay_bytes position);
assay_status assay_call_position_at(assay_case *c, assay_driven_tracker *t, double fraction,
                                    assay_buffer *position);
assay_status assay_call_tracked(assay_case *c, assay_driven_tracker *t, assay_buffer *start,
                                assay_buffer *end);
assay_status assay_call_tracker_progress(assay_case *c, assay_driven_tracker *t, double *fraction);
assay_status assay_call_done(assay_case *c, assay_driven_tracker *t);
void assay_call_release_tracker(assay_case *c, assay_driven_tracker *t); /* NULL handle: nothing */

/* A new page of trace and tape: what was called before, and released, is not shown with a failure.
 * For attempts that are many and short. */
void assay_call_page(assay_case *c);

#endif
