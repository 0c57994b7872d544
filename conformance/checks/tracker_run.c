/* A tracker and its model, side by side. */
#include "checks/support.h"
#include "checks/tracker.h"

#include <assay/toolkit/error.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_text(const assay_tracker_position *place, bool keys, char *to, size_t size)
{
    to[0] = 0;
    if (!keys && place->size > 0)
        assay_tracker_position_print(place, false, to, size);
    for (size_t i = 0; keys && i < place->size; i++)
        snprintf(to + 2 * i, size - 2 * i, "%02x", place->data[i]);
}

assay_status assay_tracker_run_open(assay_case *c, assay_tracker_run *run,
                                    const assay_tracker_span *span)
{
    char start[2 * ASSAY_TRACKER_POSITION_SIZE + 1], end[2 * ASSAY_TRACKER_POSITION_SIZE + 1];
    *run = (assay_tracker_run){.c = c, .model = assay_tracker_model_of(span)};
    put_text(&span->start, span->keys, start, sizeof(start));
    put_text(&span->end, span->keys, end, sizeof(end));
    return assay_call_open_tracker(c, start, end, &run->tracker);
}

void assay_tracker_run_begin(assay_case *c, assay_tracker_run *run, const assay_tracker_span *span)
{
    assay_position_kind kind = span->keys ? ASSAY_POSITION_KEY : ASSAY_POSITION_OFFSET;
    char start[160], end[160];
    assay_status status = assay_tracker_run_open(c, run, span);
    if (status != ASSAY_OK) {
        assay_tracker_position_print(&span->start, span->keys, start, sizeof(start));
        assay_tracker_position_print(&span->end, span->keys, end, sizeof(end));
        assay_drive_want(c, status, ASSAY_OK, "open_tracker from %s to %s", start,
                         span->end.size > 0 ? end : "no end");
    }
    assay_case_expect(c, assay_call_tracker_kind(&run->tracker) == kind,
                      "positions of the kind that the manifest says", "a tracker of kind %d",
                      (int)assay_call_tracker_kind(&run->tracker));
}

void assay_tracker_run_end(assay_tracker_run *run)
{
    assay_call_release_tracker(run->c, &run->tracker);
    free(run->lent);
    run->lent = NULL;
}

/* What keeps a position by its pointer finds other bytes there. */
assay_status assay_tracker_run_ask(assay_tracker_run *run, const assay_tracker_step *step)
{
    if (step->move == ASSAY_MOVE_NONE)
        return ASSAY_OK;
    unsigned char *lent = assay_case_allocate(run->c, step->at.size);
    memcpy(lent, step->at.data, step->at.size);
    assay_bytes at = {lent, step->at.size};
    assay_status status =
        step->move == ASSAY_MOVE_SPLIT
            ? assay_call_cut(run->c, &run->tracker, at)
            : assay_call_claim(run->c, &run->tracker, at, step->move == ASSAY_MOVE_CLAIM);
    memset(lent, 0xa5, step->at.size);
    free(run->lent);
    run->lent = lent;
    return status;
}

bool assay_tracker_run_judge(assay_tracker_run *run, const assay_tracker_step *step,
                             assay_status status)
{
    assay_status best;
    unsigned right = assay_tracker_model_move(&run->model, step, &best);
    if ((right & 1u << status) != 0)
        return step->look == 0 || assay_tracker_run_look(run, step->look);
    run->differs = step->move == ASSAY_MOVE_SPLIT ? ASSAY_SEEN_SPLIT : ASSAY_SEEN_CLAIM;
    snprintf(run->told, sizeof(run->told), "%s", assay_status_name(status));
    snprintf(run->expected, sizeof(run->expected), "%s", assay_status_name(best));
    return false;
}

bool assay_tracker_run_step(assay_tracker_run *run, const assay_tracker_step *step)
{
    return assay_tracker_run_judge(run, step, assay_tracker_run_ask(run, step));
}

