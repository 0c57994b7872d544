#ifndef ASSAY_ENGINE_CALL_PRIVATE_H
#define ASSAY_ENGINE_CALL_PRIVATE_H

#include "engine/call.h"
#include "engine/case_private.h"

/* Before and after every call of the contract. end gives status back, unless it is none. What a
 * call is given goes to the tape before begin. */
assay_trace_entry *assay_call_begin(assay_case *c, assay_op op, uint32_t subject);
assay_status assay_call_end(assay_case *c, assay_trace_entry *entry, assay_status status);
void assay_call_end_release(assay_case *c, assay_trace_entry *entry); /* which gives no answer */

uint32_t assay_call_number(assay_case *c); /* for a new handle */

/* What the call that came back gave, for the tape: the bytes behind those that were there before
 * it, a number, a fraction. */
void assay_call_gave_bytes(assay_case *c, const assay_buffer *bytes, size_t before);
void assay_call_gave_number(assay_case *c, int64_t number);
void assay_call_gave_fraction(assay_case *c, double fraction);

/* A handle the connector made: it is there, and its table is whole: every function from the second
 * eight bytes on is set. what: "source". */
void assay_call_check_handle(assay_case *c, const void *handle, const void *ops, size_t ops_size,
                             const char *what);

/* The ability's table, which has to be there, with that many bytes. */
const void *assay_call_need(assay_case *c, const void *table, const char *id, size_t size);

/* Takes over a handle that came with OK: checks it and gives it a number, which the trace shows. */
void assay_call_take_source(assay_case *c, assay_trace_entry *entry, assay_status status,
                            assay_source *handle, size_t dataset, assay_driven_source *source);
void assay_call_take_reader(assay_case *c, assay_trace_entry *entry, assay_status status,
                            assay_reader *handle, assay_driven_source of,
                            assay_driven_reader *reader);

/* The settings of the scenario, or those given, with ${...} replaced. to is the caller's, to clear.
 */
void assay_call_settings(assay_case *c, const assay_setting_list *from,
                         const assay_setting_list *variables, const char *out,
                         assay_setting_list *to);

#endif
