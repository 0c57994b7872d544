#ifndef ASSAY_CLAUSES_CLAUSE_H
#define ASSAY_CLAUSES_CLAUSE_H

#include <stddef.h>

/* A clause of the contract: the one place where it is written. */
typedef struct assay_clause {
    const char *id;     /* "DYN-03" */
    const char *level;  /* "MUST", "SHOULD", "MAY" */
    const char *text;   /* one paragraph, our own words */
    const char *origin; /* where it comes from: "Beam BoundedSource.splitAtFraction" */
    const char *why;    /* what goes wrong for users when it is broken */
    const char *since;  /* contract version it appeared in: "0" */
} assay_clause;

typedef struct assay_clause_table {
    const assay_clause *clauses;
    size_t count;
} assay_clause_table;

extern const assay_clause_table assay_clause_tables[];
extern const size_t assay_clause_table_count;

const assay_clause *assay_clause_find(const char *id); /* or NULL */

#endif