static void print_span(const assay_tracker_position *start, const assay_tracker_position *end,
                       bool keys, char *to, size_t size)
{
    char from[40], up_to[40];
    assay_tracker_position_print(start, keys, from, sizeof(from));
    assay_tracker_position_print(end, keys, up_to, sizeof(up_to));
    snprintf(to, size, "[%s, %s)", from, end->size > 0 ? up_to : "unbounded");
}

static bool is_place(const assay_buffer *bytes, bool keys)
{
    return keys ? bytes->size <= ASSAY_TRACKER_POSITION_SIZE : bytes->size == 8;
}

/* The start may have moved up to the first claim. */
static bool range_fits(assay_tracker_run *run, const assay_buffer *start, const assay_buffer *end)
{
    assay_tracker_model *model = &run->model;
    bool keys = model->span.keys;
    if (!is_place(start, keys) || (end->size > 0 && !is_place(end, keys))) {
        snprintf(run->told, sizeof(run->told), "%zu and %zu bytes", start->size, end->size);
        return false;
    }
    assay_tracker_position from =
        assay_tracker_position_key((const char *)start->data, start->size);
    assay_tracker_position to = assay_tracker_position_key((const char *)end->data, end->size);
    print_span(&from, &to, keys, run->told, sizeof(run->told));
    bool moved = model->claimed && assay_tracker_position_compare(&from, &model->span.start) > 0 &&
                 assay_tracker_position_compare(&from, &model->last_split) <= 0;
    if (moved)
        model->span.start = from;
    return assay_tracker_position_compare(&from, &model->span.start) == 0 &&
           assay_tracker_position_compare(&to, &model->span.end) == 0;
}

static bool look_at_range(assay_tracker_run *run)
{
    assay_buffer start = ASSAY_BUFFER_INIT, end = ASSAY_BUFFER_INIT;
    const assay_tracker_span *span = &run->model.span;
    assay_drive_want(run->c, assay_call_tracked(run->c, &run->tracker, &start, &end), ASSAY_OK,
                     "range");
    bool same = range_fits(run, &start, &end);
    print_span(&span->start, &span->end, span->keys, run->expected, sizeof(run->expected));
    assay_buffer_clear(&start);
    assay_buffer_clear(&end);
    return same;
}

static bool look_at_progress(assay_tracker_run *run, unsigned seen)
{
    double progress = NAN;
    assay_drive_want(run->c, assay_call_tracker_progress(run->c, &run->tracker, &progress),
                     ASSAY_OK, "progress");
    snprintf(run->told, sizeof(run->told), "%.17g", progress);
    return assay_tracker_model_fits(&run->model, seen, progress, run->expected,
                                    sizeof(run->expected));
}

static bool look_at_done(assay_tracker_run *run)
{
    bool either;
    assay_status status = assay_call_done(run->c, &run->tracker);
    assay_status right = assay_tracker_model_is_done(&run->model, &either) ? ASSAY_OK : ASSAY_STATE;
    snprintf(run->told, sizeof(run->told), "%s", assay_status_name(status));
    snprintf(run->expected, sizeof(run->expected), "%s", assay_status_name(right));
    if (status != ASSAY_STATE || assay_call_message(run->c)[0] != 0)
        return status == right || (either && status == ASSAY_STATE) ||
               (either && status == ASSAY_OK);
    snprintf(run->expected, sizeof(run->expected), "STATE with a message that names the gap");
    return false;
}

bool assay_tracker_run_look(assay_tracker_run *run, unsigned seen)
{
    static const unsigned all[] = {ASSAY_SEEN_RANGE, ASSAY_SEEN_PROGRESS, ASSAY_SEEN_SHARE,
                                   ASSAY_SEEN_DONE};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if ((seen & all[i]) == 0)
            continue;
        bool right = all[i] == ASSAY_SEEN_RANGE  ? look_at_range(run)
                     : all[i] == ASSAY_SEEN_DONE ? look_at_done(run)
                                                 : look_at_progress(run, all[i]);
        if (right)
            continue;
        run->differs = all[i];
        return false;
    }
    return true;
}
