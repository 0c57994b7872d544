/* Checks as cmocka tests. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/checks.h"
#include "cmocka/print.h"
#include "cmocka/suite.h"
#include "runner/schedule.h"
#include <assay/cmocka.h>
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char mark[] = "a test of assay";

static assay_status name_test(const assay_run *run, assay_suite_test *test)
{
    const assay_run_item *item = &run->items[test->item];
    const char *scenario = run->scenarios[item->scenario].scenario->name;
    bool several = run->scenario_count > 1;
    if (asprintf(&test->name, "%s%s%s", several ? scenario : "", several ? ":" : "",
                 item->check->id) >= 0)
        return ASSAY_OK;
    test->name = NULL;
    return ASSAY_MEMORY;
}

assay_status assay_suite_name_tests(assay_suite *self, assay_error *error)
{
    assay_run *run = &self->session.run;
    self->tests = calloc(run->item_count + 1, sizeof(*self->tests));
    if (self->tests == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    for (size_t i = 0; i < run->item_count; i++) {
        self->tests[i] = (assay_suite_test){mark, self, i, NULL};
        if (name_test(run, &self->tests[i]) != ASSAY_OK)
            return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    return ASSAY_OK;
}

/* Does not come back: cmocka jumps out of the test. The text is kept, since nobody else can free
 * it. */
static void fail_test(assay_suite *suite, char *text)
{
    const char *path = suite->session.manifests[0].path;
    free(suite->text);
    suite->text = text;
    if (text == NULL)
        _assert_true(0, "out of memory", path, 1);
    if (assay_message_is_whole())
        _assert_true(0, text, path, 1);
    assay_print_lines(text, print_error, "");
    _fail(path, 1);
}

static void skip_test(const assay_suite *suite, char *text)
{
    assay_print_lines(text != NULL ? text : "out of memory", print_message, "# ");
    free(text);
    _skip(suite->session.manifests[0].path, 1);
}

static void report(assay_suite *suite, const assay_run_item *item)
{
    const assay_run *run = &suite->session.run;
    assay_verdict verdict = item->finding.verdict;
    if (verdict == ASSAY_PASS)
        return;
    if (verdict == ASSAY_ERROR)
        fail_test(suite,
                  assay_failure_text(run, item,
                                     "assay itself failed; this says nothing about the connector"));
    else if (assay_run_item_against(run, item))
        fail_test(suite, assay_failure_text(run, item, NULL));
    else if (assay_verdict_against(verdict))
        skip_test(suite, assay_failure_text(run, item, "a SHOULD that is not kept:"));
    else
        skip_test(suite, assay_reason_text(item));
}

/* Assay itself failed. */
static void report_error(assay_suite *suite, assay_error *error)
{
    char *text;
    assay_session_mask(&suite->session, error);
    if (asprintf(&text, "assay itself failed: %s",
                 error->message[0] != '\0' ? error->message : "out of memory") < 0)
        text = NULL;
    fail_test(suite, text);
}

/* The state may be that of the group, anything then, also no pointer at all: the kernel says
 * whether it can be read. */
static bool take_test(const void *state, assay_suite_test *test)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    bool taken = write(ends[1], state, sizeof(*test)) == (ssize_t)sizeof(*test) &&
                 read(ends[0], test, sizeof(*test)) == (ssize_t)sizeof(*test) && test->mark == mark;
    close(ends[0]);
    close(ends[1]);
    return taken;
}

static void refuse(const char *text)
{
    _assert_true(0, text, "assay/cmocka.h", 1);
}

static void run_check(void **state)
{
    assay_suite_test test;
    if (!take_test(*state, &test))
        refuse("the state is not that of a check of assay: a set-up of the group has set another; "
               "put the checks into a group without");
    assay_session *session = &test.suite->session;
    assay_error error = ASSAY_ERROR_INIT;
    assay_schedule schedule = {
        .run = &session->run, .pool = session->pool, .scratch = session->scratch.path};
    if (assay_schedule_one(&schedule, test.item, &error) != ASSAY_OK)
        report_error(test.suite, &error);
    report(test.suite, &session->run.items[test.item]);
}

static void not_opened(void **state)
{
    (void)state;
    refuse("the suite is NULL: assay_suite_open has failed, its error says why");
}

static void no_room(void **state)
{
    (void)state;
    refuse("there are more checks than the array has room for: assay_suite_count says how many");
}

static void no_check(void **state)
{
    (void)state;
    refuse("there is no check of this name over a scenario of the manifest");
}

static void not_selected(void **state)
{
    (void)state;
    print_message("# skipped: no filter selects it\n");
    _skip("assay/cmocka.h", 1);
}

static struct CMUnitTest test_of(const char *name, CMUnitTestFunction function, void *state)
{
    return (struct CMUnitTest){.name = name, .test_func = function, .initial_state = state};
}

size_t assay_suite_count(const assay_suite *self)
{
    return self != NULL ? self->session.run.item_count : 1;
}

size_t assay_add_checks(assay_suite *self, struct CMUnitTest *tests, size_t room)
{
    size_t count = assay_suite_count(self);
    size_t written = count < room ? count : room;
    for (size_t i = 0; i < written && self != NULL; i++)
        tests[i] = test_of(self->tests[i].name, run_check, &self->tests[i]);
    if (self == NULL && room > 0)
        tests[0] = test_of("assay", not_opened, NULL);
    else if (count > room && room > 0)
        tests[room - 1] = test_of("assay", no_room, NULL);
    return written;
}

struct CMUnitTest assay_check_test(assay_suite *self, const char *name)
{
    for (size_t i = 0; self != NULL && i < self->session.run.item_count; i++)
        if (strcmp(self->tests[i].name, name) == 0)
            return test_of(self->tests[i].name, run_check, &self->tests[i]);
    if (self == NULL)
        return test_of(name, not_opened, NULL);
    const char *colon = strchr(name, ':');
    const char *id = colon != NULL ? colon + 1 : name;
    bool left_out = self->selected && assay_check_find(id) != NULL;
    return test_of(name, left_out ? not_selected : no_check, NULL);
}
