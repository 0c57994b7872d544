/* A self-proof as one JSON document. */
#include "cli/proof_report.h"

#include "report/value.h"
#include <assay/toolkit/error.h>
#include <string.h>

/* Appends a value, which is taken over; *list becomes NULL when memory is short. */
static void append(json_t **list, json_t *value)
{
    if (*list == NULL || json_array_append_new(*list, value) != 0) {
        json_decref(*list);
        *list = NULL;
    }
}

static json_t *provers(const assay_self_proof *proof, const assay_check *check)
{
    json_t *list = json_array();
    for (size_t i = 0; i < proof->mutant_count; i++) {
        const assay_mutant *mutant = &proof->mutants[i];
        if (strcmp(mutant->proof->check, check->id) == 0 &&
            assay_mutant_judge(proof, mutant) == ASSAY_MUTANT_PROVEN)
            append(&list, assay_value_text(mutant->proof->name));
    }
    return list;
}

static json_t *check_value(const assay_self_proof *proof, const assay_check *check)
{
    static const char *const states[] = {"proven", "no-mutant", "never-exercised", "not-asked"};
    return json_pack("{s:s s:s s:o}", "id", check->id, "state",
                     states[assay_check_judge(proof, check)], "mutants", provers(proof, check));
}

static json_t *checks_value(const assay_self_proof *proof, const assay_check_table *tables,
                            size_t table_count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < table_count; i++)
        for (size_t j = 0; j < tables[i].count; j++)
            append(&list, check_value(proof, &tables[i].checks[j]));
    return list;
}

/* What happened to the mutant that matters: its own check, and those that must not complain. */
static json_t *found_value(const assay_self_proof *proof, const assay_mutant *mutant)
{
    json_t *list = json_array();
    for (size_t i = 0; i < proof->run->item_count; i++) {
        const assay_run_item *item = &proof->run->items[i];
        bool named = assay_mutant_has(mutant, item) && item->done &&
                     strcmp(item->check->id, mutant->proof->check) == 0;
        if (named || assay_mutant_disturbed_by(mutant, item))
            append(&list, assay_value_item(proof->run, item));
    }
    return list;
}

static json_t *mutant_value(const assay_self_proof *proof, const assay_mutant *mutant)
{
    static const char *const states[] = {"proven", "not-caught", "also-caught-by-others",
                                         "not-asked"};
    const assay_proof *of = mutant->proof;
    return json_pack("{s:o s:s s:s s:s s:s s:o}", "name", assay_value_text(of->name), "breaks",
                     of->breaks, "check", of->check, "verdict", assay_verdict_name(of->verdict),
                     "state", states[assay_mutant_judge(proof, mutant)], "found",
                     found_value(proof, mutant));
}

static json_t *mutants_value(const assay_self_proof *proof)
{
    json_t *list = json_array();
    for (size_t i = 0; i < proof->mutant_count; i++)
        append(&list, mutant_value(proof, &proof->mutants[i]));
    return list;
}

static json_t *alarms_value(const assay_self_proof *proof)
{
    json_t *list = json_array();
    for (size_t i = 0; i < proof->run->item_count; i++)
        if (assay_proof_alarm(proof, &proof->run->items[i]))
            append(&list, assay_value_item(proof->run, &proof->run->items[i]));
    return list;
}

assay_status assay_proof_write_json(FILE *to, const assay_self_proof *proof,
                                    const assay_check_table *tables, size_t table_count,
                                    assay_error *error)
{
    json_t *value = json_pack(
        "{s:s s:o s:o s:o s:o s:o s:i}", "type", "self-proof", "run",
        assay_value_header(proof->run), "checks", checks_value(proof, tables, table_count),
        "mutants", mutants_value(proof), "alarms", alarms_value(proof), "totals",
        assay_value_totals(proof->run), "exit", assay_proof_exit_code(proof, tables, table_count));
    if (value == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "cannot write the report: out of memory");
    int failed = json_dumpf(value, to, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    json_decref(value);
    if (failed != 0 || fputc('\n', to) == EOF)
        return assay_error_set(error, ASSAY_IO, "cannot write the report");
    return ASSAY_OK;
}
