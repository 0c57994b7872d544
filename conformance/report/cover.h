#ifndef ASSAY_REPORT_COVER_H
#define ASSAY_REPORT_COVER_H

#include "runner/run.h"

/* Clauses by connectors: what runs have shown of each clause. */

/* Where several checks or scenarios speak of a clause, the state further down wins. */
typedef enum assay_cover_state {
    ASSAY_COVER_UNCHECKED, /* no check of it was run */
    ASSAY_COVER_FOREIGN,   /* it is about what the connector does not have, or does not promise */
    ASSAY_COVER_UNPROVEN,
    ASSAY_COVER_PROVEN,
    ASSAY_COVER_KNOWN, /* fails, as a baseline says */
    ASSAY_COVER_FAILED,
    ASSAY_COVER_MISSING, /* nothing is known of a connector that was expected */
    ASSAY_COVER_STATES
} assay_cover_state;

const char *assay_cover_name(assay_cover_state state); /* "not applicable" */

/* All texts are borrowed from the runs, the catalogue, or the caller. */
typedef struct assay_cover_cell {
    assay_cover_state state;
    size_t items[ASSAY_COVER_STATES]; /* checks over scenarios, by what each one comes to */
    const char *reason;               /* of the first that came to the state; "": none */
    const char *check;                /* that one; "": none */
    const char *scenario;             /* over which; "": none */
} assay_cover_cell;

typedef struct assay_cover_column {
    const char *connector;
    const char *version; /* "": not known */
    unsigned kinds;      /* of its scenarios: 1u << ASSAY_KIND_* */
    bool unfinished;     /* one of its runs did not end */
} assay_cover_column;

typedef struct assay_cover_row {
    char clause[64];
    const char *level, *text; /* "": not in the catalogue of this program */
} assay_cover_row;

typedef struct assay_cover {
    size_t row_count, column_count;
    assay_cover_row *rows;       /* owned */
    assay_cover_column *columns; /* owned; by name, then version */
    assay_cover_cell *cells;     /* owned; row by row */
} assay_cover;

/* What it is made of. Borrowed. */
typedef struct assay_cover_input {
    const assay_run *const *runs; /* those of one connector of one version become one column */
    size_t run_count;
    const char *const *expected; /* connectors; each has a column at least */
    size_t expected_count;
    /* Which connectors have columns; NULL: all. */
    bool (*wanted)(const void *context, const char *connector);
    const void *context;
    /* The kinds of scenario that checks of a clause are about; 0: there is no check of it. */
    unsigned (*kinds_of)(const char *clause);
} assay_cover_input;

/* MEMORY only. *self: the caller's to clear when OK. */
assay_status assay_cover_make(assay_cover *self, const assay_cover_input *input) ASSAY_MUST_USE;
void assay_cover_clear(assay_cover *self);

const assay_cover_cell *assay_cover_at(const assay_cover *self, size_t row, size_t column);
/* How many cells of a column are in a state. */
size_t assay_cover_count(const assay_cover *self, size_t column, assay_cover_state state);

#endif
