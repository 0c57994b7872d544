#include "engine/tape.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

assay_status assay_tape_open(assay_tape *self, const char *path, bool fresh, assay_error *error)
{
    *self = (assay_tape){-1, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    if (path == NULL || path[0] == 0)
        return ASSAY_OK;
    self->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (fresh ? O_TRUNC : 0), 0600);
    if (self->fd < 0)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    return ASSAY_OK;
}

void assay_tape_close(assay_tape *self)
{
    if (self->fd >= 0)
        close(self->fd);
    self->fd = -1;
    assay_buffer_clear(&self->values);
    assay_buffer_clear(&self->frame);
}

void assay_tape_page(assay_tape *self, int64_t *begin)
{
    if (self->fd < 0)
        *begin = 1;
    else if (*begin == 0)
        *begin = lseek(self->fd, 0, SEEK_END);
    else if (ftruncate(self->fd, *begin) != 0)
        assay_tape_close(self);
}

/* Ends the tape when something could not be written to it. */
static void keep(assay_tape *self, assay_status status)
{
    if (status != ASSAY_OK)
        assay_tape_close(self);
}

static assay_status put_number(assay_tape *self, assay_tape_type type, uint64_t number)
{
    ASSAY_TRY(assay_put_u64(&self->values.out, type));
    return assay_put_u64(&self->values.out, number);
}

void assay_tape_number(assay_tape *self, int64_t number)
{
    if (self->fd >= 0)
        keep(self, put_number(self, ASSAY_TAPE_NUMBER, (uint64_t)number));
}

void assay_tape_fraction(assay_tape *self, double fraction)
{
    uint64_t bits;

    memcpy(&bits, &fraction, sizeof(bits));
    if (self->fd >= 0)
        keep(self, put_number(self, ASSAY_TAPE_FRACTION, bits));
}

void assay_tape_bytes(assay_tape *self, assay_bytes bytes)
{
    if (self->fd < 0)
        return;
    keep(self, assay_put_u64(&self->values.out, ASSAY_TAPE_BYTES));
    if (self->fd >= 0)
        keep(self, assay_put_bytes(&self->values.out, bytes));
}

void assay_tape_text(assay_tape *self, const char *text)
{
    assay_tape_bytes(self, (assay_bytes){text, strlen(text)});
}

void assay_tape_record(assay_tape *self, const assay_record *record)
{
    assay_tape_number(self, record->timestamp);
    assay_tape_bytes(self, record->value);
    assay_tape_bytes(self, record->id);
}

static assay_status write_frame(assay_tape *self, assay_tape_kind kind, uint64_t a, uint64_t b)
{
    assay_out *to = &self->frame.out;

    assay_buffer_reset(&self->frame);
    ASSAY_TRY(assay_put_u64(to, 3 * sizeof(uint64_t) + self->values.size));
    ASSAY_TRY(assay_put_u64(to, kind));
    ASSAY_TRY(assay_put_u64(to, a));
    ASSAY_TRY(assay_put_u64(to, b));
    ASSAY_TRY(assay_buffer_append(to, self->values.data, self->values.size));
    ssize_t written = write(self->fd, self->frame.data, self->frame.size);
    return written == (ssize_t)self->frame.size ? ASSAY_OK : ASSAY_IO;
}

void assay_tape_mark(assay_tape *self, assay_tape_kind kind, uint64_t a, uint64_t b)
{
    if (self->fd < 0)
        return;
    keep(self, write_frame(self, kind, a, b));
    assay_buffer_reset(&self->values);
}

void assay_tape_expected(assay_tape *self, const assay_truth *truth, uint64_t first, uint64_t end)
{
    for (uint64_t i = first; i < end && self->fd >= 0; i++) {
        assay_record record = assay_truth_record(truth, i);
        assay_tape_record(self, &record);
        assay_tape_mark(self, ASSAY_TAPE_EXPECTED, i, 0);
    }
}

bool assay_tape_take(assay_decoder *from, assay_tape_frame *frame)
{
    assay_bytes bytes = assay_take_bytes(from);

    if (from->failed)
        return false;
    frame->values = (assay_decoder){bytes, false};
    frame->kind = (assay_tape_kind)assay_take_u64(&frame->values);
    frame->a = assay_take_u64(&frame->values);
    frame->b = assay_take_u64(&frame->values);
    return !frame->values.failed;
}

bool assay_tape_take_value(assay_tape_frame *from, assay_tape_value *value)
{
    *value = (assay_tape_value){0};
    value->type = (assay_tape_type)assay_take_u64(&from->values);
    if (value->type == ASSAY_TAPE_BYTES)
        value->bytes = assay_take_bytes(&from->values);
    else
        value->number = (int64_t)assay_take_u64(&from->values);
    memcpy(&value->fraction, &value->number, sizeof(value->fraction));
    return !from->values.failed;
}
