/* Fractions of a range, and the positions there. */
#include "checks/support.h"
#include "checks/tracker.h"

#include <assay/toolkit/error.h>
#include <math.h>

#define BIT(status) (1u << (status))

static const double fractions[] = {-0.0, 0x1p-1074, 0.01, 0.1,  0.25,       1.0 / 3,
                                   0.5,  0.75,      0.9,  0.99, 1 - 0x1p-53};
static const double wrong[] = {-0x1p-1074, -0.1, 1 + 0x1p-52, 1.5, 1e300, NAN, INFINITY, -INFINITY};

static bool ask(assay_tracker_run *run, double fraction, unsigned right, assay_tracker_position *at)
{
    assay_buffer position = ASSAY_BUFFER_INIT;
    assay_status status = assay_call_position_at(run->c, &run->tracker, fraction, &position);
    assay_case_expect(run->c, (right & BIT(status)) != 0,
                      "a position at each fraction from 0 to below 1, and INVALID for what is none",
                      "position_at(%.17g) -> %s", fraction, assay_status_name(status));
    bool whole =
        run->model.span.keys ? position.size <= ASSAY_TRACKER_POSITION_SIZE : position.size == 8;
    *at = assay_tracker_position_key((const char *)position.data, position.size);
    assay_buffer_clear(&position);
    assay_case_expect(run->c, status != ASSAY_OK || run->model.span.keys || whole,
                      "an offset of eight bytes", "position_at(%.17g) gives other bytes", fraction);
    return status == ASSAY_OK && whole;
}

static void expect_inside(assay_tracker_run *run, double fraction, const assay_tracker_position *at,
                          const assay_tracker_position *before)
{
    char text[160], bound[160];
    const assay_tracker_span *span = &run->model.span;
    assay_tracker_position_print(at, span->keys, text, sizeof(text));
    assay_tracker_position_print(&span->end, span->keys, bound, sizeof(bound));
    bool inside = assay_tracker_position_compare(at, &span->start) >= 0 &&
                  (span->end.size == 0 || assay_tracker_position_compare(at, &span->end) < 0);
    assay_case_expect(run->c, inside, "a position in the range as it is now",
                      "position_at(%.17g) -> %s, the range ends at %s", fraction, text,
                      span->end.size > 0 ? bound : "none");
    assay_tracker_position_print(before, span->keys, bound, sizeof(bound));
    assay_case_expect(run->c, assay_tracker_position_compare(at, before) >= 0,
                      "positions that do not go back while the fraction grows",
                      "position_at(%.17g) -> %s, after %s", fraction, text, bound);
}

static void ask_all(assay_tracker_run *run)
{
    const assay_tracker_span *span = &run->model.span;
    bool empty =
        span->end.size > 0 && assay_tracker_position_compare(&span->start, &span->end) >= 0;
    bool unknown = span->end.size == 0 && !span->cuts_open_end;
    unsigned right = empty     ? BIT(ASSAY_REFUSED) | BIT(ASSAY_INVALID)
                     : unknown ? BIT(ASSAY_OK) | BIT(ASSAY_REFUSED)
                               : BIT(ASSAY_OK);
    assay_tracker_position at, before = span->start;
    for (size_t i = 0; i < sizeof(fractions) / sizeof(fractions[0]); i++) {
        if (!ask(run, fractions[i], right, &at))
            continue;
        expect_inside(run, fractions[i], &at, &before);
        before = at;
        assay_case_exercised(run->c, 0);
    }
    (void)ask(run, 1, BIT(ASSAY_OK) | BIT(ASSAY_REFUSED) | BIT(ASSAY_INVALID), &at);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        (void)ask(run, wrong[i], BIT(ASSAY_INVALID), &at);
        assay_case_exercised(run->c, 1);
    }
}

/* Where the range starts now; the start may have moved with the first claim. */
static bool look(assay_tracker_run *run)
{
    return run->differs == 0 && assay_tracker_run_look(run, ASSAY_SEEN_RANGE);
}

static void over(assay_case *c, const assay_tracker_span *span)
{
    assay_tracker_position middle;
    assay_tracker_run run;
    assay_tracker_step first = {.move = ASSAY_MOVE_CLAIM, .at = span->start};
    assay_call_page(c);
    assay_tracker_run_begin(c, &run, span);
    if (look(&run))
        ask_all(&run);
    if (assay_tracker_run_step(&run, &first) && look(&run))
        ask_all(&run);
    if (look(&run) && ask(&run, 0.5, ~0u, &middle)) {
        assay_tracker_step cut = {.move = ASSAY_MOVE_SPLIT, .at = middle};
        if (assay_tracker_run_step(&run, &cut) && look(&run))
            ask_all(&run);
    }
    assay_tracker_run_end(&run);
}

void assay_check_tracker_fractions(assay_case *c)
{
    assay_tracker_span span = assay_tracker_span_small(c);
    if (assay_case_turn(c))
        over(c, &span);
    for (size_t i = 0; assay_tracker_span_corner(c, i, &span); i++)
        if (assay_case_turn(c))
            over(c, &span);
}

static void there_and_back(assay_case *c, const assay_tracker_span *span, double fraction,
                           double allowed)
{
    double progress = NAN;
    assay_tracker_position at;
    assay_tracker_run run;
    assay_tracker_step first = {.move = ASSAY_MOVE_CLAIM, .at = span->start};
    assay_call_page(c);
    assay_tracker_run_begin(c, &run, span);
    bool right = assay_tracker_run_step(&run, &first) && ask(&run, fraction, ~0u, &at) &&
                 assay_tracker_position_compare(&at, &span->start) > 0;
    assay_tracker_step second = {.move = ASSAY_MOVE_CLAIM, .at = right ? at : span->start};
    if (right && assay_tracker_run_step(&run, &second)) {
        assay_drive_want(c, assay_call_tracker_progress(c, &run.tracker, &progress), ASSAY_OK,
                         "progress");
        assay_case_expect(
            c, progress == ASSAY_PROGRESS_UNKNOWN || fabs(progress - fraction) <= allowed,
            "the progress at a position is the fraction that gave it",
            "position_at(%.17g), claimed: progress is %.17g", fraction, progress);
        assay_case_exercised(c, 0);
    }
    assay_tracker_run_end(&run);
}

/* Offsets are whole numbers: by one of them it may be off. */
void assay_check_tracker_round_trip(assay_case *c)
{
    bool keys = assay_tracker_keys(c);
    const assay_tracker_span wide[] = {
        keys ? assay_tracker_span_make(c, assay_tracker_position_key("b", 1),
                                       assay_tracker_position_key("x", 1))
             : assay_tracker_span_make(c, assay_tracker_position_offset(1000),
                                       assay_tracker_position_offset(2000)),
        keys ? assay_tracker_span_make(c, assay_tracker_position_key("table/a", 7),
                                       assay_tracker_position_key("table/q", 7))
             : assay_tracker_span_make(c, assay_tracker_position_offset(5),
                                       assay_tracker_position_offset(INT64_MAX)),
    };
    for (size_t i = 0; i < 2; i++)
        for (int hundredth = 2; hundredth < 100; hundredth += 3)
            if (assay_case_turn(c))
                there_and_back(c, &wide[i], hundredth / 100.0,
                               keys     ? 0x1p-40
                               : i == 0 ? 0.0010001
                                        : 0x1p-40);
}
