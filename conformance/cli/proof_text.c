/* A self-proof as a person reads it. */
#include "cli/proof_report.h"

#include "report/escape.h"
#include "report/evidence.h"
#include "report/paint.h"
#include <string.h>

static void put(FILE *to, const char *text)
{
    assay_escape_terminal(to, text, 0);
}

/* Why it passed on no clean connector: the first reason. */
static const char *reason_of(const assay_self_proof *proof, const assay_check *check)
{
    for (size_t i = 0; i < proof->run->item_count; i++) {
        const assay_run_item *item = &proof->run->items[i];
        if (item->check == check && item->scenario < proof->clean && item->done)
            return item->finding.reason;
    }
    return "no clean scenario is of its kind";
}

static void write_provers(FILE *to, const assay_self_proof *proof, const assay_check *check)
{
    const char *between = "";
    for (size_t i = 0; i < proof->mutant_count; i++) {
        const assay_mutant *mutant = &proof->mutants[i];
        if (strcmp(mutant->proof->check, check->id) != 0 ||
            assay_mutant_judge(proof, mutant) != ASSAY_MUTANT_PROVEN)
            continue;
        fputs(between, to);
        put(to, mutant->proof->name);
        between = ", ";
    }
}

static void write_check(FILE *to, const assay_self_proof *proof, const assay_check *check,
                        bool colour)
{
    assay_check_state state = assay_check_judge(proof, check);
    if (state == ASSAY_CHECK_NOT_ASKED)
        return;
    fprintf(to, "  %-44s ", check->id);
    if (state == ASSAY_CHECK_PROVEN) {
        write_provers(to, proof, check);
    } else if (state == ASSAY_CHECK_NO_MUTANT) {
        assay_paint_word(to, (assay_state)ASSAY_FAIL, "NO MUTANT", colour);
    } else {
        assay_paint_word(to, (assay_state)ASSAY_FAIL, "NEVER EXERCISED", colour);
        fputs("  ", to);
        put(to, reason_of(proof, check));
    }
    fputc('\n', to);
}

static void write_item(FILE *to, const assay_self_proof *proof, const assay_run_item *item)
{
    const assay_finding *finding = &item->finding;
    fprintf(to, "  %-9s ", assay_verdict_name(finding->verdict));
    assay_item_name_write(to, proof->run, item, assay_escape_terminal);
    const char *why = finding->reason[0] != '\0' ? finding->reason : finding->observed;
    if (why[0] != '\0') {
        fputs("\n            ", to);
        assay_escape_terminal(to, why, 12);
    }
    fputc('\n', to);
}

static void write_mutant(FILE *to, const assay_self_proof *proof, const assay_mutant *mutant,
                         bool colour)
{
    assay_mutant_state state = assay_mutant_judge(proof, mutant);
    if (state == ASSAY_MUTANT_PROVEN || state == ASSAY_MUTANT_NOT_ASKED)
        return;
    const assay_proof *of = mutant->proof;
    fputc('\n', to);
    assay_paint_word(to, (assay_state)ASSAY_FAIL,
                     state == ASSAY_MUTANT_NOT_CAUGHT ? "NOT CAUGHT" : "ALSO CAUGHT BY OTHERS",
                     colour);
    fputs("  ", to);
    put(to, of->name);
    fprintf(to, "  breaks %s, %s must give %s\n", of->breaks, of->check,
            assay_verdict_name(of->verdict));
    for (size_t i = 0; i < proof->run->item_count; i++) {
        const assay_run_item *item = &proof->run->items[i];
        bool named = assay_mutant_has(mutant, item) && strcmp(item->check->id, of->check) == 0;
        if (named || assay_mutant_disturbed_by(mutant, item))
            write_item(to, proof, item);
    }
}

static void write_alarm(FILE *to, const assay_self_proof *proof, const assay_run_item *item,
                        bool colour)
{
    fputc('\n', to);
    assay_paint_word(to, (assay_state)ASSAY_FAIL, "FALSE ALARM", colour);
    fputs("  ", to);
    assay_item_name_write(to, proof->run, item, assay_escape_terminal);
    fprintf(to, "  %s\n", assay_verdict_name(item->finding.verdict));
    assay_evidence_write(to, proof->run, item, assay_escape_terminal);
}

static void write_totals(FILE *to, const assay_self_proof *proof, const assay_check_table *tables,
                         size_t table_count)
{
    size_t checks[ASSAY_CHECK_NOT_ASKED + 1] = {0}, mutants[ASSAY_MUTANT_NOT_ASKED + 1] = {0};
    for (size_t i = 0; i < table_count; i++)
        for (size_t j = 0; j < tables[i].count; j++)
            checks[assay_check_judge(proof, &tables[i].checks[j])]++;
    for (size_t i = 0; i < proof->mutant_count; i++)
        mutants[assay_mutant_judge(proof, &proof->mutants[i])]++;
    fprintf(to,
            "\nchecks: %zu proven, %zu without a mutant, %zu never exercised\n"
            "mutants: %zu proven, %zu not caught, %zu also caught by others\n"
            "%zu runs of checks in %.1f s\n",
            checks[ASSAY_CHECK_PROVEN], checks[ASSAY_CHECK_NO_MUTANT],
            checks[ASSAY_CHECK_NEVER_EXERCISED], mutants[ASSAY_MUTANT_PROVEN],
            mutants[ASSAY_MUTANT_NOT_CAUGHT], mutants[ASSAY_MUTANT_DISTURBS],
            proof->run->item_count, (double)proof->run->microseconds / 1e6);
}

void assay_proof_write_text(FILE *to, const assay_self_proof *proof,
                            const assay_check_table *tables, size_t table_count, bool colour)
{
    for (size_t i = 0; i < table_count; i++)
        for (size_t j = 0; j < tables[i].count; j++)
            write_check(to, proof, &tables[i].checks[j], colour);
    for (size_t i = 0; i < proof->mutant_count; i++)
        write_mutant(to, proof, &proof->mutants[i], colour);
    for (size_t i = 0; i < proof->run->item_count; i++)
        if (assay_proof_alarm(proof, &proof->run->items[i]))
            write_alarm(to, proof, &proof->run->items[i], colour);
    write_totals(to, proof, tables, table_count);
}
