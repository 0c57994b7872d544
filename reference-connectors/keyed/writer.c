/* One attempt at one bundle: each record is stored as it comes. */
#include "keyed.h"

#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct keyed_writer {
    assay_writer base;
    assay_attempt attempt;
    assay_writer_state state;
    uint64_t records; /* taken so far; numbers the hidden files, of which there is one at a time */
    char *directory;  /* owned */
    char *hidden;     /* owned: room for the path of the hidden file */
    char *path;       /* owned: room for the path of a stored one */
} keyed_writer;

#define HIDDEN_SIZE (sizeof(KEYED_HIDDEN) + ASSAY_ATTEMPT_MAX + 1 + 20)
#define PATH_SIZE (2 * KEYED_ID_MAX + 1)

/* DIRECTORY/.assay-ATTEMPT-NUMBER. The part after the last '-' is the number, so that attempts
 * whose names contain a '-' keep apart. */
static void name_hidden(keyed_writer *self)
{
    sprintf(self->hidden, "%s/%s%s-%llu", self->directory, KEYED_HIDDEN, self->attempt.name,
            (unsigned long long)self->records);
}

static void name_stored(keyed_writer *self, assay_bytes id)
{
    const unsigned char *bytes = id.data;
    char *to = self->path + sprintf(self->path, "%s/", self->directory);
    for (size_t i = 0; i < id.size; i++)
        to += sprintf(to, "%02x", bytes[i]);
}

static assay_status write_hidden(const char *path, assay_bytes value, assay_file_digest *digest,
                                 assay_error *error)
{
    assay_atomic_file *file;
    ASSAY_TRY(assay_atomic_file_create(path, &file, error));
    assay_status status = assay_atomic_file_write(file, value, error);
    if (status == ASSAY_OK)
        status = assay_atomic_file_finish(file, digest, error);
    assay_atomic_file_free(file);
    return status;
}

static assay_status store(keyed_writer *self, const assay_record *record, assay_error *error)
{
    if (record->id.size == 0 || record->id.size > KEYED_ID_MAX)
        return assay_error_set(error, ASSAY_INVALID, "a record needs an id of 1 to %d bytes",
                               KEYED_ID_MAX);
    self->records++;
    name_hidden(self);
    name_stored(self, record->id);
    assay_file_digest digest;
    ASSAY_TRY(write_hidden(self->hidden, record->value, &digest, error));
    return assay_atomic_file_publish(self->hidden, self->path, &digest, error);
}

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    keyed_writer *writer = (keyed_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    assay_status status = store(writer, record, error);
    if (status != ASSAY_OK)
        writer->state = ASSAY_WRITER_FAILED;
    return status;
}

static assay_status give_token(const keyed_writer *self, assay_out *token, assay_error *error)
{
    ASSAY_TRY(assay_directory_sync(self->directory, error));
    return assay_attempt_put_token(&self->attempt, KEYED_FORMAT, token);
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    keyed_writer *writer = (keyed_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    assay_status status = give_token(writer, token, error);
    writer->state = status == ASSAY_OK ? ASSAY_WRITER_PREPARED : ASSAY_WRITER_FAILED;
    return status;
}

/* What is stored by id stays: another attempt may have stored the same. */
static assay_status abort_attempt(assay_writer *self, assay_error *error)
{
    keyed_writer *writer = (keyed_writer *)self;
    if (writer->state == ASSAY_WRITER_ABORTED)
        return assay_writer_check_open(writer->state, error);
    writer->state = ASSAY_WRITER_ABORTED;
    return writer->records == 0 ? ASSAY_OK : assay_file_remove(writer->hidden, error);
}

static void release(assay_writer *self)
{
    keyed_writer *writer = (keyed_writer *)self;
    free(writer->directory);
    free(writer->hidden);
    free(writer->path);
    free(writer);
}

static const assay_writer_ops writer_ops = {
    .struct_size = sizeof(writer_ops),
    .write = write_record,
    .prepare = prepare,
    .abort = abort_attempt,
    .release = release,
};

assay_status keyed_open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                               assay_writer **writer, assay_error *error)
{
    const char *directory = ((keyed_sink *)self)->directory;
    assay_attempt checked;
    ASSAY_TRY(assay_attempt_set(&checked, bundle, attempt, error));
    keyed_writer *opened = calloc(1, sizeof(*opened));
    if (opened == NULL)
        return ASSAY_MEMORY;
    opened->base.ops = &writer_ops;
    opened->attempt = checked;
    opened->directory = strdup(directory);
    opened->hidden = malloc(strlen(directory) + 1 + HIDDEN_SIZE);
    opened->path = malloc(strlen(directory) + 1 + PATH_SIZE);
    if (opened->directory == NULL || opened->hidden == NULL || opened->path == NULL) {
        release(&opened->base);
        return ASSAY_MEMORY;
    }
    *writer = &opened->base;
    return ASSAY_OK;
}
