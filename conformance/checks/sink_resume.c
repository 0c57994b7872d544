#include "checks/sink_resume.h"

#include "data/readback.h"
#include <assay/toolkit/codec.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char committing[] = "commit was asked for", committed[] = "commit answered OK";

static bool is_mark(assay_bytes piece, const char *mark)
{
    return piece.size == strlen(mark) && memcmp(piece.data, mark, piece.size) == 0;
}

static assay_resume read_handed(assay_bytes handed, uint64_t bundles)
{
    assay_decoder from = {handed, false};
    assay_resume made = {.begun = handed.size > 0};

    (void)assay_take_bytes(&from); /* the sink */
    for (; from.rest.size > 0 && made.bundles < bundles; made.bundles++)
        (void)assay_take_bytes(&from);
    while (from.rest.size > 0) {
        assay_bytes piece = assay_take_bytes(&from);
        made.committing = made.committing || is_mark(piece, committing);
        made.committed = made.committed || is_mark(piece, committed);
    }
    return made;
}

void assay_resume_say_committing(assay_case *c)
{
    assay_case_give(c, (assay_bytes){committing, strlen(committing)});
}

void assay_resume_say_committed(assay_case *c)
{
    assay_case_give(c, (assay_bytes){committed, strlen(committed)});
}

assay_resume assay_resume_take_up(assay_case *c, assay_write *w)
{
    const assay_write_order *order = assay_case_argument(c);
    const assay_scenario *scenario = assay_case_scenario(c);
    assay_resume made =
        read_handed(order->handed, assay_write_bundle_count(scenario, ASSAY_RESUME_BUNDLES));

    if (!made.begun) {
        assay_write_begin(c, w, order);
        assay_write_give_sink(c, w);
    } else {
        assay_write_resume(c, w, order);
    }
    return made;
}

void assay_resume_judge_found(assay_case *c, const assay_write *w, const assay_resume *made)
{
    if (made->committed)
        assay_write_judge(c, w, "what was found, where commit had answered OK");
    else if (!made->committing)
        assay_write_judge_hidden(c, w, "what was found, before any commit");
}

void assay_resume_write_on(assay_case *c, assay_write *w, const assay_resume *made)
{
    assay_drive_want(c, assay_call_initialize(c, w->sink), ASSAY_OK, "initialize once more");
    for (uint64_t b = made->bundles; b < w->bundles; b++) {
        assay_write_bundle(c, w, b, &w->tokens[b]);
        assay_case_give(c, assay_buffer_bytes(&w->tokens[b]));
    }
    assay_resume_say_committing(c);
    assay_write_commit(c, w);
    assay_resume_say_committed(c);
    assay_write_cleanup(c, w);
}

void assay_resume_write(assay_case *c)
{
    assay_write w;
    assay_resume made = assay_resume_take_up(c, &w);

    assay_resume_judge_found(c, &w, &made);
    assay_resume_write_on(c, &w, &made);
    assay_write_end(c, &w);
}

void assay_resume_recover(assay_case *c)
{
    assay_write w;
    assay_resume made = assay_resume_take_up(c, &w);

    assay_resume_judge_found(c, &w, &made);
    assay_resume_write_on(c, &w, &made);
    assay_write_judge(c, &w, "after a retry");
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after a retry and another commit");
    assay_write_cleanup(c, &w);
    assay_write_judge_leftovers(c, &w, "after a retry, commit and cleanup");
    assay_write_end(c, &w);
}

void assay_resumed_begin(assay_resumed *self, const char *name, uint64_t first, uint64_t second)
{
    uint64_t files = self->order.files;

    self->order = assay_write_order_of(ASSAY_RESUME_RECORDS, ASSAY_RESUME_BUNDLES, "%s-%llu-%llu",
                                       name, (unsigned long long)first, (unsigned long long)second);
    self->order.files = files;
    assay_buffer_reset(&self->kept);
}

static bool keep_output(assay_resumed *self)
{
    assay_bytes given = assay_exam_output(self->x);

    if (assay_buffer_append(&self->kept.out, given.data, given.size) == ASSAY_OK)
        return true;
    assay_exam_broken(self->x, "out of memory: %zu bytes handed over", given.size);
    return false;
}

static void next_process(assay_resumed *self)
{
    self->order.process++;
    self->order.handed = assay_buffer_bytes(&self->kept);
}

bool assay_resumed_run(assay_resumed *self, assay_case_fn *work)
{
    next_process(self);
    return assay_exam_run(self->x, work, &self->order) && keep_output(self);
}

bool assay_resumed_run_tampered(assay_resumed *self, assay_case_fn *work, const assay_tamper *plan)
{
    next_process(self);
    bool alive = assay_exam_run_tampered(self->x, work, &self->order, plan, &self->seen);
    self->holes |= self->seen.holes;
    return alive && keep_output(self);
}

bool assay_resumed_committed(const assay_resumed *self)
{
    const assay_scenario *scenario = assay_exam_scenario(self->x);

    return read_handed(assay_buffer_bytes(&self->kept),
                       assay_write_bundle_count(scenario, ASSAY_RESUME_BUNDLES))
        .committed;
}

void assay_resumed_count_files(assay_resumed *self)
{
    char folder[PATH_MAX];
    assay_error error = ASSAY_ERROR_INIT;

    snprintf(folder, sizeof(folder), "%s/%s", assay_exam_folder(self->x), self->order.folder);
    if (assay_folder_count(folder, &self->order.files, &error) != ASSAY_OK)
        assay_exam_broken(self->x, "%s", error.message);
}

void assay_resumed_sketch_calls(assay_resumed *self, const assay_tampered *seen)
{
    char call[120];

    for (uint64_t k = 1; k <= seen->counted; k++) {
        assay_seen_print(assay_tampered_seen(seen, k), call, sizeof(call));
        assay_exam_sketch(self->x, ASSAY_MARK_CALL, k, call);
    }
    assay_exam_sketch_keep(self->x);
}

void assay_resumed_sketch_try(assay_resumed *self, uint64_t call, const char *how, ...)
{
    va_list values;

    va_start(values, how);
    vsnprintf(self->how, sizeof(self->how), how, values);
    va_end(values);
    self->tried = call;
    assay_exam_sketch(self->x, ASSAY_MARK_TRIED, call, self->how);
}

void assay_resumed_sketch_survived(assay_resumed *self)
{
    assay_exam_sketch_survived(self->x, self->tried, self->how);
}

void assay_resumed_judge_holes(assay_resumed *self)
{
    if ((self->holes & ASSAY_HOLE_MAPPING) != 0)
        assay_exam_unproven(self->x,
                            "a file is changed through a shared mapping, which cannot be seen");
    if ((self->holes & ASSAY_HOLE_FOREIGN) != 0)
        assay_exam_unproven(self->x, "calls of another architecture are made, which are not seen");
}

void assay_resumed_clear(assay_resumed *self)
{
    assay_tampered_clear(&self->seen);
    assay_buffer_clear(&self->kept);
}
