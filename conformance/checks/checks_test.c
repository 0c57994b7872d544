#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/checks.h"
#include "clauses/clause.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

typedef void row_fn(const assay_check *check, size_t table);

static void for_each_row(row_fn *visit)
{
    for (size_t i = 0; i < assay_check_table_count; i++) {
        assert_true(assay_check_tables[i].count > 0);
        for (size_t j = 0; j < assay_check_tables[i].count; j++)
            visit(&assay_check_tables[i].checks[j], i);
    }
}

static bool kebab(const char *text, size_t size)
{
    bool fresh = true;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '-' ? fresh : !islower(text[i]) && !isdigit(text[i]))
            return false;
        fresh = text[i] == '-';
    }
    return size > 0 && !fresh;
}

static void expect_id(const assay_check *check, size_t table)
{
    const char *first = assay_check_tables[table].checks[0].id;
    const char *dot = strchr(check->id, '.');
    assert_non_null(dot);
    size_t family = (size_t)(dot - check->id);
    if (!kebab(check->id, family) || !kebab(dot + 1, strlen(dot + 1)))
        fail_msg("%s is not family.name in kebab case", check->id);
    if (strncmp(first, check->id, family + 1) != 0)
        fail_msg("%s stands in the table of %s", check->id, first);
    if (assay_check_find(check->id) != check)
        fail_msg("%s is there twice", check->id);
}

static void expect_clauses(const assay_check *check, size_t table)
{
    char copy[256], *rest = copy;
    (void)table;
    assert_true(strlen(check->clauses) > 0 && strlen(check->clauses) < sizeof copy);
    snprintf(copy, sizeof copy, "%s", check->clauses);
    for (char *id; (id = strsep(&rest, " ")) != NULL;)
        if (assay_clause_find(id) == NULL)
            fail_msg("%s: clause '%s' is not in the catalogue", check->id, id);
}

static void expect_whole(const assay_check *check, size_t table)
{
    (void)table;
    if ((check->in_case == NULL) == (check->coordinate == NULL))
        fail_msg("%s needs one of in_case and coordinate", check->id);
    if (check->done == NULL || check->done[0] == '\0' || check->cause == NULL ||
        check->cause[0] == '\0')
        fail_msg("%s does not say what is done, or the usual cause", check->id);
    if (check->exercises[0].what == NULL)
        fail_msg("%s names nothing that it must exercise", check->id);
}

static uint64_t required(const assay_check *check)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < ASSAY_COUNTERS; i++)
        sum += check->exercises[i].what == NULL ? 0 : check->exercises[i].at_least;
    return sum;
}

static void expect_exercise(const assay_check *check, size_t table)
{
    (void)table;
    if (required(check) == 0)
        fail_msg("%s can pass without having done anything", check->id);
}

static void test_ids(void **state)
{
    (void)state;
    for_each_row(expect_id);
    assert_null(assay_check_find("life-cycle"));
    assert_null(assay_check_find(""));
}

static void test_clauses_are_in_the_catalogue(void **state)
{
    (void)state;
    for_each_row(expect_clauses);
    assert_null(assay_clause_find("RD-LIFE"));
}

static void test_rows_are_whole(void **state)
{
    (void)state;
    for_each_row(expect_whole);
}

static void test_no_check_is_vacuous(void **state)
{
    (void)state;
    for_each_row(expect_exercise);
}

static void test_every_clause_is_whole_and_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < assay_clause_table_count; i++)
        for (size_t j = 0; j < assay_clause_tables[i].count; j++) {
            const assay_clause *clause = &assay_clause_tables[i].clauses[j];
            const char *texts[] = {clause->id,     clause->level, clause->text,
                                   clause->origin, clause->why,   clause->since};
            for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
                if (texts[k] == NULL || texts[k][0] == '\0')
                    fail_msg("a clause near '%s' lacks a text", clause->id);
            if (assay_clause_find(clause->id) != clause)
                fail_msg("%s is there twice", clause->id);
        }
}

static void test_no_check_is_of_a_set_to_come(void **state)
{
    (void)state;
    for (size_t i = 0; i < assay_check_table_count; i++)
        for (size_t j = 0; j < assay_check_tables[i].count; j++)
            if (assay_check_tables[i].checks[j].since > ASSAY_RULES)
                fail_msg("%s is of a later set than the newest",
                         assay_check_tables[i].checks[j].id);
}

static size_t count_since(unsigned rules)
{
    size_t count = 0;
    for (size_t i = 0; i < assay_check_table_count; i++)
        for (size_t j = 0; j < assay_check_tables[i].count; j++) {
            unsigned since = assay_check_tables[i].checks[j].since;
            count += (since == 0 ? 1 : since) == rules;
        }
    return count;
}

/* "split.covers MUST smoke" */
static void expect_frozen(const char *id, const char *level, const char *tier, unsigned rules)
{
    static const char *const tiers[] = {"smoke", "standard", "exhaustive"};
    const assay_check *check = assay_check_find(id);
    if (check == NULL)
        fail_msg("%s of rule set %u is not there any more", id, rules);
    if (strcmp(level, check->level == ASSAY_MUST ? "MUST" : "SHOULD") != 0 ||
        strcmp(tier, tiers[check->tier]) != 0)
        fail_msg("%s of rule set %u was %s, %s tier", id, rules, level, tier);
    if ((check->since == 0 ? 1 : check->since) != rules)
        fail_msg("%s has come in rule set %u", id, rules);
}

/* Whoever keeps to a rule set must be able to rely on it. */
static void test_rule_sets_are_frozen(void **state)
{
    (void)state;
    for (unsigned rules = 1; rules < ASSAY_RULES; rules++) {
        char path[4096], id[128], level[16], tier[16];
        size_t count = 0;
        snprintf(path, sizeof path, "%s/%u", RULES_FOLDER, rules);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        for (; fscanf(file, "%127s %15s %15s", id, level, tier) == 3; count++)
            expect_frozen(id, level, tier, rules);
        assert_true(feof(file));
        fclose(file);
        if (count != count_since(rules))
            fail_msg("rule set %u has %zu checks, and %zu rows say they are of it: a new check is "
                     ".since = %d",
                     rules, count, count_since(rules), ASSAY_RULES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_clauses_are_in_the_catalogue),
        cmocka_unit_test(test_rows_are_whole),
        cmocka_unit_test(test_no_check_is_vacuous),
        cmocka_unit_test(test_every_clause_is_whole_and_unique),
        cmocka_unit_test(test_no_check_is_of_a_set_to_come),
        cmocka_unit_test(test_rule_sets_are_frozen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
