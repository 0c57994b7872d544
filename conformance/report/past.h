#ifndef ASSAY_REPORT_PAST_H
#define ASSAY_REPORT_PAST_H

#include "runner/run.h"
#include <jansson.h>

/* A run as its journal tells it: what every report is made of. */
typedef struct assay_past {
    assay_run run; /* borrows from the rest */
    json_t *header;
    assay_scenario *scenarios;
    assay_check *checks; /* an item has one of its own */
    assay_known *known;  /* the same */
    json_t *results;     /* those that something is borrowed from */
} assay_past;

/* Reads a whole file. INVALID: it cannot be read, or is no journal of the form that this program
 * writes; the message names file and line. A journal that stops before its end, also in the middle
 * of a line, is one of a run that did not end: run.cut. *self: the caller's to clear when OK. */
assay_status assay_past_read(assay_past *self, const char *path, assay_error *error) ASSAY_MUST_USE;
void assay_past_clear(assay_past *self);

#endif
