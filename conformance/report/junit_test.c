#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/junit.h"
#include "report/sample.h"
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *render(const assay_run *run)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assay_junit_write(to, run);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(strlen(text), size);
    return text;
}

/* Exit code of xmllint, 127 when it is not there. */
static int lint(char *path)
{
    char schema[4096];
    snprintf(schema, sizeof(schema), "%s/../junit.xsd", GOLDEN_FOLDER);
    char *arguments[] = {"xmllint", "--noout", "--schema", schema, path, NULL};
    pid_t pid;
    if (posix_spawnp(&pid, "xmllint", NULL, NULL, arguments, environ) != 0)
        return 127;
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int validate(const char *text)
{
    char path[] = "/tmp/assay-junit-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(close(fd), 0);
    int code = lint(path);
    unlink(path);
    if (code == 127)
        skip();
    return code;
}

static void test_every_verdict(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "start -> record 0\nsplit \"1.0\" -> <REFUSED>\n");
    char *text = render(&run);
    sample_expect("run.xml", text);
    assert_int_equal(validate(text), 0);
    free(text);
    assay_run_clear(&run);
}

static void test_every_state(void **state)
{
    (void)state;
    assay_run run;
    sample_states(&run, "x");
    char *text = render(&run);
    sample_expect("states.xml", text);
    assert_int_equal(validate(text), 0);
    free(text);
    assay_run_clear(&run);
}

static void test_schema_refuses(void **state)
{
    (void)state;
    assert_int_not_equal(validate("<testsuites name=\"x\"/>"), 0);
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
    char *text = render(&run);
    assert_int_equal(validate(text), 0);
    free(text);
    free(hostile);
    assay_run_clear(&run);
}

static void test_nothing(void **state)
{
    (void)state;
    assay_run run = {.microseconds = 1};
    char *text = render(&run);
    assert_int_equal(validate(text), 0);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_verdict),  cmocka_unit_test(test_every_state),
        cmocka_unit_test(test_schema_refuses), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
