/* Suites as whole programs. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cmocka/suite.h"
#include <assay/cmocka.h>
#include <stdio.h>
#include <stdlib.h>

enum { FAILED = 1, WRONG_USE = 2, ASSAY_FAILED = 3, NOTHING_RAN = 4 };

static int run_tests_of(assay_suite *self, struct CMUnitTest *tests, size_t room)
{
    const char *name = self != NULL ? self->session.manifests[0].name : "assay";
    size_t count = assay_add_checks(self, tests, room);
    if (_cmocka_run_group_tests(name, tests, count, NULL, NULL) != 0)
        return FAILED;
    const assay_run *run = &self->session.run;
    if (run->done > run->totals[ASSAY_SKIPPED])
        return 0;
    fputs("assay: every check was skipped: nothing ran\n", stderr);
    return NOTHING_RAN;
}

int assay_suite_run(assay_suite *self)
{
    size_t count = assay_suite_count(self);
    struct CMUnitTest *tests = calloc(count, sizeof(*tests));
    if (tests == NULL) {
        fputs("assay: out of memory\n", stderr);
        return ASSAY_FAILED;
    }
    int code = run_tests_of(self, tests, count);
    free(tests);
    return code;
}

static int complain(assay_status status, const assay_error *error)
{
    fprintf(stderr, "assay: %s\n", error->message[0] != '\0' ? error->message : "out of memory");
    return status == ASSAY_INVALID ? WRONG_USE : ASSAY_FAILED;
}

int assay_suite_main_with(const char *libexec, const char *manifest,
                          const assay_suite_options *options)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_suite *suite;
    assay_status status = assay_suite_open_with(libexec, manifest, options, &suite, &error);
    if (status != ASSAY_OK)
        return complain(status, &error);
    int code = assay_suite_run(suite);
    status = assay_suite_close(suite, &error);
    return status == ASSAY_OK || code == FAILED ? code : complain(status, &error);
}
