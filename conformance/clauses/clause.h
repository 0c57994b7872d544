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

const assay_clause *assay_clause_find(const char *id); /* also one that is unchecked; or NULL */

/* Why no check is about a clause. */
typedef enum assay_duty {
    ASSAY_DUTY_CALLER,     /* it binds callers, which Assay is one of */
    ASSAY_DUTY_KIT,        /* it allows something, and it is for Assay not to forbid that */
    ASSAY_DUTY_UNTESTABLE, /* nothing that can be seen tells whether it is kept */
} assay_duty;

/* A clause that no check is about. */
typedef struct assay_unchecked_clause {
    assay_clause clause;
    assay_duty duty;
    const char *reason; /* a sentence */
} assay_unchecked_clause;

extern const assay_unchecked_clause assay_unchecked_clauses[];
extern const size_t assay_unchecked_clause_count;
const assay_unchecked_clause *assay_unchecked_clause_find(const char *id); /* or NULL */

/* A clause of Beam's that is no clause of its own here. */
typedef struct assay_folded_clause {
    const char *id;
    const char *within; /* ids, separated by a blank, of the clauses that say it; "": none does */
    const char *reason; /* why it is not told apart, or has no place; a sentence */
} assay_folded_clause;

extern const assay_folded_clause assay_folded_clauses[];
extern const size_t assay_folded_clause_count;
const assay_folded_clause *assay_folded_clause_find(const char *id); /* or NULL */

#endif
