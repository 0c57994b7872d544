#ifndef ASSAY_HOST_SERVE_H
#define ASSAY_HOST_SERVE_H

#include "engine/check.h"

typedef struct assay_server {
    int channel; /* a stream socket to `assay` */
    bool isolated;
    const assay_check_table *tables;
    size_t count;
} assay_server;

/* Answers jobs until the other side hangs up. */
assay_status assay_serve(const assay_server *self, assay_error *error) ASSAY_MUST_USE;

#endif
