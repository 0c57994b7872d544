#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/trace.h"

#include <stdlib.h>
#include <string.h>

static void expect_print(const assay_trace *trace, size_t lines, const char *expected)
{
    assay_buffer text = ASSAY_BUFFER_INIT;

    assert_int_equal(assay_trace_print(trace, lines, &text), ASSAY_OK);
    assert_int_equal(assay_buffer_append(&text.out, "", 1), ASSAY_OK);
    assert_string_equal((const char *)text.data, expected);
    assay_buffer_clear(&text);
}

static void test_lines(void **state)
{
    assay_trace *trace = calloc(1, sizeof(*trace));

    (void)state;
    assay_trace_entry *entry = assay_trace_begin(trace, ASSAY_OP_SPLIT, 3);
    entry->has |= ASSAY_TRACE_ARG_FRACTION;
    entry->arg_fraction = 0.5;
    assay_trace_end(entry, ASSAY_OK);
    entry->has |= ASSAY_TRACE_OUT_MADE | ASSAY_TRACE_OUT_SECOND | ASSAY_TRACE_OUT_FRACTION;
    entry->out_fraction = 0.25;
    entry->made = 4;
    entry = assay_trace_begin(trace, ASSAY_OP_CURRENT, 3);
    assay_trace_end(entry, ASSAY_OK);
    assay_trace_text(entry, (assay_bytes){"a\n", 2}, ASSAY_TRACE_OUT_TEXT);
    entry = assay_trace_begin(trace, ASSAY_OP_BY_SIZE, 1);
    entry->has |= ASSAY_TRACE_ARG_NUMBER;
    entry->arg_number = INT64_MAX;
    assay_trace_end(entry, ASSAY_REFUSED);
    entry = assay_trace_begin(trace, ASSAY_OP_ADVANCE, 3);
    expect_print(trace, 9,
                 "reader 3: split 0.5 -> OK 0.25, source 4 and 5\n"
                 "reader 3: current -> OK 'a\\x0a'\n"
                 "source 1: by_size 9223372036854775807 -> REFUSED\n"
                 "reader 3: advance ...\n");
    expect_print(trace, 1, "... 3 calls before\nreader 3: advance ...\n");
    free(trace);
}

static void start_calls(assay_trace *trace, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        assay_trace_end(assay_trace_begin(trace, ASSAY_OP_START, i), ASSAY_END);
}

static void test_calls_are_forgotten(void **state)
{
    assay_trace *trace = calloc(1, sizeof(*trace));

    (void)state;
    start_calls(trace, 1, 3);
    start_calls(trace, 10, 12);
    assay_trace_rewind(trace, 2);
    expect_print(trace, 9, "reader 1: start -> END\nreader 2: start -> END\n");
    start_calls(trace, 20, 300);
    assay_trace_rewind(trace, 2); /* the first two are no longer there */
    expect_print(trace, 1, "... 281 calls before\nreader 299: start -> END\n");
    free(trace);
}

static void test_the_ring_keeps_the_last(void **state)
{
    assay_trace *trace = calloc(1, sizeof(*trace));

    (void)state;
    for (uint32_t i = 0; i < 3 * ASSAY_TRACE_ENTRIES; i++)
        assay_trace_end(assay_trace_begin(trace, ASSAY_OP_START, i + 1), ASSAY_END);
    expect_print(trace, 1, "... 767 calls before\nreader 768: start -> END\n");
    free(trace);
}

static void test_what_runs(void **state)
{
    assay_trace *trace = calloc(1, sizeof(*trace));
    char text[100];

    (void)state;
    assay_trace_running(trace, text, sizeof(text));
    assert_string_equal(text, "");
    assay_trace_entry *entry = assay_trace_begin(trace, ASSAY_OP_OPEN, 0);
    assay_trace_running(trace, text, sizeof(text));
    assert_string_equal(text, "connector: open_source ...");
    assay_trace_end(entry, ASSAY_OK);
    assay_trace_running(trace, text, sizeof(text));
    assert_string_equal(text, "");
    free(trace);
}

/* A connector's wild write can put anything there. */
static void test_damage_is_no_crash(void **state)
{
    assay_trace *trace = malloc(sizeof(*trace));
    assay_buffer text = ASSAY_BUFFER_INIT;
    char running[100];

    (void)state;
    for (int fill = 0; fill < 256; fill++) {
        memset(trace, fill, sizeof(*trace));
        assay_buffer_reset(&text);
        assert_int_equal(assay_trace_print(trace, 24, &text), ASSAY_OK);
        assay_trace_running(trace, running, sizeof(running));
        assert_true(strlen(running) < sizeof(running));
    }
    assay_buffer_clear(&text);
    free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_the_ring_keeps_the_last),
        cmocka_unit_test(test_calls_are_forgotten),
        cmocka_unit_test(test_what_runs),
        cmocka_unit_test(test_damage_is_no_crash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
