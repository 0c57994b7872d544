#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/past.h"

#include "report/format.h"
#include "report/journal.h"
#include "report/sample.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static int make_path(void **state)
{
    (void)state;
    strcpy(path, "/tmp/assay-past-XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 || close(fd) != 0;
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_journal(const assay_run *run)
{
    assay_journal journal;
    assert_int_equal(assay_journal_open(&journal, path, NULL), ASSAY_OK);
    assert_int_equal(assay_journal_header(&journal, run, NULL), ASSAY_OK);
    for (size_t i = 0; i < run->saved_count; i++)
        assert_int_equal(assay_journal_saved(&journal, run, i, NULL), ASSAY_OK);
    for (size_t i = run->item_count; i-- > 0;) /* in the order in which they happen to be done */
        if (run->items[i].done)
            assert_int_equal(assay_journal_item(&journal, run, i, NULL), ASSAY_OK);
    assert_int_equal(assay_journal_shrunk(&journal, run, 1, NULL), ASSAY_OK);
    assert_int_equal(assay_journal_end(&journal, run, NULL), ASSAY_OK);
    assay_journal_close(&journal);
}

static char *slurp(size_t *size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = malloc(1 << 20);
    assert_non_null(text);
    *size = fread(text, 1, (1 << 20) - 1, file);
    text[*size] = '\0';
    assert_int_equal(fclose(file), 0);
    return text;
}

static void put(const char *text, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static char *render(const assay_report_format *format, const assay_run *run)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(format->write(to, run, NULL), ASSAY_OK);
    assert_int_equal(fclose(to), 0);
    return text;
}

static void add_saved(assay_run *run)
{
    run->saved = calloc(2, sizeof(*run->saved));
    assert_non_null(run->saved);
    run->saved_count = 2;
    for (size_t i = 0; i < 2; i++) {
        run->saved[i] = (assay_run_item){.check = run->items[i].check,
                                         .clause = run->items[i].clause,
                                         .done = true,
                                         .again = true,
                                         .known = run->items[i].known,
                                         .seed = 0xfedcba9876543210 + i};
        assert_int_equal(assay_finding_init(&run->saved[i].finding), ASSAY_OK);
        run->saved[i].finding.verdict = ASSAY_FAIL;
        run->saved[i].file = strdup("failures/a.json");
    }
    run->saved[0].was = strdup("crash: x");
    run->saved_folder = strdup("failures");
}

/* As a run that was planned with the real catalogue. */
static void make_run(assay_run *run, const char *text)
{
    sample_states(run, text);
    for (size_t i = 0; i < run->item_count; i++)
        run->items[i].clause =
            i < 3 ? assay_clause_find("SPL-01")
                  : assay_clause_find(strcmp(run->items[i].check->clauses, "SIZ-01") == 0
                                          ? "SIZ-01"
                                          : run->items[i].check->clauses);
    add_saved(run);
    run->to_save = 3;
}

static void expect_same_reports(const char *text, int ended_by)
{
    assay_run run;
    assay_past past;
    make_run(&run, text);
    run.ended_by = ended_by;
    write_journal(&run);
    assert_int_equal(assay_past_read(&past, path, NULL), ASSAY_OK);
    assert_false(past.run.cut);
    assert_int_equal(past.run.ended_by, ended_by);
    for (size_t i = 0; i < assay_report_format_count; i++) {
        char *wanted = render(&assay_report_formats[i], &run);
        char *got = render(&assay_report_formats[i], &past.run);
        assert_string_equal(got, wanted);
        free(wanted);
        free(got);
    }
    assert_int_equal(assay_run_exit_code(&past.run), assay_run_exit_code(&run));
    assert_int_equal(assay_run_count_again(&past.run).known, 1);
    assay_past_clear(&past);
    assay_run_clear(&run);
}

static void test_reports_are_those_of_the_run(void **state)
{
    (void)state;
    expect_same_reports("start -> record 0\nsplit \"1.0\" -> <REFUSED>\n", 0);
    expect_same_reports("", 0);
    expect_same_reports("", SIGTERM);
}

static void test_hostile(void **state)
{
    (void)state;
    char *hostile = sample_hostile_text();
    expect_same_reports(hostile, 0);
    free(hostile);
}

static void test_cut_anywhere(void **state)
{
    (void)state;
    assay_run run;
    assay_past past;
    size_t size;
    make_run(&run, "x");
    write_journal(&run);
    char *text = slurp(&size);
    size_t header = strcspn(text, "\n") + 1;
    for (size_t kept = 0; kept < size; kept++) {
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(truncate(path, 0), 0);
        put(text, kept);
        assay_status status = assay_past_read(&past, path, &error);
        assert_int_equal(status, kept < header ? ASSAY_INVALID : ASSAY_OK);
        if (status != ASSAY_OK) {
            assert_non_null(strstr(error.message, "not even its header is whole"));
            continue;
        }
        assert_true(past.run.cut);
        assert_true(past.run.done <= run.done);
        assay_past_clear(&past);
    }
    free(text);
    assay_run_clear(&run);
}

/* The journal with the first of a text replaced. */
static void expect_refused(const char *from, const char *to, const char *wanted)
{
    assay_run run;
    assay_past past;
    size_t size;
    assay_error error = ASSAY_ERROR_INIT;
    make_run(&run, "x");
    write_journal(&run);
    char *text = slurp(&size);
    char *at = strstr(text, from);
    assert_non_null(at);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    assert_int_equal(fclose(file), 0);
    assert_int_equal(assay_past_read(&past, path, &error), ASSAY_INVALID);
    if (strstr(error.message, wanted) == NULL)
        fail_msg("'%s' is not in '%s'", wanted, error.message);
    free(text);
    assay_run_clear(&run);
}

static void test_refused(void **state)
{
    (void)state;
    expect_refused("{\"type\":\"header\"", "{\"type\":\"run\"", ":1: no header of a journal");
    expect_refused("\"journal\":1", "\"journal\":99", ":1: a journal of form 99, written by assay");
    expect_refused("\"seed\":\"0x", "\"seed\":\"y", ":1: the header: 'seed' is not there or no");
    expect_refused("\"tier\":\"standard\"", "\"tier\":\"hard\"", ":1: the header: 'tier'");
    expect_refused("\"over\":0", "\"over\":7", ":1: an item of the plan: no scenario 7");
    expect_refused("\"clauses\":\"", "\"clauses\":\"\\u001b[1m",
                   ":1: an item of the plan: 'clauses'");
    expect_refused("\"declared\":[", "\"declare\":[", ":1: a scenario: 'declared'");
    expect_refused("\"type\":\"saved\"", "\"type\":\"odd\"", ":2: no line of a journal");
    expect_refused("\"type\":\"result\"", "no json", ":4: no line of a journal: ");
    expect_refused("\"item\":5", "\"item\":4", ":4: a result of what is not in the plan");
    expect_refused("\"verdict\":\"skipped\"", "\"verdict\":\"odd\"", ":4: a result without all");
    expect_refused("\"sketch\":\"", "\"sketch\":1,\"s\":\"", ": a result without all");
    expect_refused("\"type\":\"shrunk\"", "\"type\":\"result\"",
                   ":10: a second result of one check");
    expect_refused("\"planned\":7,\"done\":6", "\"planned\":7,\"done\":7",
                   ":11: the end counts another number of results");
    expect_refused("\"type\":\"end\"", "\"type\":\"header\"", ":11: no line of a journal");
}

static void test_no_journal(void **state)
{
    (void)state;
    assay_past past;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_past_read(&past, "/nonexistent/j", &error), ASSAY_INVALID);
    assert_string_equal(error.message, "cannot open '/nonexistent/j': No such file or directory");
    error.message[0] = '\0';
    assert_int_equal(assay_past_read(&past, "/", &error), ASSAY_INVALID);
    assert_string_equal(error.message, "cannot read '/': Is a directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reports_are_those_of_the_run, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_hostile, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_cut_anywhere, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_refused, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_no_journal, make_path, remove_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
