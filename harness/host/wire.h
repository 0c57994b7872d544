#ifndef ASSAY_HOST_WIRE_H
#define ASSAY_HOST_WIRE_H

#include "host/pool.h"

/* Jobs and answers as bytes. */
assay_status assay_job_encode(const assay_job *self, assay_out *to) ASSAY_MUST_USE;

/* A job that owns what it points to. */
typedef struct assay_received_job {
    assay_job job;
    char *check, *folder, *lines, *tape;
    assay_scenario scenario;
} assay_received_job;
assay_status assay_job_decode(assay_bytes bytes, assay_received_job *self) ASSAY_MUST_USE;
void assay_received_job_clear(assay_received_job *self);

assay_status assay_answer_encode(const assay_answer *self, assay_out *to) ASSAY_MUST_USE;
assay_status assay_answer_decode(assay_bytes bytes, assay_answer *self) ASSAY_MUST_USE;

#endif
