#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/test_folder.h"
#include "emit/mask.h"
#include "engine/tape.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void make_tape(const char *path, const char *text, assay_buffer *to)
{
    assay_tape tape;
    char bytes[4096];
    assay_error error = ASSAY_ERROR_INIT;

    assert_int_equal(assay_tape_open(&tape, path, true, &error), ASSAY_OK);
    assay_tape_number(&tape, 0x313131);
    assay_tape_text(&tape, text);
    assay_tape_text(&tape, "");
    assay_tape_mark(&tape, ASSAY_TAPE_CALL, '1', '1');
    assay_tape_text(&tape, text);
    assay_tape_mark(&tape, ASSAY_TAPE_END, 0, 0);
    assay_tape_close(&tape);
    int file = open(path, O_RDONLY);
    ssize_t got = read(file, bytes, sizeof(bytes));
    assert_true(got > 0);
    close(file);
    assert_int_equal(assay_buffer_append(&to->out, bytes, (size_t)got), ASSAY_OK);
}

static void expect(char *const *secrets, size_t count, const char *text, const char *masked)
{
    assay_buffer tape = ASSAY_BUFFER_INIT;
    assay_tape_frame frame;
    assay_tape_value value;
    void *folder = NULL;

    assert_int_equal(test_folder_make(&folder), 0);
    char *path = test_folder_path(&folder, "tape");
    make_tape(path, text, &tape);
    assert_int_equal(assay_emit_mask(&tape, secrets, count), strcmp(text, masked) != 0);
    assay_decoder from = {assay_buffer_bytes(&tape), false};
    assert_true(assay_tape_take(&from, &frame));
    assert_int_equal(frame.a, '1');
    assert_true(assay_tape_take_value(&frame, &value));
    assert_int_equal(value.number, 0x313131);
    assert_true(assay_tape_take_value(&frame, &value));
    assert_int_equal(value.bytes.size, strlen(masked));
    assert_memory_equal(value.bytes.data, masked, strlen(masked));
    assert_true(assay_tape_take(&from, &frame));
    assert_true(assay_tape_take_value(&frame, &value));
    assert_memory_equal(value.bytes.data, masked, strlen(masked));
    assay_buffer_clear(&tape);
    free(path);
    assert_int_equal(test_folder_remove(&folder), 0);
}

static void blots_out_what_bytes_hold(void **state)
{
    (void)state;
    char secret[] = "hunter", longer[] = "hunter2", digit[] = "1", none[] = "";
    char *const secrets[] = {secret, none, longer};
    char *const digits[] = {digit};

    expect(secrets, 3, "password=hunter2&hunterhunter", "password=*******&************");
    expect(secrets, 3, "hunte", "hunte");
    expect(digits, 1, "1 and 21", "* and 2*");
    expect(NULL, 0, "hunter", "hunter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(blots_out_what_bytes_hold)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
