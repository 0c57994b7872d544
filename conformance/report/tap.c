/* TAP 14. */
#include "report/tap.h"

#include "report/outcome.h"
#include "report/plain.h"
#include "report/value.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>

/* Parsers of TAP go by regular expressions, which have limits. */
enum { LINE = 200, NAME = 2000, FIELD = 16000 };

static const char *tap_code(char c)
{
    return c == '#' ? "\\#" : c == '\\' ? "\\\\" : NULL;
}

static bool is_ok(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    return state < (assay_state)ASSAY_VERDICTS && !assay_state_bad(state) &&
           !assay_run_item_against(run, item);
}

static bool put_directive(FILE *to, const char *directive, const char *reason)
{
    fprintf(to, " # %s ", directive);
    return assay_plain_write(to, assay_plain_line(reason), tap_code, LINE);
}

static bool put_directives(FILE *to, const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    if (state == ASSAY_STATE_KNOWN)
        return put_directive(to, "TODO", item->known->reason);
    if (assay_item_tolerated(run, item))
        return put_directive(to, "TODO", item->preview ? "a preview" : "a SHOULD");
    bool skipped = state == (assay_state)ASSAY_SKIPPED || state == (assay_state)ASSAY_UNPROVEN;
    return !skipped || !is_ok(run, item) || put_directive(to, "SKIP", assay_item_message(item));
}

/* JSON is YAML. A line with nothing but "..." would end it: JSON on one line has none. */
static bool put_field(FILE *to, const char *name, const char *text)
{
    char *plain = assay_plain_cut(assay_plain_block(text), FIELD);
    json_t *value = assay_value_text(plain);
    free(plain);
    char *coded = value != NULL
                      ? json_dumps(value, JSON_ENCODE_ANY | JSON_ENSURE_ASCII | JSON_COMPACT)
                      : NULL;
    json_decref(value);
    if (coded != NULL && text[0] != '\0')
        fprintf(to, "  %s: %s\n", name, coded);
    bool well = coded != NULL;
    free(coded);
    return well;
}

static bool put_diagnostics(FILE *to, const assay_run *run, const assay_run_item *item)
{
    const assay_finding *finding = &item->finding;
    char *evidence = assay_plain_evidence(run, item);
    fputs("  ---\n", to);
    bool well = evidence != NULL &&
                put_field(to, "state", assay_state_name(assay_run_item_state(run, item))) &&
                put_field(to, "level", assay_level_name(item->check->level)) &&
                put_field(to, "clauses", item->check->clauses) &&
                put_field(to, "expected", finding->expected) &&
                put_field(to, "observed", finding->observed) &&
                put_field(to, "reason", finding->reason) && put_field(to, "evidence", evidence);
    fputs("  ...\n", to);
    free(evidence);
    return well;
}

static bool put_item(FILE *to, const assay_run *run, const assay_run_item *item, size_t number)
{
    bool ok = is_ok(run, item);
    fprintf(to, "%s %zu - ", ok ? "ok" : "not ok", number);
    bool well = assay_plain_write(to, assay_plain_name(run, item), tap_code, NAME) &&
                put_directives(to, run, item);
    fputc('\n', to);
    return well && (ok || !item->done || put_diagnostics(to, run, item));
}

static bool put_problem(FILE *to, const assay_problem *problem, size_t number)
{
    fprintf(to, "not ok %zu - ", number);
    bool well = assay_plain_write(to, assay_plain_line(problem->where), tap_code, NAME);
    fputs(": ", to);
    well = well && assay_plain_write(to, assay_plain_line(problem->text), tap_code, NAME);
    fputc('\n', to);
    return well;
}

assay_status assay_tap_write(FILE *to, const assay_run *run, assay_error *error)
{
    size_t number = 0;
    bool well = true;
    fprintf(to, "TAP version 14\n1..%zu\n", assay_outcome_items(run) + run->problem_count);
    for (size_t i = 0; i < run->item_count && well; i++)
        if (assay_run_item_state(run, &run->items[i]) != ASSAY_STATE_ELSEWHERE)
            well = put_item(to, run, &run->items[i], ++number);
    for (size_t i = 0; i < run->problem_count && well; i++)
        well = put_problem(to, &run->problems[i], ++number);
    if (!assay_outcome_finished(run))
        fputs("Bail out! the run did not end\n", to);
    return well ? ASSAY_OK : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}
