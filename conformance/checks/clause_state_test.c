#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/checks.h"
#include "checks/clause_state.h"
#include <stdio.h>
#include <string.h>

static void test_no_clause_is_left_without_a_check(void **state)
{
    const assay_clause *clause;
    (void)state;
    for (size_t i = 0; (clause = assay_clause_number(i)) != NULL; i++)
        if (assay_clause_state_of(clause) == ASSAY_CLAUSE_NOT_YET)
            fail_msg("no check is about %s: write one, or say in clauses/unchecked.c why not",
                     clause->id);
}

static bool has_check_of_level(const char *clause, assay_level level)
{
    for (size_t i = 0; i < assay_check_table_count; i++)
        for (size_t j = 0; j < assay_check_tables[i].count; j++) {
            const assay_check *check = &assay_check_tables[i].checks[j];
            if (check->level == level && assay_check_is_about(check, clause))
                return true;
        }
    return false;
}

/* A MUST that only a SHOULD looks after fails nobody. */
static void test_every_must_has_a_check_that_fails(void **state)
{
    const assay_clause *clause;
    (void)state;
    for (size_t i = 0; (clause = assay_clause_number(i)) != NULL; i++)
        if (strcmp(clause->level, "MUST") == 0 &&
            assay_clause_state_of(clause) == ASSAY_CLAUSE_CHECKED &&
            !has_check_of_level(clause->id, ASSAY_MUST))
            fail_msg("%s is a MUST, and all checks about it are SHOULDs", clause->id);
}

static void test_no_unchecked_clause_has_a_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < assay_unchecked_clause_count; i++) {
        const assay_unchecked_clause *unchecked = &assay_unchecked_clauses[i];
        const char *id = unchecked->clause.id;
        assert_true(strlen(unchecked->reason) > 10);
        assert_ptr_equal(assay_clause_find(id), &unchecked->clause);
        for (size_t j = 0; j < assay_check_table_count; j++)
            for (size_t k = 0; k < assay_check_tables[j].count; k++)
                if (assay_check_is_about(&assay_check_tables[j].checks[k], id))
                    fail_msg("%s is said to be unchecked, and %s is about it", id,
                             assay_check_tables[j].checks[k].id);
    }
}

/* What others say must be said by clauses that are there; and checked, where it binds anybody. */
static void expect_within(const assay_folded_clause *folded)
{
    char copy[256], *rest = copy;
    snprintf(copy, sizeof copy, "%s", folded->within);
    for (char *id; folded->within[0] != '\0' && (id = strsep(&rest, " ")) != NULL;)
        if (assay_clause_find(id) == NULL)
            fail_msg("%s is said to be told by '%s', which is no clause", folded->id, id);
}

static void test_folded_clauses_are_told_by_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < assay_folded_clause_count; i++) {
        const assay_folded_clause *folded = &assay_folded_clauses[i];
        assert_true(strlen(folded->reason) > 10);
        if (assay_clause_find(folded->id) != NULL)
            fail_msg("%s is folded and has a row of its own", folded->id);
        assert_ptr_equal(assay_folded_clause_find(folded->id), folded);
        expect_within(folded);
    }
}

/* All that was read in Beam about bounded sources has its place. */
static void test_beam_is_covered(void **state)
{
    char id[64];
    size_t count = 0;
    FILE *file = fopen(BEAM_CLAUSES, "r");
    (void)state;
    assert_non_null(file);
    for (; fscanf(file, "%63s", id) == 1; count++)
        if (assay_clause_find(id) == NULL && assay_folded_clause_find(id) == NULL)
            fail_msg("%s is neither a clause nor folded into one", id);
    fclose(file);
    assert_true(count > 100);
}

/* What a profile says it changes is there. */
static void test_profiles_name_clauses_and_checks(void **state)
{
    (void)state;
    for (size_t i = 0; i < ASSAY_DIFFERENCES; i++) {
        char clauses[256], checks[256], *rest = clauses, *more = checks;
        snprintf(clauses, sizeof clauses, "%s", assay_differences[i].clauses);
        snprintf(checks, sizeof checks, "%s", assay_differences[i].checks);
        for (char *id; (id = strsep(&rest, " ")) != NULL;)
            if (assay_clause_find(id) == NULL)
                fail_msg("'%s' of a profile is no clause", id);
        for (char *id; (id = strsep(&more, " ")) != NULL;)
            if (assay_check_find(id) == NULL)
                fail_msg("'%s' of a profile is no check", id);
    }
}

static void test_about_is_by_whole_words(void **state)
{
    (void)state;
    const assay_check check = {.clauses = "RD-LIFE-03 SPP-1"};
    assert_true(assay_check_is_about(&check, "RD-LIFE-03"));
    assert_true(assay_check_is_about(&check, "SPP-1"));
    assert_false(assay_check_is_about(&check, "SPP-11"));
    assert_false(assay_check_is_about(&check, "RD-LIFE"));
    assert_false(assay_check_is_about(&check, "LIFE-03"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_clause_is_left_without_a_check),
        cmocka_unit_test(test_every_must_has_a_check_that_fails),
        cmocka_unit_test(test_no_unchecked_clause_has_a_check),
        cmocka_unit_test(test_folded_clauses_are_told_by_others),
        cmocka_unit_test(test_beam_is_covered),
        cmocka_unit_test(test_profiles_name_clauses_and_checks),
        cmocka_unit_test(test_about_is_by_whole_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
