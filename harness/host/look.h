#ifndef ASSAY_HOST_LOOK_H
#define ASSAY_HOST_LOOK_H

#include "host/job.h"

/* The check behind a look at a library: not one of the table, but run as one. What it gives is read
 * by assay_look_take. */
extern const assay_check assay_look_check;

/* Fills name, version and offered from what the case gave. */
assay_status assay_look_take(assay_bytes given, assay_look *look) ASSAY_MUST_USE;

#endif
