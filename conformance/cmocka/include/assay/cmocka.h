#ifndef ASSAY_CMOCKA_H
#define ASSAY_CMOCKA_H

/* The checks of Assay as tests of your own cmocka program. The smallest one is
 *
 *     int main(void)
 *     {
 *         return assay_suite_main("assay.json", NULL);
 *     }
 *
 * A check that passes is a test that passes. One that fails, crashes or hangs is a failed test with
 * all that `assay run` shows of it; one that proves nothing or does not apply is a skipped test,
 * and a line "# reason" says why. Nothing that goes wrong ends in fewer tests: it is a test that
 * fails.
 *
 * Each check has processes of its own, so that one that crashes or hangs takes nothing with it.
 *
 * The environment goes before the options: ASSAY_SEED and ASSAY_FILTER run a failure again, with
 * ASSAY_IN_PROCESS=1 in the test program itself, where a debugger stops at breakpoints.
 *
 * One thread. Link with assay::cmocka, or with what `pkg-config --libs assay-cmocka` says. */

#include <assay/connector.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct CMUnitTest; /* of <cmocka.h>, which may be included before or after */

/* Zeroed it is what `assay run` does without options. Texts need to live only until open returns.
 */
typedef struct assay_suite_options {
    /* assay_connector_entry of a connector that is linked into the program. NULL: the library that
     * the manifest names is loaded, in the process of each check. */
    const assay_connector *(*entry)(void);
    /* Which checks, as `assay run --filter`: patterns over "CHECK" or "CONNECTOR/SCENARIO:CHECK",
     * NULL behind the last one. NULL: all. */
    const char *const *filters;
    const char *tier;   /* "smoke", "standard" or "exhaustive"; NULL: "standard" */
    uint64_t seed;      /* 0: another one in each run; a failure says which */
    uint64_t records;   /* no data set has more; 0: as many as the manifest asks for */
    uint32_t timeout_s; /* of a check, in seconds; 0: as the manifest says */
    bool strict;        /* a check that is unproven fails; otherwise it is skipped */
    bool should_counts; /* a SHOULD that is not kept fails; otherwise it is skipped, and shown */
    bool in_process;    /* no isolation: all in this process. A hang is not ended then */
} assay_suite_options;

typedef struct assay_suite assay_suite;

/* The folder of assay-stack and assay-lines, as assay::cmocka says it, or else where this header
 * is, from which it is found. ASSAY_HOST and ASSAY_STACK in the environment go before it. */
#ifndef ASSAY_LIBEXEC
#define ASSAY_LIBEXEC __FILE__
#endif

#pragma GCC visibility push(default)

/* What assay_suite_open and assay_suite_main call. */
assay_status assay_suite_open_with(const char *libexec, const char *manifest,
                                   const assay_suite_options *options, assay_suite **suite,
                                   assay_error *error) ASSAY_MUST_USE;
int assay_suite_main_with(const char *libexec, const char *manifest,
                          const assay_suite_options *options);

/* Reads the manifest, makes its data in a folder below ${TMPDIR:-/tmp}, which goes with the process
 * however that ends, and looks at the connector. options: NULL is all zero. *suite: the caller's,
 * to close; NULL unless OK. INVALID, with a message in one line: the manifest, an option or the
 * environment is wrong, a filter matches no check, the library is no connector.
 *
 * Isolated, it forks the process from which the checks are started: best before there are threads.
 */
ASSAY_MUST_USE static inline assay_status assay_suite_open(const char *manifest,
                                                           const assay_suite_options *options,
                                                           assay_suite **suite, assay_error *error)
{
    return assay_suite_open_with(ASSAY_LIBEXEC, manifest, options, suite, error);
}

/* Runs the tear-down commands of the manifest, removes the data and stops what was started. Not
 * from inside a test of the suite. NULL is fine. IO: a tear-down failed, or something was left
 * behind; stderr has more. The suite is closed all the same. */
assay_status assay_suite_close(assay_suite *self, assay_error *error) ASSAY_MUST_USE;

/* How many tests assay_add_checks writes: at least one, also for NULL. */
size_t assay_suite_count(const assay_suite *self);

/* Writes a test for each check to tests, which has room for that many, and answers how many it has
 * written. They are named "CHECK", or "SCENARIO:CHECK" when the manifest has several scenarios.
 * Where room is too small the last test fails; for NULL, a suite that was not opened, the only one
 * does. Valid until the suite is closed. A group of these tests has no set-up that sets the state:
 * the tests need it, and fail without. */
size_t assay_add_checks(assay_suite *self, struct CMUnitTest *tests, size_t room);

/* The test of one check, by the same name. One that is not there gives a test that fails; one that
 * no filter selects a test that is skipped. name: valid as long as the test. */
struct CMUnitTest assay_check_test(assay_suite *self, const char *name);

/* Runs all tests as a group that has the connector's name. What main can return: 0; 1, a test
 * failed; 4, every test was skipped. */
int assay_suite_run(assay_suite *self);

/* Opens, runs and closes; what goes wrong is said on stderr. What main can return, as `assay run`
 * exits: as above, and 2, wrong use or a wrong manifest; 3, Assay itself failed. */
static inline int assay_suite_main(const char *manifest, const assay_suite_options *options)
{
    return assay_suite_main_with(ASSAY_LIBEXEC, manifest, options);
}

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
