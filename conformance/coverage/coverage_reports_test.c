#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "coverage/cobertura.h"
#include "coverage/lcov.h"
#include "coverage/sample.h"
#include "coverage/text.h"
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void write_all(FILE *to, const assay_coverage *coverage)
{
    assay_coverage_text(to, coverage, 0);
}

static void write_one(FILE *to, const assay_coverage *coverage)
{
    assay_coverage_text(to, coverage, 1);
}

static char *render(void (*write_report)(FILE *to, const assay_coverage *coverage),
                    const assay_coverage *coverage)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    write_report(to, coverage);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(strlen(text), size);
    return text;
}

static void test_golden(void **state)
{
    static const struct {
        const char *name;
        void (*write_report)(FILE *to, const assay_coverage *coverage);
    } reports[] = {{"coverage.info", assay_coverage_lcov},
                   {"cobertura.xml", assay_coverage_cobertura},
                   {"coverage.txt", write_all},
                   {"coverage-short.txt", write_one}};
    (void)state;
    assay_coverage coverage;
    sample_coverage(&coverage);
    for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
        char *text = render(reports[i].write_report, &coverage);
        sample_expect(reports[i].name, text);
        free(text);
    }
    assay_coverage_clear(&coverage);
}

/* Exit code of xmllint; skips when it is not there. */
static int validate(const char *text)
{
    char dtd[4096], path[] = "/tmp/assay-cobertura-XXXXXX";
    int fd = mkstemp(path), status = 0;
    pid_t pid;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(close(fd), 0);
    snprintf(dtd, sizeof(dtd), "%s/../coverage-04.dtd", GOLDEN_FOLDER);
    char *arguments[] = {"xmllint", "--noout", "--nonet", "--dtdvalid", dtd, path, NULL};
    bool started = posix_spawnp(&pid, "xmllint", NULL, NULL, arguments, environ) == 0;
    if (started)
        assert_int_equal(waitpid(pid, &status, 0), pid);
    unlink(path);
    if (!started)
        skip();
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_cobertura_is_valid(void **state)
{
    (void)state;
    assay_coverage coverage, none = {.root = "/"};
    sample_coverage(&coverage);
    char *text = render(assay_coverage_cobertura, &coverage);
    assert_int_equal(validate(text), 0);
    free(text);
    text = render(assay_coverage_cobertura, &none);
    assert_int_equal(validate(text), 0);
    *strstr(text, "line-rate") = 'L';
    assert_int_not_equal(validate(text), 0);
    free(text);
    assay_coverage_clear(&coverage);
}

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* Of each line the beginning is one that lcov knows. */
static void expect_tracefile(char *text)
{
    static const char *const known[] = {"TN:", "SF:/", "DA:", "LF:", "LH:", "end_of_record"};
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        size_t i = 0;
        while (i < sizeof(known) / sizeof(known[0]) && !begins(line, known[i]))
            i++;
        assert_true(i < sizeof(known) / sizeof(known[0]));
    }
}

static void test_hostile_names(void **state)
{
    char path[300] = "/shop/", source[300];
    (void)state;
    for (int byte = 1; byte < 256; byte++)
        path[5 + byte] = (char)(byte == '/' ? '_' : byte);
    snprintf(source, sizeof(source), "\x1b[2J]]><&\"'\xff /* a- */\n");
    assay_coverage coverage = {.root = "/sh\x01<&>op"};
    sample_file(&coverage, path, source);
    sample_file(&coverage, "/sh\x01<&>op/a\n<&\"'>\xff/b.c",
                "x /* aw */\ny /* af */\nz /* b- */\n");
    assay_coverage_finish(&coverage);
    char *text = render(assay_coverage_cobertura, &coverage);
    assert_int_equal(validate(text), 0);
    free(text);
    text = render(assay_coverage_lcov, &coverage);
    expect_tracefile(text);
    free(text);
    text = render(write_all, &coverage);
    for (const char *at = text; *at != '\0'; at++)
        assert_true(*at == '\n' || (unsigned char)*at >= ' ');
    free(text);
    assay_coverage_clear(&coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_cobertura_is_valid),
        cmocka_unit_test(test_hostile_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
