#ifndef ASSAY_HOST_SERVE_H
#define ASSAY_HOST_SERVE_H

#include "engine/check.h"
#include "engine/library.h"

typedef struct assay_server {
    int channel; /* a stream socket to `assay` */
    bool isolated;
    const assay_check_table *tables;
    size_t count;
    assay_entry_fn *entry; /* of a connector that is linked in; NULL: the scenarios' libraries */
    uint64_t stop_at;      /* as in assay_setup */
} assay_server;

/* After so long a job that has no answer is given up, far behind the check's own limit, which gives
 * a better one and allows for a busy machine. */
int64_t assay_serve_backstop_ms(int64_t timeout_ms);

/* Does one job, as it was encoded; its answer is added to *answer. END: the other side hung up
 * meanwhile. */
assay_status assay_serve_job(const assay_server *self, assay_bytes message, assay_buffer *answer,
                             assay_error *error) ASSAY_MUST_USE;

/* Answers jobs until the other side hangs up. */
assay_status assay_serve(const assay_server *self, assay_error *error) ASSAY_MUST_USE;

#endif
