#include "engine/drive.h"

#include "engine/case_private.h"

#include <stdio.h>
#include <string.h>

/* Names cost memory and time, by the records of the data: where they are more, or many more than
 * are to be read, names are asked for in a second read only. */
enum { NAMED_AT_ONCE = 1000, NAMED_SHARE = 8 };

static bool names_at_once(assay_case *c, size_t dataset, uint64_t read)
{
    uint64_t records = assay_truth_count(assay_case_truth(c, dataset));

    return records <= NAMED_AT_ONCE && NAMED_SHARE * (read + 1) >= records;
}

static assay_tally *tally_new(assay_case *c, size_t dataset, bool naming)
{
    assay_tally *tally = assay_tally_new(assay_case_truth(c, dataset), naming);

    if (tally == NULL)
        assay_case_broken(c, "out of memory for a tally");
    return tally;
}

/* Does the exercise so that an answer that ends it can tell what was wrong before. */
static void do_judged(assay_case *c, assay_judged judged, assay_tally *tally,
                      assay_exercise_fn *exercise, void *argument)
{
    judged.tally = tally;
    c->judged = judged;
    exercise(c, tally, argument);
    c->judged = (assay_judged){.what = NULL};
}

/* Lanes on their way into a sketch. */
typedef struct drawing {
    assay_case *c;
    const char *label;
    const char *lane; /* the last one; NULL: none yet */
} drawing;

static void draw_gave(void *context, const char *origin, uint64_t first, uint64_t end)
{
    drawing *self = context;
    const char *lane = origin[0] != 0 ? origin : self->label;

    if (self->lane == NULL || strcmp(self->lane, lane) != 0)
        assay_case_sketch_name(self->c, ASSAY_MARK_LANE, 0, lane);
    self->lane = lane;
    if (first < end)
        assay_case_sketch(self->c, ASSAY_MARK_GAVE, first, end);
}

static void draw_lost(void *context, uint64_t first, uint64_t end)
{
    assay_case_sketch(((drawing *)context)->c, ASSAY_MARK_LOST, first, end);
}

static void draw_repeated(void *context, uint64_t first, uint64_t end)
{
    assay_case_sketch(((drawing *)context)->c, ASSAY_MARK_REPEATED, first, end);
}

static void draw_misplaced(void *context, uint64_t first, uint64_t end)
{
    assay_case_sketch(((drawing *)context)->c, ASSAY_MARK_MISPLACED, first, end);
}

static void draw_strange(void *context, uint64_t count)
{
    assay_case_sketch(((drawing *)context)->c, ASSAY_MARK_STRANGE, count, 0);
}

void assay_drive_sketch(assay_case *c, const assay_tally *tally, uint64_t first, uint64_t end,
                        bool ended, const char *label)
{
    drawing draw = {c, label, NULL};
    assay_tally_view view = {&draw,         draw_gave,      draw_lost,
                             draw_repeated, draw_misplaced, draw_strange};

    assay_case_sketch(c, ASSAY_MARK_EXPECTED, first, end);
    assay_tally_look(tally, first, end, ended, &view);
    if (draw.lane == NULL)
        assay_case_sketch_name(c, ASSAY_MARK_LANE, 0, label);
}

_Noreturn void assay_drive_name_difference(assay_case *c, size_t dataset, uint64_t first,
                                           uint64_t end, assay_exercise_fn *exercise,
                                           void *argument, const char *what)
{
    char expected[300], observed[2000];
    const char *name = assay_case_dataset(c, dataset)->name;
    assay_tally *tally = tally_new(c, dataset, true);

    if (first == end)
        snprintf(expected, sizeof(expected), "%s: no record of '%s'", what, name);
    else
        snprintf(expected, sizeof(expected),
                 "%s: exactly records %llu to %llu of '%s', %llu in all", what,
                 (unsigned long long)first, (unsigned long long)(end - 1), name,
                 (unsigned long long)(end - first));
    assay_tape_mark(&c->tape, ASSAY_TAPE_JUDGE, assay_truth_fields(assay_case_truth(c, dataset)),
                    0);
    assay_tape_expected(&c->tape, assay_case_truth(c, dataset), first, end);
    do_judged(c, (assay_judged){NULL, first, end, what}, tally, exercise, argument);
    if (assay_tally_matches(tally, first, end))
        assay_case_fail(c, expected, "something else the first time, this the second time");
    assay_tally_explain(tally, first, end, observed, sizeof(observed));
    assay_drive_sketch(c, tally, first, end, true, what);
    assay_case_fail(c, expected, "%s", observed);
}

bool assay_drive_matches(assay_case *c, size_t dataset, uint64_t first, uint64_t end,
                         assay_exercise_fn *exercise, void *argument, const char *what)
{
    uint64_t begun = c->board->trace.next;
    assay_tally *tally = tally_new(c, dataset, names_at_once(c, dataset, end - first));

    assay_case_sketch(c, ASSAY_MARK_RECORDS, assay_truth_count(assay_case_truth(c, dataset)), 0);
    do_judged(c, (assay_judged){NULL, first, end, what}, tally, exercise, argument);
    bool matches = assay_tally_matches(tally, first, end);
    assay_tally_free(tally);
    if (!matches)
        assay_trace_rewind(&c->board->trace, begun);
    return matches;
}

void assay_drive_judge(assay_case *c, size_t dataset, uint64_t first, uint64_t end,
                       assay_exercise_fn *exercise, void *argument, const char *what)
{
    if (!assay_drive_matches(c, dataset, first, end, exercise, argument, what))
        assay_drive_name_difference(c, dataset, first, end, exercise, argument, what);
}

void assay_drive_saw_output(assay_case *c, const char *pattern, const assay_truth *truth,
                            uint64_t end, assay_tape_output wanted)
{
    const assay_scenario *scenario = assay_case_scenario(c);
    const char *delimiter = scenario->readback_delimiter;

    assay_tape_text(&c->tape, pattern);
    assay_tape_text(&c->tape, delimiter != NULL ? delimiter : "");
    assay_tape_number(&c->tape, wanted);
    assay_tape_mark(&c->tape, ASSAY_TAPE_OUTPUT, scenario->readback, assay_truth_fields(truth));
    assay_tape_expected(&c->tape, truth, 0, end);
}

void assay_drive_saw_files(assay_case *c, assay_tape_look look, const char *where, uint64_t files)
{
    assay_tape_text(&c->tape, where);
    assay_tape_mark(&c->tape, ASSAY_TAPE_LOOK, look, files);
}
