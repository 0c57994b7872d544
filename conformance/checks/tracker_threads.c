/* Two threads that ask one tracker at the same time. */
#include "checks/support.h"
#include "checks/tracker.h"

#include <assay/toolkit/error.h>
#include <pthread.h>
#include <stdlib.h>

/* One call of the pair, outside of what is traced: the trace is for one thread. */
typedef struct caller {
    assay_tracker *tracker;
    pthread_barrier_t *together;
    assay_bytes at;
    bool claims;
    bool ends; /* no more calls */
    assay_status answer;
} caller;

static void call(caller *self)
{
    assay_error error = ASSAY_ERROR_INIT;
    const assay_tracker_ops *ops = self->tracker->ops;
    self->answer = self->claims ? ops->claim(self->tracker, self->at, true, &error)
                                : ops->split_at(self->tracker, self->at, &error);
}

static void *run(void *argument)
{
    caller *self = argument;
    for (;;) {
        pthread_barrier_wait(self->together);
        if (self->ends)
            return NULL;
        call(self);
        pthread_barrier_wait(self->together);
    }
}

/* The thread that asks against the case's own; in memory that stays when the case fails. */
typedef struct pair {
    caller self, other;
    pthread_barrier_t together;
    pthread_t thread;
} pair;

/* A claim and a split of one position, or two splits there: one of them gets it. */
static bool one_got_it(const pair *of)
{
    bool first = of->self.answer == ASSAY_OK, second = of->other.answer == ASSAY_OK;
    assay_status lost = first ? of->other.answer : of->self.answer;
    return first != second && lost == (first || !of->self.claims ? ASSAY_REFUSED : ASSAY_END);
}

static bool race(assay_case *c, pair *of, bool claims)
{
    assay_tracker_run tracked;
    assay_tracker_position places[ASSAY_TRACKER_POSITIONS];
    const assay_tracker_span span = assay_tracker_span_small(c);
    const assay_tracker_step first = {.move = ASSAY_MOVE_CLAIM, .at = span.start};
    bool right = true;
    (void)assay_tracker_positions_small(c, places);
    assay_call_page(c);
    assay_tracker_run_begin(c, &tracked, &span);
    if (assay_tracker_run_step(&tracked, &first)) {
        of->self.tracker = of->other.tracker = tracked.tracker.handle;
        of->self.at = of->other.at = assay_tracker_position_bytes(&places[2]);
        of->self.claims = claims;
        pthread_barrier_wait(&of->together);
        call(&of->self);
        pthread_barrier_wait(&of->together);
        right = one_got_it(of);
        assay_case_exercised(c, 0);
    }
    assay_tracker_run_end(&tracked);
    return right;
}

static pair *start(assay_case *c)
{
    pair *of = assay_case_allocate(c, sizeof(*of));
    of->self.together = of->other.together = &of->together;
    pthread_barrier_init(&of->together, NULL, 2);
    if (pthread_create(&of->thread, NULL, run, &of->other) != 0)
        assay_case_broken(c, "cannot start a thread");
    return of;
}

static void stop(pair *of)
{
    of->other.ends = true;
    pthread_barrier_wait(&of->together);
    pthread_join(of->thread, NULL);
    pthread_barrier_destroy(&of->together);
}

void assay_check_tracker_threads(assay_case *c)
{
    static const size_t counts[] = {400, 4000, 100000};
    bool right = true;
    pair *of = start(c);
    for (size_t i = 0; right && i < counts[assay_case_tier(c)]; i++)
        right = race(c, of, i % 2 == 0);
    stop(of);
    assay_case_expect(c, right, "of two calls for one position at the same time one gets it",
                      "%s -> %s, split -> %s at the same position at the same time",
                      of->self.claims ? "claim" : "split", assay_status_name(of->self.answer),
                      assay_status_name(of->other.answer));
    free(of);
}
