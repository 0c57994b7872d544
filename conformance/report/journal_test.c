#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/journal.h"
#include "report/sample.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static int make_path(void **state)
{
    (void)state;
    strcpy(path, "/tmp/assay-journal-XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 || write(fd, "old\n", 4) != 4 || close(fd) != 0;
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_journal(const assay_run *run, bool to_the_end)
{
    assay_journal journal;
    assert_int_equal(assay_journal_open(&journal, path, NULL), ASSAY_OK);
    assert_int_equal(assay_journal_header(&journal, run, NULL), ASSAY_OK);
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].done)
            assert_int_equal(assay_journal_item(&journal, run, i, NULL), ASSAY_OK);
    if (to_the_end)
        assert_int_equal(assay_journal_end(&journal, run, NULL), ASSAY_OK);
    assay_journal_close(&journal);
}

static char *slurp(void)
{
    static char block[1 << 20];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(block, 1, sizeof(block) - 1, file);
    assert_int_equal(fclose(file), 0);
    block[size] = '\0';
    return block;
}

static void test_every_verdict(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "split \"1.0\"\n");
    write_journal(&run, true);
    sample_expect("run.jsonl", slurp());
    assay_run_clear(&run);
}

static void test_every_state(void **state)
{
    (void)state;
    assay_run run;
    sample_states(&run, "x");
    write_journal(&run, true);
    sample_expect("states.jsonl", slurp());
    assay_run_clear(&run);
}

/* The lines, parsed; the text of their field, checked against wanted; how many lines. */
static size_t check_lines(char *text, const char *wanted)
{
    size_t lines = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        json_t *value = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(value);
        const char *trace = json_string_value(json_object_get(value, "trace"));
        if (trace != NULL && trace[0] != '\0')
            assert_string_equal(trace, wanted);
        json_decref(value);
        lines++;
    }
    return lines;
}

static void test_hostile(void **state)
{
    (void)state;
    assay_run run;
    char *hostile = sample_hostile_text();
    sample_run(&run, hostile);
    assay_scenario scenario = sample_lines;
    scenario.connector = scenario.name = scenario.library = hostile;
    run.scenarios[0].scenario = &scenario;
    run.scenarios[0].manifest = hostile;
    write_journal(&run, true);
    /* What is no UTF-8 comes back as every report shows it. */
    char *wanted = malloc(4 * strlen(hostile) + 1);
    assert_non_null(wanted);
    size_t used = 0;
    for (const unsigned char *at = (const unsigned char *)hostile; *at != '\0'; at++) {
        size_t valid = strncmp((const char *)at, "\xc2\x9b", 2) == 0       ? 2
                       : strncmp((const char *)at, "\xe2\x80\xae", 3) == 0 ? 3
                       : strncmp((const char *)at, "\xef\xbf\xbf", 3) == 0 ? 3
                                                                           : 0;
        if (valid == 0 && *at >= 0x80) {
            used += (size_t)sprintf(wanted + used, "\\x%02x", *at);
            continue;
        }
        memcpy(wanted + used, at, valid == 0 ? 1 : valid);
        used += valid == 0 ? 1 : valid;
        at += valid == 0 ? 0 : valid - 1;
    }
    wanted[used] = '\0';
    assert_int_equal(check_lines(slurp(), wanted), ASSAY_VERDICTS + 2);
    free(wanted);
    free(hostile);
    assay_run_clear(&run);
}

static void test_no_end_of_a_run_that_did_not_end(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    write_journal(&run, false);
    assert_null(strstr(slurp(), "\"type\":\"end\""));
    write_journal(&run, true);
    assert_non_null(strstr(slurp(), "\"type\":\"end\""));
    assay_run_clear(&run);
}

static void test_one_run_at_a_time(void **state)
{
    (void)state;
    assay_run run;
    assay_journal first, second;
    assay_error error = ASSAY_ERROR_INIT;
    sample_run(&run, "x");
    assert_int_equal(assay_journal_open(&first, path, NULL), ASSAY_OK);
    assert_int_equal(assay_journal_header(&first, &run, NULL), ASSAY_OK);
    assert_int_equal(assay_journal_open(&second, path, &error), ASSAY_IO);
    assert_non_null(strstr(error.message, "another run is writing it"));
    assert_int_equal(assay_journal_end(&first, &run, NULL), ASSAY_OK);
    assay_journal_close(&first);
    assert_int_equal(check_lines(slurp(), ""), 2);
    assert_int_equal(assay_journal_open(&second, path, NULL), ASSAY_OK);
    assay_journal_close(&second);
    assert_string_equal(slurp(), "");
    assay_run_clear(&run);
}

static void test_errors(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    assay_journal journal;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_journal_open(&journal, "/nonexistent/j", &error), ASSAY_IO);
    assert_string_equal(error.message, "cannot open '/nonexistent/j': No such file or directory");
    error.message[0] = '\0';
    assert_int_equal(assay_journal_open(&journal, "/dev/full", &error), ASSAY_OK);
    assert_int_equal(assay_journal_header(&journal, &run, &error), ASSAY_IO);
    assert_string_equal(error.message, "cannot write '/dev/full': No space left on device");
    assay_journal_close(&journal);
    assay_run_clear(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_verdict, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_every_state, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_hostile, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_no_end_of_a_run_that_did_not_end, make_path,
                                        remove_path),
        cmocka_unit_test_setup_teardown(test_one_run_at_a_time, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_errors, make_path, remove_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
