/* One pass over all files of a pattern, each with a reader of its own. */
#include "file.h"

#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef enum state { NEW, ON_RECORD, AT_END, FAILED, CLOSED } state;

typedef struct pattern_reader {
    assay_reader base;
    file_source *source; /* an own copy */
    _Atomic state state;
    assay_buffer mark; /* what it was restored with, empty for none */
    file_list files;   /* from start on */
    size_t index;
    assay_source *file; /* files.paths[index] as a source, and its reader; both or none */
    assay_reader *inner;
    pthread_mutex_t lock; /* over inner, index and files.count, for progress */
} pattern_reader;

static void drop_file(pattern_reader *self)
{
    pthread_mutex_lock(&self->lock);
    assay_reader *inner = self->inner;
    self->inner = NULL;
    pthread_mutex_unlock(&self->lock);
    if (inner != NULL) {
        inner->ops->release(inner);
        self->file->ops->release(self->file);
    }
}

/* Opens the file at index, where mark says, or from its start when mark is empty. */
static assay_status open_file(pattern_reader *self, size_t index, assay_bytes mark,
                              assay_error *error)
{
    assay_source *file;
    assay_reader *inner;
    ASSAY_TRY(file_source_of_file(self->source, self->files.paths[index], &file));
    assay_status status = mark.size == 0 ? file->ops->open_reader(file, &inner, error)
                                         : file_checkpoint.restore(file, mark, &inner, error);
    if (status != ASSAY_OK) {
        file->ops->release(file);
        return status;
    }
    pthread_mutex_lock(&self->lock);
    self->index = index;
    self->file = file;
    self->inner = inner;
    pthread_mutex_unlock(&self->lock);
    return inner->ops->start(inner, error);
}

/* Passes over files without more records. */
static assay_status settle(pattern_reader *self, assay_status status, assay_error *error)
{
    while (status == ASSAY_END && self->index + 1 < self->files.count) {
        size_t next = self->index + 1;
        drop_file(self);
        status = open_file(self, next, (assay_bytes){NULL, 0}, error);
    }
    self->state = status == ASSAY_OK ? ON_RECORD : status == ASSAY_END ? AT_END : FAILED;
    return status;
}

static assay_status begin(pattern_reader *self, assay_error *error)
{
    file_list files;
    ASSAY_TRY(file_list_match(self->source->path, &files, error));
    pthread_mutex_lock(&self->lock);
    self->files = files;
    pthread_mutex_unlock(&self->lock);
    if (self->mark.size == 0)
        return open_file(self, 0, (assay_bytes){NULL, 0}, error);
    assay_decoder decoder = {assay_buffer_bytes(&self->mark), false};
    assay_bytes path = assay_take_bytes(&decoder);
    for (size_t i = 0; i < files.count; i++)
        if (strlen(files.paths[i]) == path.size &&
            memcmp(files.paths[i], path.data, path.size) == 0)
            return open_file(self, i, assay_take_bytes(&decoder), error);
    return assay_error_set(error, ASSAY_IO, "the file of the mark is gone: '%.*s'", (int)path.size,
                           (const char *)path.data);
}

