/* What tests of line coverage run over. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "coverage/sample.h"
#include "report/golden.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "/* ";

static size_t test_of(assay_coverage *coverage, const char *name)
{
    size_t test;
    assert_int_equal(assay_coverage_test_find(coverage, name, &test), ASSAY_OK);
    return test;
}

static void reach(assay_coverage *coverage, assay_covered_file *file, unsigned number, char way)
{
    size_t plain = test_of(coverage, "split.covers"), crash = test_of(coverage, "sink.crash");
    size_t bad = test_of(coverage, "size.about");
    assay_status status = ASSAY_OK;
    if (way == 'w') {
        status = assay_covered_file_count(file, number, plain, ASSAY_LINE_WELL, 2);
        if (status == ASSAY_OK)
            status = assay_covered_file_count(file, number, crash, ASSAY_LINE_KILLED, number);
    } else if (way == 'f') {
        status = assay_covered_file_count(file, number, bad, ASSAY_LINE_FAILING, 1);
    } else if (way == 'k') {
        status = assay_covered_file_count(file, number, crash, ASSAY_LINE_KILLED, 7);
    } else if (way == 'b') {
        status = assay_covered_file_count(file, number, crash, ASSAY_LINE_KILLED, 1);
        if (status == ASSAY_OK)
            status = assay_covered_file_count(file, number, bad, ASSAY_LINE_FAILING, 1);
    }
    assert_int_equal(status, ASSAY_OK);
}

/* Calls visit with the mark of each line that has one. */
static void each_mark(assay_coverage *coverage, assay_covered_file *file, const char *text,
                      bool counts)
{
    unsigned number = 1;
    for (const char *line = text; *line != '\0'; number++) {
        size_t size = strcspn(line, "\n");
        const char *found = memmem(line, size, mark, sizeof(mark) - 1);
        if (found != NULL && counts) {
            reach(coverage, file, number, found[sizeof(mark)]);
        } else if (found != NULL) {
            char function[2] = {found[sizeof(mark) - 1], '\0'};
            assert_int_equal(assay_covered_file_add(file, number, function), ASSAY_OK);
        }
        line += size + (line[size] == '\n');
    }
}

assay_covered_file *sample_file(assay_coverage *coverage, const char *path, const char *text)
{
    assay_covered_file *file = assay_coverage_file(coverage, path);
    assert_non_null(file);
    each_mark(coverage, file, text, false);
    each_mark(coverage, file, text, true);
    file->text = strdup(text);
    assert_non_null(file->text);
    file->text_size = strlen(text);
    return file;
}

void sample_coverage(assay_coverage *coverage)
{
    *coverage = (assay_coverage){.root = "/shop", .started = 1700000000};
    sample_file(coverage, "/shop/src/split.c",
                "int open(void)\n"
                "{ /* aw */\n"
                "    if (x == NULL) /* aw */\n"
                "        free(y); /* a- */\n"
                "    return 1; /* ak */\n"
                "}\n"
                "int close(void)\n"
                "{ /* b- */\n"
                "    return errno; /* b- */\n"
                "}\n");
    sample_file(coverage, "/shop/README.h", "int done; /* aw */\n");
    sample_file(
        coverage, "/shop/src/deep/read.c",
        "{ /* aw */\n"
        "    if (status != ASSAY_OK) { /* aw */\n"
        "        say(1); /* af */\n"
        "        say(2); /* af */\n"
        "        say(3); /* ab */\n"
        "    }\n"
        "    if (odd)\n"
        "        return \"a text that is longer than there is room for, with \xc3\xbc at the "
        "end\"; /* a- */\n"
        "    return assay_error_set(error, /* a- */\n"
        "                           ASSAY_IO, \"gone\");\n");
    sample_file(coverage, "/far/away.c", "int never(void) /* a- */\n");
    coverage->tests[test_of(coverage, "sink.crash")] =
        (assay_coverage_test){"sink.crash", .cases = 20, .lost = 12};
    coverage->tests[test_of(coverage, "split.covers")].cases = 3;
    assert_int_equal(assay_coverage_leave_out(coverage, "/usr/include/stdio.h"), ASSAY_OK);
    assay_coverage_finish(coverage);
}

void sample_expect(const char *name, const char *text)
{
    golden_expect(GOLDEN_FOLDER, name, text);
}
