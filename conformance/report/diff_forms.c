/* Two runs compared, for people and for programs. */
#include "report/diff.h"

#include "report/escape.h"
#include "report/evidence.h"
#include "report/outcome.h"
#include "report/value.h"
#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdlib.h>

enum { DEAREST = 10, INDENT = 10, TOLD = 1000 /* microseconds of difference */ };

static double seconds(int64_t microseconds)
{
    return (double)microseconds / 1e6;
}

static void put_run(FILE *to, const char *label, const assay_run *run)
{
    fprintf(to, "%-8s%s: ", label, assay_outcome_word(run));
    assay_outcome_write(to, run);
    fprintf(to, "; assay %s, %s tier, seed 0x%" PRIx64 "\n", run->version,
            assay_tier_name(run->settings.tier), run->settings.seed);
}

static const char *state_name(const assay_run *run, const assay_run_item *item)
{
    return item != NULL ? assay_state_name(assay_run_item_state(run, item)) : "not there";
}

static const assay_run *run_of(const assay_diff *self, const assay_diff_row *row)
{
    return row->now != NULL ? self->now : self->before;
}

static const assay_run_item *item_of(const assay_diff_row *row)
{
    return row->now != NULL ? row->now : row->before;
}

static void put_row(FILE *to, const assay_diff *self, const assay_diff_row *row)
{
    fprintf(to, "  %-8s  ", assay_diff_kind_name(row->kind));
    assay_item_name_write(to, run_of(self, row), item_of(row), assay_escape_terminal);
    fprintf(to, "  %s -> %s\n", state_name(self->before, row->before),
            state_name(self->now, row->now));
    if (row->kind != ASSAY_DIFF_WORSE)
        return;
    fprintf(to, "%*s", INDENT + 2, "");
    assay_escape_terminal(to, assay_item_message(row->now), INDENT + 2);
    fputc('\n', to);
}

static void put_cost(FILE *to, const assay_diff *self, const assay_diff_cost *cost)
{
    int64_t before = cost->before->finding.microseconds, now = cost->now->finding.microseconds;
    if (llabs(now - before) < TOLD)
        return;
    fprintf(to, "  %+8.3f s  ", seconds(now - before));
    assay_item_name_write(to, self->now, cost->now, assay_escape_terminal);
    fprintf(to, "  %.3f s -> %.3f s\n", seconds(before), seconds(now));
}

assay_status assay_diff_text(FILE *to, const assay_diff *self, assay_error *error)
{
    (void)error;
    put_run(to, "before", self->before);
    put_run(to, "now", self->now);
    fputc('\n', to);
    for (size_t i = 0; i < self->row_count; i++)
        put_row(to, self, &self->rows[i]);
    fprintf(to, "%s%zu as before", self->row_count > 0 ? "\n" : "", self->same);
    for (int kind = 0; kind < ASSAY_DIFF_KINDS; kind++)
        if (assay_diff_count(self, (assay_diff_kind)kind) > 0)
            fprintf(to, ", %zu %s", assay_diff_count(self, (assay_diff_kind)kind),
                    assay_diff_kind_name((assay_diff_kind)kind));
    fprintf(to, "\n\ncost of the %zu checks in both: %.1f s -> %.1f s\n", self->cost_count,
            seconds(self->cost_before), seconds(self->cost_now));
    for (size_t i = 0; i < self->cost_count && i < DEAREST; i++)
        put_cost(to, self, &self->costs[i]);
    return ASSAY_OK;
}

static json_t *run_value(const assay_run *run)
{
    return json_pack("{s:s s:o s:I s:I}", "outcome", assay_outcome_word(run), "assay",
                     assay_value_text(run->version), "checks", (json_int_t)run->item_count,
                     "microseconds", (json_int_t)run->microseconds);
}

static json_t *row_value(const assay_diff *self, const assay_diff_row *row)
{
    return json_pack("{s:s s:o s:s s:s s:o}", "kind", assay_diff_kind_name(row->kind), "id",
                     assay_value_name(run_of(self, row), item_of(row)), "before",
                     state_name(self->before, row->before), "now", state_name(self->now, row->now),
                     "message", assay_value_text(assay_item_message(item_of(row))));
}

static json_t *rows_value(const assay_diff *self)
{
    json_t *list = json_array();
    for (size_t i = 0; i < self->row_count; i++)
        if (!assay_value_append(list, row_value(self, &self->rows[i])))
            return NULL;
    return list;
}

static json_t *costs_value(const assay_diff *self)
{
    json_t *list = json_array();
    for (size_t i = 0; i < self->cost_count; i++) {
        const assay_diff_cost *cost = &self->costs[i];
        if (!assay_value_append(
                list, json_pack("{s:o s:I s:I}", "id", assay_value_name(self->now, cost->now),
                                "before", (json_int_t)cost->before->finding.microseconds, "now",
                                (json_int_t)cost->now->finding.microseconds)))
            return NULL;
    }
    return list;
}

assay_status assay_diff_json(FILE *to, const assay_diff *self, assay_error *error)
{
    json_t *value =
        json_pack("{s:s s:o s:o s:I s:o s:o}", "type", "diff", "before", run_value(self->before),
                  "now", run_value(self->now), "same", (json_int_t)self->same, "changes",
                  rows_value(self), "costs", costs_value(self));
    if (value == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    int failed = json_dumpf(value, to, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    json_decref(value);
    if (failed != 0 || fputc('\n', to) == EOF)
        return assay_error_set(error, ASSAY_IO, "cannot write the report");
    return ASSAY_OK;
}
