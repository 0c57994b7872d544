#ifndef ASSAY_ENGINE_COMPANY_H
#define ASSAY_ENGINE_COMPANY_H

#include "engine/case_private.h"
#include "engine/explore.h"

/* How the threads of a case are put in order; part of its setup. */
typedef struct assay_threading {
    const assay_order *only; /* this order and no other; NULL: one after the other */
    bool shows;              /* what fails is the verdict; else it is handed on */
} assay_threading;

enum { ASSAY_COURSES = 1024 };

/* How many attempts took the same course. */
typedef struct assay_course {
    uint64_t hash;
    uint32_t attempts;
} assay_course;

/* A case and the threads in it. */
typedef struct assay_company assay_company;
struct assay_company {
    assay_case *c;
    const assay_threading *threading;
    assay_threads_owner owner;
    assay_threads *threads;
    assay_search *search;
    assay_case side; /* for the other thread */
    assay_part_of_fn *second;
    void *argument;
    bool side_left; /* its case was left: the verdict is on the board */
    bool left_out;  /* orders of this attempt */
    uint64_t course;
    uint64_t deep; /* what the search has cost where it went beyond the first preemptions */
    assay_course courses[ASSAY_COURSES];
};

/* In the case, before the library is loaded. Nothing unless its setup asks for it. */
void assay_company_gather(assay_case *c);
/* Ends the case; its coordinator gets this, and then the order that failed. */
#define ASSAY_HANDED_ON "an order that fails"
_Noreturn void assay_company_hand_on(assay_case *c);

#endif
