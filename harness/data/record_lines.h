#ifndef ASSAY_DATA_RECORD_LINES_H
#define ASSAY_DATA_RECORD_LINES_H

#include "data/digest.h"
#include <assay/toolkit/buffer.h>

/* Records as lines of JSON, which is how commands take and give them:
 * {"value_b64":"AQI=","id":"a","timestamp":0}. value_b64 is always there; the id is "id" when it is
 * UTF-8 without a zero byte, otherwise "id_b64"; timestamp is in microseconds since 1970. */

/* Writes a record and a line end; fields: ASSAY_DIGEST_*, what there is beside the value. */
assay_status assay_record_line_put(const assay_record *record, uint32_t fields,
                                   assay_out *to) ASSAY_MUST_USE;

/* Takes lines in pieces of any size. take sees each record, borrowed; every line has the same
 * fields as the first. Starts with take, context and what is zero; to be cleared. */
typedef struct assay_record_lines {
    assay_status (*take)(void *context, const assay_record *record, uint32_t fields,
                         assay_error *error);
    void *context;
    uint64_t count;  /* of the lines so far */
    uint32_t fields; /* of the first line */
    assay_buffer pending, value, id;
} assay_record_lines;

#define ASSAY_RECORD_LINES_INIT(function, argument)                                                \
    {                                                                                              \
        (function), (argument), 0, 0, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT      \
    }

/* CORRUPT: a line that is no record, "line 3: unknown field 'x', expected ...". */
assay_status assay_record_lines_feed(assay_record_lines *self, assay_bytes piece,
                                     assay_error *error) ASSAY_MUST_USE;
/* CORRUPT: the last line has no line end. */
assay_status assay_record_lines_finish(assay_record_lines *self, assay_error *error) ASSAY_MUST_USE;
void assay_record_lines_clear(assay_record_lines *self);

#endif
