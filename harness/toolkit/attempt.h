#ifndef ASSAY_TOOLKIT_ATTEMPT_H
#define ASSAY_TOOLKIT_ATTEMPT_H

#include <assay/toolkit/codec.h>

#define ASSAY_ATTEMPT_MAX 64 /* bytes of a name */

/* Which attempt at which bundle: what every token of a sink begins with. A plain value. */
typedef struct assay_attempt {
    uint64_t bundle;
    char name[ASSAY_ATTEMPT_MAX + 1];
} assay_attempt;

/* INVALID when name is not what open_writer of assay/sink.h allows. */
assay_status assay_attempt_set(assay_attempt *self, uint64_t bundle, const char *name,
                               assay_error *error) ASSAY_MUST_USE;

assay_status assay_attempt_encode(const assay_attempt *self, assay_out *to) ASSAY_MUST_USE;
/* Where it is wrong, from has failed. */
assay_attempt assay_attempt_decode(assay_decoder *from);

/* The token of a sink that has to tell no more than whose it is: format tells it from others. */
assay_status assay_attempt_put_token(const assay_attempt *self, uint64_t format,
                                     assay_out *to) ASSAY_MUST_USE;
/* What commit begins with: INVALID when one of the tokens is no such token of that format, or when
 * two of them are of one bundle. */
assay_status assay_attempt_check_tokens(const assay_bytes *tokens, size_t count, uint64_t format,
                                        assay_error *error) ASSAY_MUST_USE;

/* Where a writer is; the rules are those of assay/sink.h. */
typedef enum assay_writer_state {
    ASSAY_WRITER_OPEN,
    ASSAY_WRITER_PREPARED,
    ASSAY_WRITER_FAILED,
    ASSAY_WRITER_ABORTED
} assay_writer_state;

/* What write and prepare begin with: OK in OPEN, otherwise STATE. */
assay_status assay_writer_check_open(assay_writer_state state, assay_error *error) ASSAY_MUST_USE;

#endif
