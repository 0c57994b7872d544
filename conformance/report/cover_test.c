#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/cover.h"

#include "report/cover_forms.h"
#include "report/sample.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 16 };

/* A run over sample_lines, or another scenario, of checks that were made up. */
typedef struct trial {
    assay_run run;
    assay_scenario over[2];
    assay_check checks[MOST];
} trial;

static void begin(trial *t, const char *connector)
{
    memset(t, 0, sizeof(*t));
    for (size_t i = 0; i < 2; i++) {
        t->over[i] = sample_lines;
        t->over[i].connector = (char *)(uintptr_t)connector;
        t->over[i].kind = i == 0 ? ASSAY_KIND_SOURCE : ASSAY_KIND_SINK;
        assay_run_scenario *over = assay_run_add_scenario(&t->run, "m", &t->over[i]);
        assert_non_null(over);
        over->look.version = strdup("1.2");
    }
    t->run.items = calloc(MOST, sizeof(*t->run.items));
    assert_non_null(t->run.items);
}

static assay_run_item *add(trial *t, const char *id, const char *clauses, assay_verdict verdict)
{
    size_t i = t->run.item_count++;
    assert_true(i < MOST);
    t->checks[i] = (assay_check){.id = id, .clauses = clauses};
    assay_run_item *item = &t->run.items[i];
    item->check = &t->checks[i];
    assert_int_equal(assay_finding_init(&item->finding), ASSAY_OK);
    item->finding.verdict = verdict;
    assay_finding_text(&item->finding.reason, "because of %s", id);
    assay_run_item_done(&t->run, item);
    return item;
}

/* SRC-IMM-01 and UNKNOWN-9 are about sources, PSK-01 about sinks, nothing about the rest. */
static unsigned kinds_of(const char *clause)
{
    if (strcmp(clause, "SRC-IMM-01") == 0 || strcmp(clause, "UNKNOWN-9") == 0)
        return 1u << ASSAY_KIND_SOURCE;
    return strcmp(clause, "PSK-01") == 0 ? 1u << ASSAY_KIND_SINK : 0;
}

static assay_cover cover_of(const assay_run *const *runs, size_t count, const char *expected)
{
    assay_cover cover;
    const char *const list[] = {expected};
    assay_cover_input input = {runs, count, list, expected != NULL, NULL, NULL, kinds_of};
    assert_int_equal(assay_cover_make(&cover, &input), ASSAY_OK);
    return cover;
}

static const assay_cover_cell *cell(const assay_cover *cover, const char *clause, size_t column)
{
    for (size_t row = 0; row < cover->row_count; row++)
        if (strcmp(cover->rows[row].clause, clause) == 0)
            return assay_cover_at(cover, row, column);
    fail_msg("no row '%s'", clause);
    return NULL;
}

