/* Who watches the checks: mutants. */
#include "runner/proof.h"

#include <string.h>

bool assay_mutant_has(const assay_mutant *mutant, const assay_run_item *item)
{
    return item->scenario >= mutant->first && item->scenario - mutant->first < mutant->count;
}

static bool of_family(const char *check, const char *family)
{
    size_t size = assay_family_length(check);
    return strlen(family) == size && memcmp(check, family, size) == 0;
}

static bool may_fail(const assay_proof *proof, const char *check)
{
    if (strcmp(proof->check, check) == 0)
        return true;
    for (size_t i = 0; i < proof->may_fail_count; i++)
        if (of_family(check, proof->may_fail[i]))
            return true;
    return false;
}

bool assay_mutant_disturbed_by(const assay_mutant *mutant, const assay_run_item *item)
{
    if (!assay_mutant_has(mutant, item) || !item->done)
        return false;
    if (item->finding.verdict == ASSAY_ERROR)
        return true;
    return assay_verdict_against(item->finding.verdict) &&
           !may_fail(mutant->proof, item->check->id);
}

assay_mutant_state assay_mutant_judge(const assay_self_proof *self, const assay_mutant *mutant)
{
    bool asked = false, caught = false, disturbed = false;
    for (size_t i = 0; i < self->run->item_count; i++) {
        const assay_run_item *item = &self->run->items[i];
        bool named =
            assay_mutant_has(mutant, item) && strcmp(item->check->id, mutant->proof->check) == 0;
        asked = asked || named;
        caught = caught || (named && item->done && item->finding.verdict == mutant->proof->verdict);
        disturbed = disturbed || assay_mutant_disturbed_by(mutant, item);
    }
    if (!asked && self->selection->count > 0)
        return ASSAY_MUTANT_NOT_ASKED;
    if (!caught)
        return ASSAY_MUTANT_NOT_CAUGHT;
    return disturbed ? ASSAY_MUTANT_DISTURBS : ASSAY_MUTANT_PROVEN;
}

bool assay_proof_alarm(const assay_self_proof *self, const assay_run_item *item)
{
    assay_verdict verdict = item->finding.verdict;
    return item->scenario < self->clean && item->done &&
           (assay_verdict_against(verdict) || verdict == ASSAY_ERROR);
}

static bool exercised(const assay_self_proof *self, const assay_check *check)
{
    for (size_t i = 0; i < self->run->item_count; i++) {
        const assay_run_item *item = &self->run->items[i];
        if (item->check == check && item->scenario < self->clean && item->done &&
            item->finding.verdict == ASSAY_PASS)
            return true;
    }
    return false;
}

static bool has_proof(const assay_self_proof *self, const assay_check *check)
{
    for (size_t i = 0; i < self->mutant_count; i++) {
        const assay_mutant *mutant = &self->mutants[i];
        if (strcmp(mutant->proof->check, check->id) == 0 &&
            assay_mutant_judge(self, mutant) == ASSAY_MUTANT_PROVEN)
            return true;
    }
    return false;
}

assay_check_state assay_check_judge(const assay_self_proof *self, const assay_check *check)
{
    if (check->tier > self->run->settings.tier ||
        !assay_selection_has(self->selection, NULL, check->id))
        return ASSAY_CHECK_NOT_ASKED;
    if (!exercised(self, check))
        return ASSAY_CHECK_NEVER_EXERCISED;
    return has_proof(self, check) ? ASSAY_CHECK_PROVEN : ASSAY_CHECK_NO_MUTANT;
}

static bool all_checks_proven(const assay_self_proof *self, const assay_check_table *tables,
                              size_t table_count)
{
    for (size_t i = 0; i < table_count; i++)
        for (size_t j = 0; j < tables[i].count; j++) {
            assay_check_state state = assay_check_judge(self, &tables[i].checks[j]);
            if (state != ASSAY_CHECK_PROVEN && state != ASSAY_CHECK_NOT_ASKED)
                return false;
        }
    return true;
}

static bool all_mutants_proven(const assay_self_proof *self)
{
    for (size_t i = 0; i < self->mutant_count; i++) {
        assay_mutant_state state = assay_mutant_judge(self, &self->mutants[i]);
        if (state != ASSAY_MUTANT_PROVEN && state != ASSAY_MUTANT_NOT_ASKED)
            return false;
    }
    return true;
}

static bool any_alarm(const assay_self_proof *self)
{
    for (size_t i = 0; i < self->run->item_count; i++)
        if (assay_proof_alarm(self, &self->run->items[i]))
            return true;
    return false;
}

int assay_proof_exit_code(const assay_self_proof *self, const assay_check_table *tables,
                          size_t table_count)
{
    const assay_run *run = self->run;
    if (run->totals[ASSAY_ERROR] > 0 || run->done < run->item_count)
        return 3;
    bool proven = !any_alarm(self) && all_mutants_proven(self) &&
                  all_checks_proven(self, tables, table_count);
    return proven ? 0 : 1;
}
