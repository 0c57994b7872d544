#ifndef ASSAY_CHECKS_SINK_CHECKS_H
#define ASSAY_CHECKS_SINK_CHECKS_H

#include "checks/sink_resume.h"

/* Checks of sink.c's table. sink_output.c */
void assay_check_sink_writes_all(assay_case *c);
void assay_check_sink_sizes(assay_case *c);
void assay_check_sink_record_unchanged(assay_case *c);
void assay_check_sink_hidden(assay_case *c);
void assay_check_sink_empty_bundle(assay_case *c);
void assay_check_sink_nothing_written(assay_case *c);
void assay_check_sink_shards(assay_case *c);

/* sink_attempts.c */
void assay_check_sink_bundle_repeated(assay_case *c);
void assay_check_sink_interleaved(assay_case *c);
void assay_check_sink_many_writers(assay_case *c);
void assay_check_sink_zombie(assay_case *c);

/* sink_writer.c */
void assay_check_sink_abort(assay_case *c);
void assay_check_sink_writer_states(assay_case *c);
void assay_check_sink_descriptors(assay_case *c);
void assay_check_sink_record_without_id(assay_case *c);
/* A whole write, in a folder that round names, beside writers that are left in each of their
 * states; everything is released. Exercises the first counter. */
void assay_write_and_leave(assay_case *c, uint64_t round);

/* sink_account.c */
void assay_check_sink_threads(assay_case *c);
void assay_check_sink_processes(assay_exam *x);
void assay_check_sink_heap_slope(assay_case *c);
void assay_check_sink_surroundings(assay_exam *x);

/* sink_token.c */
void assay_check_sink_tokens_any_order(assay_case *c);
void assay_check_sink_double_token(assay_case *c);
void assay_check_sink_foreign_token(assay_case *c);

/* sink_death.c */
void assay_check_sink_attempt_killed(assay_exam *x);
void assay_check_sink_commit_killed(assay_exam *x);
void assay_check_sink_cleanup(assay_exam *x);

/* sink_crash.c */
void assay_check_sink_crash_points(assay_exam *x);

/* sink_faults.c: all kinds of faults, or some */
typedef enum assay_sink_fault {
    ASSAY_SINK_FAULT_ONCE = 1u << 0,    /* a call fails */
    ASSAY_SINK_FAULT_LASTING = 1u << 1, /* and every later one */
    ASSAY_SINK_FAULT_SHORT = 1u << 2,   /* does half */
    ASSAY_SINK_FAULT_LOST = 1u << 3     /* is done and says that it failed */
} assay_sink_fault;
void assay_check_sink_store_errors(assay_exam *x);
void assay_sink_faults(assay_exam *x, uint32_t kinds);
/* The rest of a write, of which each call may fail: false, and its attempt is over; and a whole
 * one.
 */
bool assay_sink_go_on_failing(assay_case *c, assay_write *w, const assay_resume *made);
void assay_sink_write_failing(assay_case *c);

/* sink_memory.c */
void assay_check_sink_allocation_failure(assay_exam *x);

/* sink_power.c */
void assay_check_sink_power_loss(assay_exam *x);
void assay_check_sink_directory_sync(assay_exam *x);

/* sink_travel.c */
void assay_check_sink_commit_repeated(assay_exam *x);
void assay_check_sink_initialize_twice(assay_exam *x);
void assay_check_sink_travels(assay_exam *x);

/* sink_config.c */
void assay_check_sink_refuses(assay_case *c);
void assay_check_sink_describes(assay_case *c);
void assay_check_sink_abilities(assay_case *c);
void assay_check_sink_validates(assay_case *c);

#endif
