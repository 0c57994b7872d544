#ifndef ASSAY_CHECKS_CLAUSE_STATE_H
#define ASSAY_CHECKS_CLAUSE_STATE_H

#include "clauses/clause.h"
#include "engine/check.h"

/* What is known of a clause from the tables alone. */
typedef enum assay_clause_state {
    ASSAY_CLAUSE_CHECKED,
    ASSAY_CLAUSE_NOT_YET, /* it should be, and no check is about it */
    ASSAY_CLAUSE_UNTESTABLE,
    ASSAY_CLAUSE_CALLER,
    ASSAY_CLAUSE_KIT,
} assay_clause_state;
enum { ASSAY_CLAUSE_STATES = 5 };

assay_clause_state assay_clause_state_of(const assay_clause *clause);
const char *assay_clause_state_name(assay_clause_state state);    /* "not-yet" */
const char *assay_clause_state_meaning(assay_clause_state state); /* part of a sentence */

/* Whether the check is about the clause of that id. */
bool assay_check_is_about(const assay_check *check, const char *clause);
/* The next check about a clause, from 0 on; NULL: there is none any more. */
const assay_check *assay_check_about(const char *clause, size_t *next);

/* Each clause of the catalogue, in its order, those that are unchecked last. NULL: there are no
 * more. */
const assay_clause *assay_clause_number(size_t i);

#endif
