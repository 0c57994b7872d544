#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/plan.h"
#include "runner/sample.h"
#include "runner/schedule.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A pool of two hosts in place of the real one: answers the last job first, as a script says. */
struct assay_pool {
    uint64_t numbers[2];
    unsigned busy;
    size_t submitted;
    char folders[16][64];
    char lines[16][64];
    assay_job last;
    char last_check[64];
    unsigned idle;         /* so many waits find nothing */
    bool broken;           /* wait fails */
    bool wrong;            /* answers for a job that does not exist */
    bool dead;             /* loses every job */
    bool twice;            /* answers for job 0 always */
    assay_verdict verdict; /* of every answer */
    uint64_t counters[2];
    const char *observed;
};

bool assay_pool_free(const assay_pool *self)
{
    return self->busy < 2;
}

unsigned assay_pool_busy(const assay_pool *self)
{
    return self->dead ? 0 : self->busy;
}

assay_status assay_pool_submit(assay_pool *self, const assay_job *job, assay_error *error)
{
    (void)error;
    assert_true(self->busy < 2);
    self->numbers[self->busy++] = job->number;
    snprintf(self->lines[self->submitted], 64, "%s", job->lines);
    snprintf(self->folders[self->submitted++], 64, "%s", job->folder);
    self->last = *job;
    snprintf(self->last_check, sizeof(self->last_check), "%s", job->check);
    return ASSAY_OK;
}

static void fill(const assay_pool *self, assay_answer *answer)
{
    memset(answer, 0, sizeof(*answer));
    assert_int_equal(assay_finding_init(&answer->look.finding), ASSAY_OK);
    answer->look.finding.verdict = self->verdict;
    memcpy(answer->look.finding.counters, self->counters, sizeof(self->counters));
    assay_finding_text(&answer->look.finding.observed, "%s", self->observed);
    answer->look.name = strdup("shop secret");
    answer->look.version = strdup("1");
    answer->look.offered = ASSAY_CAN_SPLIT;
}

assay_status assay_pool_wait(assay_pool *self, int timeout_ms, assay_answer *answer,
                             assay_error *error)
{
    if (self->broken)
        return assay_error_set(error, ASSAY_IO, "the pool broke");
    if (self->idle > 0) {
        assert_true(timeout_ms >= 0);
        self->idle--;
        return ASSAY_IDLE;
    }
    fill(self, answer);
    answer->number = self->wrong ? 99 : self->numbers[self->busy - 1];
    if (self->twice)
        answer->number = 1;
    self->busy--;
    return ASSAY_OK;
}

typedef struct watcher {
    size_t finished, waited;
    bool refuse;
} watcher;

static assay_status finished(void *context, const assay_run *run, size_t item, assay_error *error)
{
    watcher *self = context;
    self->finished++;
    assert_true(run->items[item].done);
    assert_int_equal(run->done, self->finished);
    return self->refuse ? assay_error_set(error, ASSAY_IO, "the disk is full") : ASSAY_OK;
}

static void waiting(void *context, const assay_run *run)
{
    (void)run;
    ((watcher *)context)->waited++;
}

static char *const secrets[] = {"secret"};

static void start(assay_run *run)
{
    assay_run_settings settings = {.tier = ASSAY_STANDARD, .jobs = 2, .seed = 42};
    assay_run_init(run, &settings);
    assay_run_scenario *over = assay_run_add_scenario(run, "m", &sample_lines);
    assert_non_null(over);
    over->secrets = secrets;
    over->secret_count = 1;
    over->timeout_ms = 1234;
}

static void start_planned(assay_run *run)
{
    static const assay_selection all = {.count = 0};
    start(run);
    sample_look(&run->scenarios[0]);
    assert_int_equal(assay_plan_make(run, sample_tables, 1, &all, NULL), ASSAY_OK);
}

static void test_looks(void **state)
{
    (void)state;
    assay_run run;
    start(&run);
    assay_pool pool = {.observed = "a secret"};
    assay_schedule schedule = {&run, &pool, "/scratch", NULL, NULL, NULL, NULL};
    assert_int_equal(assay_schedule_looks(&schedule, NULL), ASSAY_OK);
    assert_string_equal(run.scenarios[0].look.name, "shop ***");
    assert_string_equal(run.scenarios[0].look.finding.observed, "a ***");
    assert_int_equal(run.scenarios[0].look.offered, ASSAY_CAN_SPLIT);
    assert_string_equal(run.scenarios[0].library_hash, "");
    assert_string_equal(pool.last_check, "");
    assert_string_equal(pool.folders[0], "/scratch/look-0");
    assert_string_equal(pool.lines[0], "");
    assay_run_clear(&run);
}

static void test_checks(void **state)
{
    (void)state;
    assay_run run;
    start_planned(&run);
    assay_pool pool = {.observed = "a secret", .counters = {1, 2}, .idle = 3};
    watcher watch = {0, 0, false};
    assay_schedule schedule = {&run, &pool, "/scratch", &watch, finished, waiting, NULL};
    assert_int_equal(assay_schedule_checks(&schedule, NULL), ASSAY_OK);
    assert_int_equal(run.done, 7);
    assert_int_equal(watch.finished, 7);
    assert_int_equal(watch.waited, 3 + 3);
    assert_int_equal(pool.submitted, 3);
    assert_int_equal(run.totals[ASSAY_PASS], 3);
    assert_int_equal(run.totals[ASSAY_SKIPPED], 4);
    assert_int_equal(pool.last.seed, 42);
    assert_int_equal(pool.last.timeout_ms, 1234);
    for (size_t i = 0; i < run.item_count; i++)
        assert_null(strstr(run.items[i].finding.observed, "secret"));
    assert_string_equal(run.items[0].finding.observed, "a ***");
    assert_string_not_equal(pool.folders[0], pool.folders[1]);
    assay_run_clear(&run);
}

