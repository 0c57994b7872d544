/* One block: its header, which says how long it is, and its data, which is checked. */
#include "bgzf.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIXED 12 /* bytes of a header before its extra field */
#define TRAILER 8
#define FEW 512 /* bytes that are worth to be read with more */

static assay_status failed(const char *what, const bgzf_file *file, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot %s '%s': %s", what, file->path,
                           strerror(errno));
}

static assay_status open_file(bgzf_file *self, assay_error *error)
{
    struct stat info;
    self->descriptor = open(self->path, O_RDONLY | O_CLOEXEC);
    if (self->descriptor < 0)
        return failed("open", self, error);
    if (fstat(self->descriptor, &info) != 0)
        return failed("stat", self, error);
    if (!S_ISREG(info.st_mode))
        return assay_error_set(error, ASSAY_IO, "'%s' is no regular file", self->path);
    self->size = (uint64_t)info.st_size;
    return ASSAY_OK;
}

assay_status bgzf_file_open(const char *path, bgzf_file **file, assay_error *error)
{
    bgzf_file *self = malloc(sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->path = path;
    self->near_at = self->near_size = self->data_size = 0;
    self->before_end = self->before = 0;
    self->data_of = UINT64_MAX;
    self->descriptor = -1;
    self->inflater = (z_stream){.zalloc = NULL};
    int answer = inflateInit2(&self->inflater, -MAX_WBITS);
    assay_status status = answer == Z_OK ? open_file(self, error) : ASSAY_MEMORY;
    if (status == ASSAY_OK)
        *file = self;
    else
        bgzf_file_close(self);
    return status;
}

void bgzf_file_close(bgzf_file *self)
{
    if (self->descriptor >= 0)
        close(self->descriptor);
    inflateEnd(&self->inflater);
    free(self);
}

static assay_status read_bytes(const bgzf_file *file, uint64_t at, void *to, size_t size,
                               assay_error *error)
{
    for (size_t done = 0; done < size;) {
        ssize_t got = pread(file->descriptor, (char *)to + done, size - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed("read", file, error);
        if (got == 0)
            return assay_error_set(error, ASSAY_IO, "'%s' became shorter while it was read",
                                   file->path);
        done += (size_t)got;
    }
    return ASSAY_OK;
}

/* What follows a place, so much of it as there is room. */
static assay_status go_near(bgzf_file *self, uint64_t at, assay_error *error)
{
    uint64_t rest = self->size - at;
    size_t size = rest < BGZF_NEAR ? (size_t)rest : BGZF_NEAR;
    self->near_size = 0;
    ASSAY_TRY(read_bytes(self, at, self->near, size, error));
    self->near_at = at;
    self->near_size = size;
    return ASSAY_OK;
}

assay_status bgzf_file_read(bgzf_file *file, uint64_t at, void *to, size_t size, assay_error *error)
{
    if (size > FEW)
        return read_bytes(file, at, to, size, error);
    if (at < file->near_at || at + size > file->near_at + file->near_size)
        ASSAY_TRY(go_near(file, at, error));
    memcpy(to, file->near + (at - file->near_at), size);
    return ASSAY_OK;
}

static assay_status damaged(const bgzf_file *file, uint64_t at, const char *how, assay_error *error)
{
    return assay_error_set(error, ASSAY_CORRUPT, "'%s' is damaged at %" PRIu64 ": %s", file->path,
                           at, how);
}

static uint64_t number(const unsigned char *bytes, int size)
{
    uint64_t value = 0;
    while (size-- > 0)
        value = value << 8 | bytes[size];
    return value;
}

/* The size that the subfield BC of the extra field in [at, end) gives; 0: there is none. */
static assay_status find_size(bgzf_file *file, uint64_t at, uint64_t end, uint64_t *stored,
                              assay_error *error)
{
    unsigned char field[6];
    *stored = 0;
    while (*stored == 0 && end - at >= 4) {
        ASSAY_TRY(bgzf_file_read(file, at, field, 4, error));
        uint64_t size = number(field + 2, 2);
        at += 4;
        if (size > end - at)
            return ASSAY_OK;
        if (field[0] == 'B' && field[1] == 'C' && size == 2) {
            ASSAY_TRY(bgzf_file_read(file, at, field + 4, 2, error));
            *stored = number(field + 4, 2) + 1;
        }
        at += size;
    }
    return ASSAY_OK;
}

assay_status bgzf_block_at(bgzf_file *file, uint64_t start, bgzf_block *block, assay_error *error)
{
    static const unsigned char magic[] = {0x1f, 0x8b, 8};
    unsigned char head[FIXED];
    if (start >= file->size)
        return ASSAY_END;
    if (file->size - start < FIXED)
        return damaged(file, start, "it is cut off in the header of a block", error);
    ASSAY_TRY(bgzf_file_read(file, start, head, FIXED, error));
    if (memcmp(head, magic, sizeof(magic)) != 0)
        return damaged(file, start, "no block begins there", error);
    uint64_t extra = head[3] == 4 ? number(head + 10, 2) : 0;
    if (extra > file->size - start - FIXED)
        return damaged(file, start, "it is cut off in the header of a block", error);
    block->start = start;
    block->header = FIXED + (size_t)extra;
    ASSAY_TRY(find_size(file, start + FIXED, start + block->header, &block->stored, error));
    if (block->stored == 0)
        return damaged(file, start, "gzip, but not in blocks: no extra field BC", error);
    if (block->stored < block->header + 2 + TRAILER)
        return damaged(file, start, "a block is smaller than its header", error);
    if (block->stored > file->size - start)
        return damaged(file, start, "it is cut off in a block", error);
    return ASSAY_OK;
}

static assay_status inflate_block(bgzf_file *file, const bgzf_block *block, unsigned char *stored,
                                  bool *whole)
{
    z_stream *stream = &file->inflater;
    inflateReset(stream);
    stream->next_in = stored + block->header;
    stream->avail_in = (uInt)(block->stored - block->header - TRAILER);
    stream->next_out = file->data;
    stream->avail_out = sizeof(file->data);
    int answer = inflate(stream, Z_FINISH);
    *whole = answer == Z_STREAM_END && stream->avail_in == 0;
    file->data_size = stream->total_out;
    return answer == Z_MEM_ERROR ? ASSAY_MEMORY : ASSAY_OK;
}

assay_status bgzf_block_take(bgzf_file *file, const bgzf_block *block, unsigned char *stored,
                             assay_error *error)
{
    const unsigned char *trailer = stored + block->stored - TRAILER;
    bool whole;
    file->data_of = UINT64_MAX;
    ASSAY_TRY(inflate_block(file, block, stored, &whole));
    if (!whole)
        return damaged(file, block->start, "a block cannot be decompressed", error);
    if (number(trailer, 4) != crc32(crc32(0, NULL, 0), file->data, (uInt)file->data_size))
        return damaged(file, block->start, "the checksum of a block is wrong", error);
    if (number(trailer + 4, 4) != file->data_size)
        return damaged(file, block->start, "the size of a block is wrong", error);
    file->data_of = block->start;
    return ASSAY_OK;
}

assay_status bgzf_block_read(bgzf_file *file, const bgzf_block *block, assay_error *error)
{
    if (file->data_of == block->start)
        return ASSAY_OK;
    ASSAY_TRY(bgzf_file_read(file, block->start, file->stored, (size_t)block->stored, error));
    return bgzf_block_take(file, block, file->stored, error);
}
