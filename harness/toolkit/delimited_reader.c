/* Cuts a stream of bytes into records. The bytes not yet given out lie in one piece, so that a
 * delimiter is found wherever the pieces of the input end. */
#include <assay/toolkit/delimited_reader.h>
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>

#include <stdlib.h>
#include <string.h>

#define PIECE 65536

struct assay_delimited_reader {
    assay_input *input;
    assay_buffer buffer;
    size_t begin;    /* in buffer, of what was not given out or skipped */
    uint64_t offset; /* of that byte in the stream */
    bool at_end;     /* the input has no more */
    bool crlf;
    size_t delimiter_size;
    unsigned char delimiter[ASSAY_DELIMITER_MAX];
};

assay_status assay_delimiter_check(assay_bytes delimiter, assay_error *error)
{
    const unsigned char *bytes = delimiter.data;
    if (delimiter.size < 1 || delimiter.size > ASSAY_DELIMITER_MAX)
        return assay_error_set(error, ASSAY_INVALID, "the delimiter has not 1 to %d bytes",
                               ASSAY_DELIMITER_MAX);
    for (size_t shift = 1; shift < delimiter.size; shift++)
        if (memcmp(bytes, bytes + shift, delimiter.size - shift) == 0)
            return assay_error_set(error, ASSAY_INVALID, "the delimiter overlaps itself");
    return ASSAY_OK;
}

assay_delimited_reader *assay_delimited_reader_new(assay_input *input, uint64_t offset,
                                                   assay_bytes delimiter, bool crlf)
{
    assay_delimited_reader *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return NULL;
    self->input = input;
    self->buffer = (assay_buffer)ASSAY_BUFFER_INIT;
    self->offset = offset;
    self->crlf = crlf && delimiter.size == 1 && *(const char *)delimiter.data == '\n';
    self->delimiter_size = delimiter.size;
    memcpy(self->delimiter, delimiter.data, delimiter.size);
    return self;
}

void assay_delimited_reader_free(assay_delimited_reader *self)
{
    self->input->close(self->input);
    assay_buffer_clear(&self->buffer);
    free(self);
}

static const unsigned char *left(const assay_delimited_reader *self, size_t *size)
{
    *size = self->buffer.size - self->begin;
    return self->buffer.data + self->begin;
}

static void drop(assay_delimited_reader *self, size_t size)
{
    self->begin += size;
    self->offset += size;
}

/* Gets more bytes behind those that are left, which move to the front. */
static assay_status fill(assay_delimited_reader *self, assay_error *error)
{
    size_t size, got = 0;
    const unsigned char *rest = left(self, &size);
    if (self->begin > 0) {
        memmove(self->buffer.data, rest, size);
        self->buffer.size = size;
        self->begin = 0;
    }
    void *room = assay_buffer_reserve(&self->buffer, PIECE);
    if (room == NULL)
        return ASSAY_MEMORY;
    ASSAY_TRY(self->input->read(self->input, room, PIECE, &got, error));
    self->buffer.size += got;
    self->at_end = got == 0;
    return ASSAY_OK;
}

/* Looks for a delimiter behind the first *scanned bytes, which hold none, and moves *scanned on to
 * it, or to where one may begin that more bytes complete. */
static bool find(const assay_delimited_reader *self, size_t *scanned)
{
    size_t size;
    const unsigned char *bytes = left(self, &size);
    if (size - *scanned < self->delimiter_size)
        return false;
    const unsigned char *found =
        memmem(bytes + *scanned, size - *scanned, self->delimiter, self->delimiter_size);
    *scanned = found == NULL ? size - self->delimiter_size + 1 : (size_t)(found - bytes);
    return found != NULL;
}

assay_status assay_delimited_reader_skip(assay_delimited_reader *self, assay_error *error)
{
    size_t scanned = 0, size;
    while (!find(self, &scanned)) {
        if (self->at_end) {
            (void)left(self, &size);
            drop(self, size);
            return ASSAY_END;
        }
        drop(self, scanned);
        scanned = 0;
        ASSAY_TRY(fill(self, error));
    }
    drop(self, scanned + self->delimiter_size);
    return ASSAY_OK;
}

assay_status assay_delimited_reader_skip_bom(assay_delimited_reader *self, assay_error *error)
{
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};
    size_t size;
    const unsigned char *bytes = left(self, &size);
    while (size < sizeof(mark) && !self->at_end) {
        ASSAY_TRY(fill(self, error));
        bytes = left(self, &size);
    }
    if (size >= sizeof(mark) && memcmp(bytes, mark, sizeof(mark)) == 0)
        drop(self, sizeof(mark));
    return ASSAY_OK;
}

static void give(assay_delimited_reader *self, size_t size, size_t delimiter_size,
                 assay_bytes *value, uint64_t *start)
{
    const unsigned char *bytes = self->buffer.data + self->begin;
    bool carriage_return = self->crlf && delimiter_size > 0 && size > 0 && bytes[size - 1] == '\r';
    *value = (assay_bytes){bytes, carriage_return ? size - 1 : size};
    *start = self->offset;
    drop(self, size + delimiter_size);
}

assay_status assay_delimited_reader_next(assay_delimited_reader *self, assay_bytes *value,
                                         uint64_t *start, assay_error *error)
{
    size_t scanned = 0, size;
    while (!find(self, &scanned)) {
        if (!self->at_end) {
            ASSAY_TRY(fill(self, error));
            continue;
        }
        (void)left(self, &size);
        if (size == 0)
            return ASSAY_END;
        give(self, size, 0, value, start);
        return ASSAY_OK;
    }
    give(self, scanned, self->delimiter_size, value, start);
    return ASSAY_OK;
}

uint64_t assay_delimited_reader_offset(const assay_delimited_reader *self)
{
    return self->offset;
}
