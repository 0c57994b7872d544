/* Long sequences from the seed, and two trackers at once. */
#include "checks/support.h"
#include "checks/tracker.h"

#include <string.h>

static assay_tracker_position any_key(assay_case *c)
{
    static const unsigned char bytes[] = {0, 1, 'a', 0x7f, 0x80, 0xff};
    assay_tracker_position place = {.size = (size_t)assay_case_random(c, 7)};
    for (size_t i = 0; i < place.size; i++)
        place.data[i] = bytes[assay_case_random(c, sizeof(bytes))];
    return place;
}

static uint64_t any_offset(assay_case *c)
{
    static const uint64_t widths[] = {16, 1000, (UINT64_C(1) << 53) + 1, INT64_MAX};
    return assay_case_random(c, widths[assay_case_random(c, 4)]);
}

static assay_tracker_span any_span(assay_case *c)
{
    bool keys = assay_tracker_keys(c);
    assay_tracker_position start = keys ? any_key(c) : assay_tracker_position_offset(any_offset(c));
    assay_tracker_position end = keys ? any_key(c) : assay_tracker_position_offset(any_offset(c));
    bool turned = assay_tracker_position_compare(&start, &end) > 0;
    bool open_end = assay_promised(c, ASSAY_PROMISE_OPEN_END);
    assay_tracker_span span =
        assay_tracker_span_make(c, turned ? end : start, turned ? start : end);
    if (open_end && assay_case_random(c, 8) == 0)
        span.end.size = 0;
    if (span.end.size == 0 && !open_end)
        span.end = assay_tracker_position_key("\xff", 1);
    return span;
}

/* A little behind from, or anywhere up to the end. */
static assay_tracker_position behind(assay_case *c, const assay_tracker_model *model,
                                     const assay_tracker_position *from)
{
    const assay_tracker_span *span = &model->span;
    if (span->keys || assay_case_random(c, 3) == 0)
        return assay_tracker_position_successor(span, from);
    uint64_t at = assay_tracker_position_number(from);
    uint64_t end = span->end.size > 0 ? assay_tracker_position_number(&span->end) : INT64_MAX;
    uint64_t room = end > at ? end - at : 2;
    uint64_t below = assay_case_random(c, 2) == 0 ? room : room / 16 + 1;
    return assay_tracker_position_offset(at + assay_case_random(c, below));
}

static assay_tracker_position any_place(assay_case *c, const assay_tracker_model *model)
{
    const assay_tracker_span *span = &model->span;
    const assay_tracker_position *from = model->claimed ? &model->last : &span->start;
    switch (assay_case_random(c, 10)) {
    case 0:
        return span->start;
    case 1:
        return *from;
    case 2:
        return span->end.size > 0 ? span->end : *from;
    case 3:
        return span->keys ? any_key(c) : assay_tracker_position_offset(any_offset(c));
    default:
        return span->keys && assay_case_random(c, 2) == 0 ? any_key(c) : behind(c, model, from);
    }
}

/* Many splits, fewer claims: each claim leaves less to be split. */
static assay_tracker_step any_step(assay_case *c, const assay_tracker_model *model)
{
    static const assay_tracker_move moves[] = {ASSAY_MOVE_CLAIM, ASSAY_MOVE_CLAIM,
                                               ASSAY_MOVE_ALONG, ASSAY_MOVE_SPLIT,
                                               ASSAY_MOVE_SPLIT, ASSAY_MOVE_SPLIT};
    const unsigned all = assay_tracker_looks(ASSAY_SEEN_EFFECT);
    return (assay_tracker_step){.move = moves[assay_case_random(c, 6)],
                                .at = any_place(c, model),
                                .look = assay_case_random(c, 2) == 0 ? all : 0};
}

static void make(assay_case *c, size_t steps, assay_tracker_sequence *to)
{
    assay_tracker_model model;
    assay_status best;
    to->span = any_span(c);
    to->count = steps;
    model = assay_tracker_model_of(&to->span);
    for (size_t i = 0; i < steps; i++) {
        to->steps[i] = any_step(c, &model);
        if (i == 0)
            to->steps[i] = (assay_tracker_step){ASSAY_MOVE_CLAIM, to->span.start, 0};
        (void)assay_tracker_model_move(&model, &to->steps[i], &best);
    }
    to->steps[steps - 1].look = assay_tracker_looks(ASSAY_SEEN_EFFECT);
}

void assay_check_tracker_long(assay_case *c)
{
    static const size_t counts[] = {60, 4000, 100000};
    assay_tracker_sequence sequence;
    for (size_t i = 0; i < counts[assay_case_tier(c)]; i++) {
        if (!assay_case_turn(c))
            continue;
        make(c, 2 + i % (ASSAY_TRACKER_STEPS - 1), &sequence);
        assay_tracker_sequence_judge(c, &sequence, ~ASSAY_SEEN_SHARE);
    }
}

/* Each beside its own model: what one does must not be seen at the other. */
static void in_turn(assay_case *c, assay_tracker_run runs[2],
                    const assay_tracker_sequence sequences[2])
{
    for (size_t i = 0; i < sequences[0].count; i++)
        for (size_t k = 0; k < 2; k++) {
            if (assay_tracker_run_step(&runs[k], &sequences[k].steps[i]))
                continue;
            assay_case_expect(c, false, "a tracker knows nothing of another one",
                              "tracker %zu of two, call %zu: -> %s, the model says %s", k + 1,
                              i + 1, runs[k].told, runs[k].expected);
        }
}

/* Whether it is right alone: otherwise it is for other checks to say so. */
static bool is_right_alone(assay_case *c, const assay_tracker_sequence *sequence)
{
    assay_tracker_run run;
    bool right = true;
    assay_tracker_run_begin(c, &run, &sequence->span);
    for (size_t i = 0; i < sequence->count && right; i++)
        right = assay_tracker_run_step(&run, &sequence->steps[i]);
    assay_tracker_run_end(&run);
    return right;
}

void assay_check_tracker_independent(assay_case *c)
{
    static const size_t counts[] = {20, 300, 3000};
    assay_tracker_sequence sequences[2];
    for (size_t i = 0; i < counts[assay_case_tier(c)]; i++) {
        assay_tracker_run runs[2];
        if (!assay_case_turn(c))
            continue;
        assay_call_page(c);
        make(c, 2 + i % 20, &sequences[0]);
        make(c, 2 + i % 20, &sequences[1]);
        if (!is_right_alone(c, &sequences[0]) || !is_right_alone(c, &sequences[1]))
            continue;
        assay_tracker_run_begin(c, &runs[0], &sequences[0].span);
        assay_tracker_run_begin(c, &runs[1], &sequences[1].span);
        in_turn(c, runs, sequences);
        assay_tracker_run_end(&runs[0]);
        assay_tracker_run_end(&runs[1]);
        assay_case_exercised(c, 0);
    }
}
