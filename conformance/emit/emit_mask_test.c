#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/test_folder.h"
#include "emit/mask.h"
#include "engine/tape.h"
#include "engine/trace.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void make_tape(const char *path, assay_op op, const char *text, assay_buffer *to)
{
    assay_tape tape;
    char bytes[4096];
    assay_error error = ASSAY_ERROR_INIT;

    assert_int_equal(assay_tape_open(&tape, path, true, &error), ASSAY_OK);
    assay_tape_number(&tape, 0x313131);
    assay_tape_text(&tape, text);
    assay_tape_text(&tape, "");
    assay_tape_mark(&tape, ASSAY_TAPE_CALL, op, '1');
    assay_tape_text(&tape, text);
    assay_tape_mark(&tape, ASSAY_TAPE_END, 0, 0);
    assay_tape_close(&tape);
    int file = open(path, O_RDONLY);
    ssize_t got = read(file, bytes, sizeof(bytes));
    assert_true(got > 0);
    close(file);
    assert_int_equal(assay_buffer_append(&to->out, bytes, (size_t)got), ASSAY_OK);
}

static void expect(char *const *secrets, size_t count, assay_op op, const char *text,
                   const char *masked)
{
    assay_buffer tape = ASSAY_BUFFER_INIT;
    assay_tape_frame frame;
    assay_tape_value value;
    void *folder = NULL;

    assert_int_equal(test_folder_make(&folder), 0);
    char *path = test_folder_path(&folder, "tape");
    make_tape(path, op, text, &tape);
    assay_emit_secret where = strcmp(text, masked) == 0 ? ASSAY_EMIT_SECRET_NOWHERE
                              : op == ASSAY_OP_WRITE    ? ASSAY_EMIT_SECRET_IN_DATA
                                                        : ASSAY_EMIT_SECRET_GIVEN;
    assert_int_equal(assay_emit_mask(&tape, secrets, count), where);
    assay_decoder from = {assay_buffer_bytes(&tape), false};
    assert_true(assay_tape_take(&from, &frame));
    assert_int_equal(frame.b, '1');
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

    expect(secrets, 3, ASSAY_OP_OPEN, "password=hunter2&hunterhunter",
           "password=*******&************");
    expect(secrets, 3, ASSAY_OP_OPEN, "hunte", "hunte");
    expect(digits, 1, ASSAY_OP_WRITE, "1 and 21", "* and 2*");
    expect(NULL, 0, ASSAY_OP_WRITE, "hunter", "hunter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(blots_out_what_bytes_hold)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
