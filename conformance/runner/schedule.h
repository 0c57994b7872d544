#ifndef ASSAY_RUNNER_SCHEDULE_H
#define ASSAY_RUNNER_SCHEDULE_H

#include "host/pool.h"
#include "runner/run.h"

/* Work for a pool, and who hears of it. Everything is borrowed. */
typedef struct assay_schedule {
    assay_run *run;
    assay_pool *pool;
    const char *scratch; /* an existing folder */
    void *context;       /* of the two below */
    /* An item is done, with its verdict; not OK ends the schedule. NULL: nobody hears of it. */
    assay_status (*finished)(void *context, const assay_run *run, size_t item, assay_error *error);
    /* A few times a second; NULL: nobody watches. */
    void (*waiting)(void *context, const assay_run *run);
    /* An existing folder, which gets one of line counts for each job; NULL: none is wanted. */
    const char *lines;
} assay_schedule;

/* The folder of an item below lines, as the host makes it (engine/line_counts.h). False: its name
 * is too long. */
bool assay_schedule_lines(const char *lines, size_t item, char *to, size_t size);

/* Asks each library of the run what it is and what it offers. A look that fails is a result, not an
 * error of the schedule. END, as of all of these: the pool's guard asked to stop; what is still at
 * work in the pool is for nobody. */
assay_status assay_schedule_looks(const assay_schedule *self, assay_error *error) ASSAY_MUST_USE;

/* Runs the items of the plan. A pass that did not exercise what its check declares becomes
 * unproven. */
assay_status assay_schedule_checks(const assay_schedule *self, assay_error *error) ASSAY_MUST_USE;
/* Runs one of them, unless it is done; nothing else may be at work in the pool. */
assay_status assay_schedule_one(const assay_schedule *self, size_t item,
                                assay_error *error) ASSAY_MUST_USE;

#endif
