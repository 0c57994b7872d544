#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/report_file.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[128];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/assay-file-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof(path), "%s/report.xml", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    rmdir(path);
    return rmdir(folder); /* fails when anything else was left */
}

static assay_status write_jobs(FILE *to, const assay_run *run, assay_error *error)
{
    (void)error;
    for (unsigned i = 0; i < run->settings.jobs; i++)
        fputs("0123456789", to);
    return ASSAY_OK;
}

static assay_status write_none(FILE *to, const assay_run *run, assay_error *error)
{
    (void)to, (void)run;
    return assay_error_set(error, ASSAY_MEMORY, "no room");
}

static const assay_report_format jobs = {"jobs", "jobs", write_jobs, ""};
static const assay_report_format none = {"none", "none", write_none, ""};

static void expect_size(off_t size)
{
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_size, size);
}

static void test_written_and_replaced(void **state)
{
    (void)state;
    static const unsigned sizes[] = {1, 1000, 0, 2};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        assay_run run = {.settings = {.jobs = sizes[i]}};
        assert_int_equal(assay_report_file(path, &run, &jobs, NULL), ASSAY_OK);
        expect_size(10 * (off_t)sizes[i]);
    }
}

static void test_errors_leave_nothing(void **state)
{
    (void)state;
    assay_run run = {.settings = {.jobs = 1}};
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_report_file("/nonexistent/r.xml", &run, &jobs, &error), ASSAY_IO);
    assert_non_null(strstr(error.message, "/nonexistent/r.xml"));
    error.message[0] = '\0';
    assert_int_equal(assay_report_file(path, &run, &none, &error), ASSAY_MEMORY);
    assert_non_null(strstr(error.message, "report.xml': no room"));
    assert_int_equal(mkdir(path, 0777), 0);
    assert_int_equal(assay_report_file(path, &run, &jobs, NULL), ASSAY_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_written_and_replaced, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_errors_leave_nothing, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
