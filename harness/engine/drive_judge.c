#include "engine/drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static assay_tally *tally_new(assay_case *c, size_t dataset, bool naming)
{
    assay_tally *tally = assay_tally_new(assay_case_truth(c, dataset), naming);

    if (tally == NULL)
        assay_case_broken(c, "out of memory for a tally");
    return tally;
}

_Noreturn static void name_difference(assay_case *c, size_t dataset, uint64_t first, uint64_t end,
                                      assay_exercise_fn *exercise, void *argument, const char *what)
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
    exercise(c, tally, argument);
    if (assay_tally_matches(tally, first, end))
        assay_case_fail(c, expected, "something else the first time, this the second time");
    assay_tally_explain(tally, first, end, observed, sizeof(observed));
    assay_case_fail(c, expected, "%s", observed);
}

void assay_drive_judge(assay_case *c, size_t dataset, uint64_t first, uint64_t end,
                       assay_exercise_fn *exercise, void *argument, const char *what)
{
    assay_tally *tally = tally_new(c, dataset, false);

    exercise(c, tally, argument);
    bool matches = assay_tally_matches(tally, first, end);
    assay_tally_free(tally);
    if (!matches)
        name_difference(c, dataset, first, end, exercise, argument, what);
}

static void add_position(assay_case *c, assay_driven_reader *reader, assay_positions *positions,
                         size_t *capacity)
{
    bool split_point;

    if (positions->count + 1 >= *capacity) {
        *capacity = *capacity == 0 ? 64 : 2 * *capacity;
        size_t *starts = realloc(positions->starts, *capacity * sizeof(*starts));
        if (starts == NULL)
            assay_case_broken(c, "out of memory: %zu positions", *capacity);
        positions->starts = starts;
    }
    positions->starts[positions->count] = positions->bytes.size;
    assay_drive_want(c, assay_call_position(c, reader, &positions->bytes, &split_point), ASSAY_OK,
                     "position on a record");
    if (!split_point)
        assay_case_unproven(c, "record %zu is no split point", positions->count);
    positions->starts[++positions->count] = positions->bytes.size;
}

void assay_drive_positions(assay_case *c, assay_driven_source s, assay_positions *positions)
{
    assay_driven_reader reader = assay_drive_reader(c, s);
    size_t capacity = 0;
    uint64_t most = 2 * assay_truth_count(assay_case_truth(c, s.dataset)) + 100;

    *positions = (assay_positions){ASSAY_BUFFER_INIT, 0, NULL};
    while (positions->count < most && assay_drive_next(c, &reader))
        add_position(c, &reader, positions, &capacity);
    assay_drive_close(c, &reader);
}

assay_bytes assay_positions_at(const assay_positions *self, size_t i)
{
    return (assay_bytes){self->bytes.data + self->starts[i], self->starts[i + 1] - self->starts[i]};
}

void assay_positions_clear(assay_positions *self)
{
    assay_buffer_clear(&self->bytes);
    free(self->starts);
    *self = (assay_positions){ASSAY_BUFFER_INIT, 0, NULL};
}
