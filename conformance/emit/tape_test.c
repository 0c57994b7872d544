#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/test_folder.h"
#include "emit/rehearsal.h"
#include <signal.h>
#include "engine/tape.h"

/* What a tape holds, counted. */
typedef struct census {
    uint64_t kinds[ASSAY_TAPE_FAIL + 1];
    assay_tape_kind last;
    bool whole;
} census;

static census take_census(const assay_buffer *tape)
{
    census found = {{0}, 0, false};
    assay_decoder from = {assay_buffer_bytes(tape), false};
    assay_tape_frame frame;
    assay_tape_value value;

    while (from.rest.size > 0 && assay_tape_take(&from, &frame)) {
        assert_in_range(frame.kind, ASSAY_TAPE_CASE, ASSAY_TAPE_FAIL);
        found.kinds[frame.kind]++;
        found.last = frame.kind;
        while (frame.values.rest.size > 0)
            assert_true(assay_tape_take_value(&frame, &value));
    }
    found.whole = !from.failed;
    return found;
}

static const rehearsal passing[] = {
    {RANGE_MANIFEST, "plain", "life-cycle.reads-truth", NULL, 5, 0},
    {FILE_MANIFEST, "lines", "source.travels", NULL, 5, 0},
    {FILE_MANIFEST, "lines", "split.covers", NULL, 5, 0},
    {FILE_MANIFEST, "lines", "size.parts-add-up", NULL, 5, 0},
    {FILE_MANIFEST, "lines", "position.ranges-associate", NULL, 5, 0},
    {FILE_MANIFEST, "lines", "dynamic-split.pairs", NULL, 5, 0},
    {FILE_MANIFEST, "lines", "progress.counts", NULL, 5, 0},
    {FILE_MANIFEST, "lines", "checkpoint.every-record", NULL, 5, 0},
    {GZIP_MANIFEST, "plain", "compressed.truncated", NULL, 5, 0},
    {GZIP_MANIFEST, "sink", "sink.travels", NULL, 5, 0},
};

static void test_every_call_is_on_the_tape(void **state)
{
    for (size_t i = 0; i < sizeof(passing) / sizeof(*passing); i++) {
        rehearsed done;
        char name[16];
        snprintf(name, sizeof(name), "run-%zu", i);
        char *folder = test_folder_path(state, name);
        assert_int_equal(mkdir(folder, 0777), 0);
        assert_int_equal(rehearse(&passing[i], folder, &done), 0);
        if (done.finding.verdict != ASSAY_PASS)
            fail_msg("%s: %s%s", passing[i].check, done.finding.reason, done.finding.observed);
        census found = take_census(&done.tape);
        assert_true(found.whole);
        assert_true(done.finding.calls > 0);
        assert_int_equal(found.kinds[ASSAY_TAPE_CALL], done.finding.calls);
        assert_int_equal(found.kinds[ASSAY_TAPE_END], done.finding.calls);
        assert_int_equal(found.kinds[ASSAY_TAPE_CASE], done.finding.cases);
        assert_int_equal(found.kinds[ASSAY_TAPE_FAIL], 0);
        rehearsed_clear(&done);
        free(folder);
    }
}

static void test_a_crash_leaves_the_beginning(void **state)
{
    const rehearsal crash = {HOSTILE_MANIFEST, "plain", "life-cycle.reads-truth", NULL, 5, 0};
    rehearsed done;

    /* cmocka's handler would go on with the tests in the process that crashes. */
    struct sigaction usual = {.sa_handler = SIG_DFL}, before;
    assert_int_equal(sigaction(SIGSEGV, &usual, &before), 0);
    assert_int_equal(setenv("HOSTILE", "start:crash", 1), 0);
    assert_int_equal(rehearse(&crash, *state, &done), 0);
    unsetenv("HOSTILE");
    assert_int_equal(sigaction(SIGSEGV, &before, NULL), 0);
    assert_int_equal(done.finding.verdict, ASSAY_CRASH);
    census found = take_census(&done.tape);
    assert_true(found.whole);
    assert_int_equal(found.last, ASSAY_TAPE_CALL);
    assert_int_equal(found.kinds[ASSAY_TAPE_CALL], found.kinds[ASSAY_TAPE_END] + 1);
    rehearsed_clear(&done);
}

/* Frames of odd sizes come back as they were; a cut one does not come back. */
static void test_frames(void **state)
{
    static char bytes[4097];
    static const size_t sizes[] = {0, 1, 17, 4095, 4096, 4097};
    char *path = test_folder_path(state, "frames");
    assay_tape tape;

    assert_int_equal(assay_tape_open(&tape, path, true, NULL), ASSAY_OK);
    for (size_t i = 0; i < 6; i++) {
        assay_tape_bytes(&tape, (assay_bytes){bytes, sizes[i]});
        assay_tape_number(&tape, -1);
        assay_tape_fraction(&tape, 0.25);
        assay_tape_mark(&tape, ASSAY_TAPE_OUT, i, UINT64_MAX);
    }
    assay_tape_close(&tape);
    FILE *file = fopen(path, "rb");
    static char read_back[20000];
    size_t size = fread(read_back, 1, sizeof(read_back), file);
    fclose(file);
    assay_decoder from = {{read_back, size - 1}, false};
    assay_tape_frame frame;
    assay_tape_value value;
    for (size_t i = 0; i < 5; i++) {
        assert_true(assay_tape_take(&from, &frame));
        assert_int_equal(frame.a, i);
        assert_int_equal(frame.b, UINT64_MAX);
        assert_true(assay_tape_take_value(&frame, &value));
        assert_int_equal(value.bytes.size, sizes[i]);
        assert_true(assay_tape_take_value(&frame, &value));
        assert_int_equal(value.number, -1);
        assert_true(assay_tape_take_value(&frame, &value));
        assert_true(value.fraction == 0.25);
        assert_false(assay_tape_take_value(&frame, &value));
    }
    assert_false(assay_tape_take(&from, &frame));
    free(path);
}

static void test_no_tape(void **state)
{
    assay_tape tape;
    assay_error error = ASSAY_ERROR_INIT;

    (void)state;
    assert_int_equal(assay_tape_open(&tape, "", true, NULL), ASSAY_OK);
    assay_tape_number(&tape, 1);
    assay_tape_mark(&tape, ASSAY_TAPE_OUT, 0, 0);
    assert_null(tape.values.data);
    assay_tape_close(&tape);
    assert_int_equal(assay_tape_open(&tape, "/nowhere/tape", true, &error), ASSAY_IO);
    assert_non_null(strstr(error.message, "cannot open '/nowhere/tape'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_call_is_on_the_tape, test_folder_make,
                                        test_folder_remove),
        cmocka_unit_test_setup_teardown(test_a_crash_leaves_the_beginning, test_folder_make,
                                        test_folder_remove),
        cmocka_unit_test_setup_teardown(test_frames, test_folder_make, test_folder_remove),
        cmocka_unit_test(test_no_tape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
