#ifndef ASSAY_ENGINE_CHECK_H
#define ASSAY_ENGINE_CHECK_H

#include "data/scenario.h"
#include "engine/profile.h"
#include "engine/verdict.h"

typedef enum assay_level { ASSAY_MUST = 0, ASSAY_SHOULD = 1 } assay_level;
typedef enum assay_tier { ASSAY_SMOKE = 0, ASSAY_STANDARD = 1, ASSAY_EXHAUSTIVE = 2 } assay_tier;

typedef struct assay_exam assay_exam; /* engine/exam.h */
typedef struct assay_case assay_case; /* engine/case.h */

/* What must have happened for a pass to mean something. */
typedef struct assay_exercise {
    const char *what; /* "split refused" */
    uint64_t at_least;
} assay_exercise;

/* A check: a row of a const table. */
typedef struct assay_check {
    const char
        *id; /* "dynamic-split.pairs"; the part before the dot is the family; never renamed */
    const char *clauses; /* ids, separated by a blank */
    unsigned since;      /* the rule set (docs/rules.md) in which it first counts; 0: 1 */
    assay_level level;
    assay_tier tier; /* the smallest in which it runs */
    assay_kind kind;
    uint32_t abilities; /* ASSAY_CAN_* it needs, all of them */
    uint32_t promises;  /* ASSAY_PROMISE_* it needs, all of them */
    bool bounded;       /* not for streams */
    assay_exercise exercises[ASSAY_COUNTERS];

    /* One of the two. in_case: all the work is done in one case. coordinate: plans and judges, and
     * runs cases (engine/exam.h); it holds no connector. */
    void (*in_case)(assay_case *c);
    void (*coordinate)(assay_exam *x);

    /* For `explain`: what is done, and the usual cause of a failure; a sentence or two each. */
    const char *done;
    const char *cause;
} assay_check;

/* All checks of a family or of everything: an array of pointers to tables. */
typedef struct assay_check_table {
    const assay_check *checks;
    size_t count;
} assay_check_table;

#endif
