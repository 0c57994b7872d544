#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/format.h"

#include "report/report_file.h"
#include "report/sample.h"
#include <dirent.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONG = 1 << 20 };

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/assay-forms-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    DIR *files = opendir(folder);
    for (struct dirent *one; files != NULL && (one = readdir(files)) != NULL;)
        (void)unlinkat(dirfd(files), one->d_name, 0);
    if (files != NULL)
        closedir(files);
    return rmdir(folder);
}

static void write_all(const assay_run *run, const char *name)
{
    for (size_t i = 0; i < assay_report_format_count; i++) {
        char path[128];
        snprintf(path, sizeof(path), "%s/%s.%s", folder, name, assay_report_formats[i].name);
        assert_int_equal(assay_report_file(path, run, &assay_report_formats[i], NULL), ASSAY_OK);
    }
}

static void validate(void)
{
    char program[4096];
    snprintf(program, sizeof(program), "%s/../validate", GOLDEN_FOLDER);
    char *arguments[] = {"python3", program, folder, NULL};
    pid_t pid;
    int status;
    if (posix_spawnp(&pid, "python3", NULL, NULL, arguments, environ) != 0)
        skip();
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void test_golden(void **state)
{
    (void)state;
    assay_run run;
    sample_states(&run, "start -> record 0\nsplit \"1.0\" | <REFUSED> # `no`\n");
    run.items[1].known = NULL; /* a failure that counts */
    assay_run_count(&run);
    for (size_t i = 0; i < assay_report_format_count; i++) {
        const assay_report_format *format = &assay_report_formats[i];
        char *text = NULL, name[64];
        size_t size;
        if (strcmp(format->name, "html") == 0) /* html_test, without style and script */
            continue;
        FILE *to = open_memstream(&text, &size);
        assert_non_null(to);
        assert_int_equal(format->write(to, &run, NULL), ASSAY_OK);
        assert_int_equal(fclose(to), 0);
        snprintf(name, sizeof(name), "forms/%s", format->name);
        sample_expect(name, text);
        free(text);
    }
    write_all(&run, "states");
    validate();
    assay_run_clear(&run);
}

/* Whatever the connector and the manifest have a say in. */
static void write_hostile(char *names, char *text, const char *name)
{
    assay_run run;
    sample_states(&run, "x");
    assay_scenario scenario = sample_lines;
    scenario.connector = scenario.name = scenario.library = names;
    run.scenarios[0].scenario = &scenario;
    run.scenarios[0].manifest = names;
    const assay_known known = {text, text, text, ""};
    run.items[1].known = &known;
    for (size_t i = 2; i < (strlen(text) < LONG ? 5 : 3); i++) {
        assay_finding *finding = &run.items[i].finding;
        char **texts[] = {&finding->reason,  &finding->expected, &finding->observed,
                          &finding->dataset, &finding->trace,    &finding->stack,
                          &finding->output};
        for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
            assay_finding_text(texts[t], "%s", text);
    }
    assert_int_equal(assay_run_add_problem(&run, names, text), ASSAY_OK);
    write_all(&run, name);
    assay_run_clear(&run);
}

static void test_hostile(void **state)
{
    (void)state;
    static char empty[] = "", ticks[] = "````` ~~~ ]]> --- ... %0A ::error::";
    char *hostile = sample_hostile_text();
    write_hostile(hostile, hostile, "hostile");
    char *text = malloc(LONG + 1);
    assert_non_null(text);
    for (size_t i = 0; i < LONG; i++)
        text[i] = i % 65536 < strlen(hostile) ? hostile[i % 65536] : 'x';
    text[LONG] = '\0';
    write_hostile(text, hostile, "long-names");
    write_hostile(ticks, text, "long");
    write_hostile(ticks, empty, "empty");
    write_hostile(ticks, ticks, "ticks");
    free(text);
    free(hostile);
    validate();
}

static void test_other_ends(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    for (size_t i = 1; i < run.item_count; i++)
        run.items[i].finding.verdict = ASSAY_PASS;
    assay_run_count(&run);
    write_all(&run, "conformant");
    run.cut = true;
    write_all(&run, "cut");
    run.cut = false;
    run.settings.shard = run.settings.shards = 2;
    for (size_t i = 0; i < run.item_count; i++) {
        run.items[i].shard = 1 + (unsigned)(i % 2);
        run.items[i].done = i % 2 == 1;
    }
    assay_run_count(&run);
    write_all(&run, "shard");
    validate();
    assay_run_clear(&run);
}

static void test_find(void **state)
{
    (void)state;
    assert_non_null(assay_report_format_find("junit"));
    assert_null(assay_report_format_find("odd"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_golden, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_hostile, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_other_ends, make_folder, remove_folder),
        cmocka_unit_test(test_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