static void test_worst_wins(void **state)
{
    (void)state;
    static const struct {
        assay_verdict first, second;
        assay_cover_state wanted;
        const char *check;
    } rows[] = {
        {ASSAY_PASS, ASSAY_PASS, ASSAY_COVER_PROVEN, "a.a"},
        {ASSAY_PASS, ASSAY_UNPROVEN, ASSAY_COVER_PROVEN, "a.a"},
        {ASSAY_UNPROVEN, ASSAY_PASS, ASSAY_COVER_PROVEN, "b.b"},
        {ASSAY_PASS, ASSAY_FAIL, ASSAY_COVER_FAILED, "b.b"},
        {ASSAY_CRASH, ASSAY_PASS, ASSAY_COVER_FAILED, "a.a"},
        {ASSAY_TIMEOUT, ASSAY_FAIL, ASSAY_COVER_FAILED, "a.a"},
        {ASSAY_ERROR, ASSAY_UNPROVEN, ASSAY_COVER_UNPROVEN, "b.b"},
        {ASSAY_SKIPPED, ASSAY_ERROR, ASSAY_COVER_UNCHECKED, "a.a"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        trial t;
        begin(&t, "shop");
        add(&t, "a.a", "SRC-IMM-01", rows[i].first);
        add(&t, "b.b", "PSK-01 SRC-IMM-01", rows[i].second);
        const assay_run *runs[] = {&t.run};
        assay_cover cover = cover_of(runs, 1, NULL);
        assert_int_equal(cover.column_count, 1);
        const assay_cover_cell *got = cell(&cover, "SRC-IMM-01", 0);
        assert_string_equal(assay_cover_name(got->state), assay_cover_name(rows[i].wanted));
        assert_string_equal(got->check, rows[i].check);
        assay_cover_clear(&cover);
        assay_run_clear(&t.run);
    }
}

static void test_states_beside_verdicts(void **state)
{
    (void)state;
    static const assay_known known = {"lost", "", "", ""};
    trial t;
    begin(&t, "shop");
    add(&t, "a.a", "SRC-IMM-01", ASSAY_FAIL)->known = &known;
    add(&t, "b.b", "SRC-SER-01", ASSAY_SKIPPED)->foreign = true;
    add(&t, "c.c", "SRC-SER-02", ASSAY_FAIL)->preview = true;
    add(&t, "d.d", "SRC-SER-04", ASSAY_PASS)->done = false;
    add(&t, "e.e", "UNKNOWN-9", ASSAY_PASS);
    const assay_run *runs[] = {&t.run};
    assay_cover cover = cover_of(runs, 1, NULL);
    assert_int_equal(cell(&cover, "SRC-IMM-01", 0)->state, ASSAY_COVER_KNOWN);
    assert_string_equal(cell(&cover, "SRC-IMM-01", 0)->reason, "lost");
    assert_int_equal(cell(&cover, "SRC-SER-01", 0)->state, ASSAY_COVER_FOREIGN);
    assert_int_equal(cell(&cover, "SRC-SER-02", 0)->state, ASSAY_COVER_UNCHECKED);
    assert_int_equal(cell(&cover, "SRC-SER-04", 0)->state, ASSAY_COVER_UNCHECKED);
    assert_int_equal(cell(&cover, "UNKNOWN-9", 0)->state, ASSAY_COVER_PROVEN);
    assert_string_equal(cover.rows[cover.row_count - 1].clause, "UNKNOWN-9");
    assert_int_equal(cell(&cover, "PSK-01", 0)->state, ASSAY_COVER_UNCHECKED);
    assert_string_equal(cell(&cover, "PSK-01", 0)->reason, "no check of it was selected");
    assert_string_equal(cell(&cover, "DYN-01", 0)->reason, "there is no check of it");
    assay_cover_clear(&cover);
    assay_run_clear(&t.run);
}

static void test_columns(void **state)
{
    (void)state;
    trial a, b, c;
    begin(&a, "shop");
    begin(&b, "shop");
    begin(&c, "shop");
    add(&a, "a.a", "SRC-IMM-01", ASSAY_PASS);
    add(&b, "a.a", "SRC-IMM-01", ASSAY_FAIL);
    add(&c, "a.a", "SRC-IMM-01", ASSAY_PASS);
    for (size_t i = 0; i < 2; i++) {
        strcpy(b.run.scenarios[i].look.version, "1.1");
        b.over[i].kind = ASSAY_KIND_SOURCE;
    }
    b.run.cut = true;
    const assay_run *runs[] = {&a.run, &b.run, &c.run};
    assay_cover cover = cover_of(runs, 3, "pond");
    assert_int_equal(cover.column_count, 3);
    assert_string_equal(cover.columns[0].connector, "pond");
    assert_int_equal(cell(&cover, "SRC-IMM-01", 0)->state, ASSAY_COVER_MISSING);
    assert_int_equal(assay_cover_count(&cover, 0, ASSAY_COVER_MISSING), cover.row_count);
    assert_string_equal(cover.columns[1].version, "1.1");
    assert_true(cover.columns[1].unfinished);
    assert_int_equal(cell(&cover, "SRC-IMM-01", 1)->state, ASSAY_COVER_FAILED);
    assert_int_equal(cell(&cover, "PSK-01", 1)->state, ASSAY_COVER_FOREIGN);
    assert_false(cover.columns[2].unfinished);
    assert_int_equal(cell(&cover, "SRC-IMM-01", 2)->items[ASSAY_COVER_PROVEN], 2);
    assay_cover_clear(&cover);
    cover = cover_of(runs, 1, "shop");
    assert_int_equal(cover.column_count, 1);
    assay_cover_clear(&cover);
    assay_run_clear(&a.run);
    assay_run_clear(&b.run);
    assay_run_clear(&c.run);
}

static char *render(const assay_cover_form *form, const assay_cover *cover)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(form->write(to, cover, NULL), ASSAY_OK);
    assert_int_equal(fclose(to), 0);
    return text;
}

static assay_cover small(trial *t, const char *connector)
{
    static const assay_run *runs[1];
    begin(t, connector);
    add(t, "a.a", "SRC-IMM-01", ASSAY_FAIL);
    add(t, "b.b", "SRC-SER-01", ASSAY_PASS);
    add(t, "c.c", "SRC-SER-02", ASSAY_UNPROVEN);
    add(t, "d.d", "SRC-SER-04", ASSAY_SKIPPED)->foreign = true;
    runs[0] = &t->run;
    assay_cover cover = cover_of(runs, 1, "pond");
    cover.row_count = 6; /* that will do */
    return cover;
}

static void test_forms(void **state)
{
    (void)state;
    trial t;
    assay_cover cover = small(&t, "shop");
    /* What has fewer rows has its cells at the same places: there are as many columns. */
    for (size_t i = 0; i < assay_cover_form_count; i++) {
        char name[64];
        char *text = render(&assay_cover_forms[i], &cover);
        snprintf(name, sizeof(name), "forms/matrix.%s", assay_cover_forms[i].name);
        sample_expect(name, text);
        free(text);
    }
    assert_null(assay_cover_form_find("odd"));
    assay_cover_clear(&cover);
    assay_run_clear(&t.run);
}

static void test_hostile(void **state)
{
    (void)state;
    trial t;
    char *hostile = sample_hostile_text();
    assay_cover cover = small(&t, hostile);
    char *text = render(assay_cover_form_find("html"), &cover);
    assert_null(strstr(text, "<![CDATA["));
    assert_null(strchr(text, '\x1b'));
    free(text);
    text = render(assay_cover_form_find("json"), &cover);
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_array_size(json_object_get(value, "connectors")), 2);
    json_decref(value);
    free(text);
    text = render(assay_cover_form_find("csv"), &cover);
    size_t lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    assert_int_equal(lines, 7);
    free(text);
    free(hostile);
    assay_cover_clear(&cover);
    assay_run_clear(&t.run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worst_wins), cmocka_unit_test(test_states_beside_verdicts),
        cmocka_unit_test(test_columns),    cmocka_unit_test(test_forms),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