static assay_status start(assay_reader *self, assay_error *error)
{
    pattern_reader *reader = (pattern_reader *)self;
    if (reader->state != NEW)
        return assay_error_set(error, ASSAY_STATE, "the reader was started before");
    return settle(reader, begin(reader, error), error);
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    pattern_reader *reader = (pattern_reader *)self;
    if (reader->state == AT_END)
        return ASSAY_END;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is not started, failed, or closed");
    return settle(reader, reader->inner->ops->advance(reader->inner, error), error);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    pattern_reader *reader = (pattern_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    return reader->inner->ops->current(reader->inner, record, error);
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    pattern_reader *reader = (pattern_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader was closed before");
    reader->state = CLOSED;
    drop_file(reader);
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    pattern_reader *reader = (pattern_reader *)self;
    drop_file(reader);
    file_list_clear(&reader->files);
    assay_buffer_clear(&reader->mark);
    reader->source->base.ops->release(&reader->source->base);
    pthread_mutex_destroy(&reader->lock);
    free(reader);
}

/* Between two files there is no inner reader: those up to index are done. */
static double fraction_of(pattern_reader *self)
{
    double inner = self->state == NEW ? 0 : 1;
    if (self->state == AT_END)
        return 1;
    if (self->inner != NULL)
        inner = assay_offset_tracker_fraction(&((assay_offset_reader *)self->inner)->tracker);
    return self->files.count == 0 ? 0 : ((double)self->index + inner) / (double)self->files.count;
}

static assay_status fraction(assay_reader *self, double *consumed, assay_error *error)
{
    pattern_reader *reader = (pattern_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader is closed");
    pthread_mutex_lock(&reader->lock);
    *consumed = fraction_of(reader);
    pthread_mutex_unlock(&reader->lock);
    return ASSAY_OK;
}

static const assay_progress progress = {.struct_size = sizeof(progress), .fraction = fraction};

static assay_status get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    pattern_reader *reader = (pattern_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader is closed");
    return file_source_part(reader->source, reader->source->start, reader->source->end, source);
}

static const assay_current_source current_source = {.struct_size = sizeof(current_source),
                                                    .get = get_source};

static const void *query(assay_reader *self, const char *ability)
{
    (void)self;
    if (strcmp(ability, ASSAY_PROGRESS) == 0)
        return &progress;
    return strcmp(ability, ASSAY_CURRENT_SOURCE) == 0 ? &current_source : NULL;
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reader,
    .query = query,
    .release = release,
};

assay_status file_pattern_reader_new(const file_source *source, assay_bytes mark,
                                     assay_reader **reader)
{
    pattern_reader *self = calloc(1, sizeof(*self));
    assay_source *copy;
    if (self == NULL)
        return ASSAY_MEMORY;
    self->base.ops = &reader_ops;
    self->mark = (assay_buffer)ASSAY_BUFFER_INIT;
    if (self->mark.out.append(&self->mark.out, mark.data, mark.size) != ASSAY_OK ||
        file_source_part(source, source->start, source->end, &copy) != ASSAY_OK) {
        assay_buffer_clear(&self->mark);
        free(self);
        return ASSAY_MEMORY;
    }
    self->source = (file_source *)copy;
    pthread_mutex_init(&self->lock, NULL);
    *reader = &self->base;
    return ASSAY_OK;
}

/* A mark names the file and holds the mark of its reader; that of a new reader is one byte. */
static assay_status put_mark(const pattern_reader *self, assay_out *to, assay_error *error)
{
    assay_buffer inner = ASSAY_BUFFER_INIT;
    assay_status status = file_checkpoint.mark(self->file, self->inner, &inner.out, error);
    if (status == ASSAY_OK)
        status = assay_put_text(to, self->files.paths[self->index]);
    if (status == ASSAY_OK)
        status = assay_put_bytes(to, assay_buffer_bytes(&inner));
    assay_buffer_clear(&inner);
    return status;
}

static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    (void)self;
    const pattern_reader *marked = (const pattern_reader *)reader;
    if (marked->state == CLOSED || marked->state == FAILED)
        return assay_error_set(error, ASSAY_STATE, "the reader failed or is closed");
    bool any = marked->state != NEW || marked->mark.size > 0;
    ASSAY_TRY(to->append(to, any ? "\1" : "\0", 1));
    if (marked->state == NEW)
        return to->append(to, marked->mark.data, marked->mark.size);
    return put_mark(marked, to, error);
}

static assay_status restore(assay_source *self, assay_bytes bytes, assay_reader **reader,
                            assay_error *error)
{
    const char *any = bytes.data;
    if (bytes.size == 1 && any[0] == '\0')
        return file_pattern_reader_new((const file_source *)self, (assay_bytes){NULL, 0}, reader);
    if (bytes.size > 1 && any[0] == '\1') {
        assay_bytes mark_of_file = {any + 1, bytes.size - 1};
        assay_decoder decoder = {mark_of_file, false};
        assay_bytes path = assay_take_bytes(&decoder), inner = assay_take_bytes(&decoder);
        if (assay_decoder_done(&decoder) && path.size > 0 && inner.size == 3 * sizeof(uint64_t))
            return file_pattern_reader_new((const file_source *)self, mark_of_file, reader);
    }
    return assay_error_set(error, ASSAY_INVALID, "not a mark of this source");
}

const assay_checkpoint file_pattern_checkpoint = {
    .struct_size = sizeof(file_pattern_checkpoint), .mark = mark, .restore = restore};
