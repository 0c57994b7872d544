#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/proof_report.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const assay_check checks[4] = {
    {.id = "a.proven", .clauses = "A-1"},
    {.id = "a.bare", .clauses = "A-1"},
    {.id = "b.skipped", .clauses = "B-1"},
    {.id = "c.late", .clauses = "C-1", .tier = ASSAY_EXHAUSTIVE},
};
static const assay_check_table table = {checks, 4};

/* One clean scenario and three mutants over the first three checks: the first mutant is caught, the
 * second is not, the third is also caught by another check. */
typedef struct world {
    assay_scenario scenarios[4];
    assay_run run;
    assay_proof proofs[3];
    assay_mutant mutants[3];
    assay_selection selection;
    assay_self_proof self;
} world;

static char *const names[4] = {(char *)"clean", (char *)"caught", (char *)"missed\x1b",
                               (char *)"noisy"};

static void add_scenario(world *w, size_t i)
{
    w->scenarios[i] =
        (assay_scenario){.connector = names[i], .name = (char *)"s", .library = (char *)"l.so"};
    assay_run_scenario *over = assay_run_add_scenario(&w->run, "m.json", &w->scenarios[i]);
    assert_non_null(over);
    assert_int_equal(assay_finding_init(&over->look.finding), ASSAY_OK);
    over->look.name = strdup("");
    over->look.version = strdup("");
}

static void add_item(world *w, size_t scenario, size_t check, assay_verdict verdict)
{
    assay_run_item *item = &w->run.items[w->run.item_count++];
    *item = (assay_run_item){.check = &checks[check], .scenario = scenario, .done = true};
    assert_int_equal(assay_finding_init(&item->finding), ASSAY_OK);
    item->finding.verdict = verdict;
    assay_finding_text(&item->finding.reason, "why not");
    w->run.done++;
    w->run.totals[verdict]++;
}

static void build(world *w)
{
    static const assay_verdict verdicts[4][3] = {
        {ASSAY_PASS, ASSAY_PASS, ASSAY_SKIPPED},
        {ASSAY_FAIL, ASSAY_PASS, ASSAY_SKIPPED},
        {ASSAY_PASS, ASSAY_PASS, ASSAY_SKIPPED},
        {ASSAY_FAIL, ASSAY_CRASH, ASSAY_SKIPPED},
    };
    memset(w, 0, sizeof(*w));
    w->run.settings = (assay_run_settings){.tier = ASSAY_STANDARD, .jobs = 1};
    w->run.items = calloc(12, sizeof(*w->run.items));
    assert_non_null(w->run.items);
    for (size_t i = 0; i < 4; i++)
        add_scenario(w, i);
    for (size_t i = 0; i < 12; i++)
        add_item(w, i / 3, i % 3, verdicts[i / 3][i % 3]);
    for (size_t i = 0; i < 3; i++) {
        w->proofs[i] = (assay_proof){.name = names[i + 1],
                                     .breaks = (char *)"A-1",
                                     .check = (char *)"a.proven",
                                     .verdict = ASSAY_FAIL};
        w->mutants[i] = (assay_mutant){&w->proofs[i], i + 1, 1};
    }
    w->self = (assay_self_proof){&w->run, 1, 3, w->mutants, &w->selection};
}

static char *render_text(const assay_self_proof *proof)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assay_proof_write_text(to, proof, &table, 1, false);
    assert_int_equal(fclose(to), 0);
    return text;
}

static void test_text(void **state)
{
    (void)state;
    world w;
    build(&w);
    char *text = render_text(&w.self);
    assert_string_equal(text,
                        "  a.proven                                     caught\n"
                        "  a.bare                                       NO MUTANT\n"
                        "  b.skipped                                    NEVER EXERCISED  why not\n"
                        "\nNOT CAUGHT  missed\\x1b  breaks A-1, a.proven must give fail\n"
                        "  pass      missed\\x1b/s:a.proven\n"
                        "            why not\n"
                        "\nALSO CAUGHT BY OTHERS  noisy  breaks A-1, a.proven must give fail\n"
                        "  fail      noisy/s:a.proven\n"
                        "            why not\n"
                        "  crash     noisy/s:a.bare\n"
                        "            why not\n"
                        "\nchecks: 1 proven, 1 without a mutant, 1 never exercised\n"
                        "mutants: 1 proven, 1 not caught, 1 also caught by others\n"
                        "12 runs of checks in 0.0 s\n");
    free(text);
    assay_run_clear(&w.run);
}

static void test_alarm(void **state)
{
    (void)state;
    world w;
    build(&w);
    w.run.items[1].finding.verdict = ASSAY_TIMEOUT;
    char *text = render_text(&w.self);
    assert_non_null(strstr(text, "\nFALSE ALARM  clean/s:a.bare  timeout\n"));
    free(text);
    assay_run_clear(&w.run);
}

static const char *text_of(const json_t *root, const char *list, size_t index, const char *key)
{
    const json_t *item = json_array_get(json_object_get(root, list), index);
    return json_string_value(json_object_get(item, key));
}

static void test_json(void **state)
{
    (void)state;
    world w;
    build(&w);
    w.run.items[1].finding.verdict = ASSAY_FAIL;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(assay_proof_write_json(to, &w.self, &table, 1, NULL), ASSAY_OK);
    assert_int_equal(fclose(to), 0);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(text_of(root, "checks", 0, "state"), "proven");
    assert_string_equal(text_of(root, "checks", 1, "state"), "never-exercised");
    assert_string_equal(text_of(root, "checks", 3, "state"), "not-asked");
    assert_string_equal(text_of(root, "mutants", 0, "state"), "proven");
    assert_string_equal(text_of(root, "mutants", 1, "state"), "not-caught");
    assert_string_equal(text_of(root, "mutants", 2, "state"), "also-caught-by-others");
    assert_string_equal(text_of(root, "alarms", 0, "id"), "clean/s:a.bare");
    assert_int_equal(json_integer_value(json_object_get(root, "exit")), 1);
    json_decref(root);
    free(text);
    assay_run_clear(&w.run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_alarm),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