static void test_lines(void **state)
{
    (void)state;
    char folder[64];
    assay_run run;
    start_planned(&run);
    assay_pool pool = {.observed = ""};
    assay_schedule schedule = {
        .run = &run, .pool = &pool, .scratch = "/scratch", .lines = "/lines"};
    assert_int_equal(assay_schedule_checks(&schedule, NULL), ASSAY_OK);
    assert_true(assay_schedule_lines("/lines", 0, folder, sizeof(folder)));
    assert_string_equal(pool.lines[0], folder);
    assert_string_not_equal(pool.lines[0], pool.lines[1]);
    assert_false(assay_schedule_lines("/lines", 0, folder, 8));
    assay_run_clear(&run);
}

static void test_a_pass_must_be_exercised(void **state)
{
    (void)state;
    assay_run run;
    start_planned(&run);
    assay_pool pool = {.observed = "", .counters = {1, 1}};
    watcher watch = {0, 0, false};
    assay_schedule schedule = {&run, &pool, "/scratch", &watch, finished, NULL, NULL};
    assert_int_equal(assay_schedule_checks(&schedule, NULL), ASSAY_OK);
    assert_int_equal(run.items[1].finding.verdict, ASSAY_UNPROVEN);
    assert_string_equal(run.items[1].finding.reason, "'split refused' happened 1 times, needed 2");
    assert_int_equal(run.totals[ASSAY_UNPROVEN], 1);
    assay_run_clear(&run);
}

static void test_a_failure_needs_no_exercise(void **state)
{
    (void)state;
    assay_run run;
    start_planned(&run);
    assay_pool pool = {.observed = "", .verdict = ASSAY_FAIL};
    watcher watch = {0, 0, false};
    assay_schedule schedule = {&run, &pool, "/scratch", &watch, finished, NULL, NULL};
    assert_int_equal(assay_schedule_checks(&schedule, NULL), ASSAY_OK);
    assert_int_equal(run.totals[ASSAY_FAIL], 3);
    assert_int_equal(assay_run_exit_code(&run), 1);
    assay_run_clear(&run);
}

static void test_repeated(void **state)
{
    (void)state;
    assay_run run;
    start_planned(&run);
    run.settings.repeat = 3;
    assay_pool pool = {.observed = "a secret", .counters = {1, 1}};
    watcher watch = {0, 0, false};
    assay_schedule schedule = {&run, &pool, "/scratch", &watch, finished, NULL, NULL};
    assert_int_equal(assay_schedule_checks(&schedule, NULL), ASSAY_OK);
    assert_int_equal(pool.submitted, 3 * 3);
    assert_true(pool.last.shows);
    assert_int_equal(watch.finished, 7);
    assert_int_equal(run.items[0].outcomes[ASSAY_PASS], 3);
    assert_string_equal(run.items[0].finding.observed, "a ***");
    assert_int_equal(run.items[1].outcomes[ASSAY_UNPROVEN], 3); /* each time by itself */
    assert_int_equal(run.items[2].outcomes[ASSAY_SKIPPED], 0);
    for (size_t i = 0; i < 9; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(pool.folders[i], pool.folders[j]);
    assay_run_clear(&run);
}

static void test_one_of_them(void **state)
{
    (void)state;
    assay_run run;
    start_planned(&run);
    run.settings.repeat = 2;
    assay_pool pool = {.observed = "", .counters = {1, 2}};
    assay_schedule schedule = {&run, &pool, "/scratch", NULL, NULL, NULL, NULL};
    assert_int_equal(assay_schedule_one(&schedule, 1, NULL), ASSAY_OK);
    assert_int_equal(pool.submitted, 2);
    assert_string_equal(pool.last_check, "split.parts");
    assert_int_equal(run.done, 1);
    assert_true(run.items[1].done);
    assert_int_equal(assay_schedule_one(&schedule, 1, NULL), ASSAY_OK);
    assert_int_equal(pool.submitted, 2);
    assay_run_clear(&run);
}

static void expect_error(assay_pool pool, watcher watch, const char *message)
{
    assay_run run;
    start_planned(&run);
    assay_error error = ASSAY_ERROR_INIT;
    assay_schedule schedule = {&run, &pool, "/scratch", &watch, finished, NULL, NULL};
    assert_int_equal(assay_schedule_checks(&schedule, &error), ASSAY_IO);
    assert_string_equal(error.message, message);
    assay_run_clear(&run);
}

static void test_errors(void **state)
{
    (void)state;
    watcher good = {0, 0, false}, full = {0, 0, true};
    expect_error((assay_pool){.observed = "", .broken = true}, good, "the pool broke");
    expect_error((assay_pool){.observed = "", .wrong = true}, good,
                 "a host answered for job 99, which is none");
    expect_error((assay_pool){.observed = "", .dead = true}, good,
                 "no host is left to run checks in");
    expect_error((assay_pool){.observed = "", .twice = true}, good,
                 "a host answered twice for 'split.parts'");
    expect_error((assay_pool){.observed = ""}, full, "the disk is full");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_checks),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_a_pass_must_be_exercised),
        cmocka_unit_test(test_a_failure_needs_no_exercise),
        cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_one_of_them),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
