/* What trackers leave behind, and what they do without memory. */
#include "checks/account.h"
#include "checks/tracker.h"

#include <assay/toolkit/error.h>

enum { STEPS = 6, REFUSALS = 64 };

/* Claims, a split, what is refused, and a look after each. */
static void list_steps(const assay_case *c, assay_tracker_step steps[STEPS])
{
    assay_tracker_position places[ASSAY_TRACKER_POSITIONS];
    (void)assay_tracker_positions_small(c, places);
    const assay_tracker_step all[STEPS] = {
        {.move = ASSAY_MOVE_CLAIM, .at = places[1]}, {.move = ASSAY_MOVE_CLAIM, .at = places[0]},
        {.move = ASSAY_MOVE_SPLIT, .at = places[3]}, {.move = ASSAY_MOVE_CLAIM, .at = places[1]},
        {.move = ASSAY_MOVE_ALONG, .at = places[2]}, {.move = ASSAY_MOVE_CLAIM, .at = places[4]},
    };
    for (size_t i = 0; i < STEPS; i++) {
        steps[i] = all[i];
        steps[i].look = assay_tracker_looks(ASSAY_SEEN_EFFECT);
    }
}

static void use_once(assay_case *c, void *argument)
{
    assay_tracker_run run;
    assay_tracker_step steps[STEPS];
    const assay_tracker_span span = assay_tracker_span_small(c);
    (void)argument;
    list_steps(c, steps);
    assay_tracker_run_begin(c, &run, &span);
    for (size_t i = 0; i < STEPS && run.differs == 0; i++)
        (void)assay_tracker_run_step(&run, &steps[i]);
    assay_tracker_run_end(&run);
}

static void use_and_count(assay_case *c, void *argument)
{
    use_once(c, argument);
    assay_case_exercised(c, 0);
}

void assay_check_tracker_heap_slope(assay_case *c)
{
    assay_account_heap(c, use_and_count, NULL);
}

/* A call whose memory was refused: it answers so and is made again, or has done without. */
static bool step_again(assay_tracker_run *run, const assay_tracker_step *step)
{
    assay_status status = assay_tracker_run_ask(run, step);
    if (status == ASSAY_MEMORY && assay_case_memory_refused(run->c))
        status = assay_tracker_run_ask(run, step);
    return assay_tracker_run_judge(run, step, status);
}

static void expect_unharmed(assay_tracker_run *run, size_t step)
{
    assay_case_expect(run->c, run->differs == 0,
                      "a call that gets no memory changes nothing, or does all that it was to do",
                      "after a refused call for memory, call %zu: -> %s, the model says %s",
                      step + 1, run->told, run->expected);
}

/* The n-th call for memory is refused. False: there were not so many. */
static bool use_hungry(assay_case *c, uint64_t n)
{
    assay_tracker_run run;
    assay_tracker_step steps[STEPS];
    const assay_tracker_span span = assay_tracker_span_small(c);
    list_steps(c, steps);
    assay_case_memory_refuse(c, n);
    assay_status status = assay_tracker_run_open(c, &run, &span);
    bool hungry = status == ASSAY_MEMORY && assay_case_memory_refused(c);
    assay_drive_want(c, hungry ? ASSAY_OK : status, ASSAY_OK, "open_tracker");
    for (size_t i = 0; i < STEPS && !hungry; i++)
        if (!step_again(&run, &steps[i]))
            expect_unharmed(&run, i);
    bool refused = assay_case_memory_refused(c);
    assay_case_memory_refuse(c, 0);
    assay_tracker_run_end(&run);
    return refused;
}

void assay_check_tracker_allocation_failure(assay_case *c)
{
    assay_case_memory_watch(c);
    use_once(c, NULL); /* what a library makes once is its own */
    for (uint64_t n = 1; n <= REFUSALS; n++) {
        if (!assay_case_turn(c))
            continue;
        if (!use_hungry(c, n))
            break;
        assay_case_exercised(c, 0);
    }
}
