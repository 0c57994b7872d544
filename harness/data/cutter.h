#ifndef ASSAY_DATA_CUTTER_H
#define ASSAY_DATA_CUTTER_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>

/* Cuts bytes that come in pieces into records. On purpose not the toolkit's reader, which the
 * connectors use: what is to be judged must not judge itself. */
typedef struct assay_cutter assay_cutter;
struct assay_cutter {
    assay_bytes delimiter; /* not empty */
    bool crlf;             /* a CR at the end of a record is not part of it */
    assay_status (*take)(void *context, assay_bytes value, assay_error *error);
    void *context;
    assay_buffer pending; /* starts as ASSAY_BUFFER_INIT; cleared by the owner */
};

assay_status assay_cutter_feed(assay_cutter *self, assay_bytes piece,
                               assay_error *error) ASSAY_MUST_USE;
/* What lacks its delimiter is a record, unless it is nothing. */
assay_status assay_cutter_finish(assay_cutter *self, assay_error *error) ASSAY_MUST_USE;

#endif
