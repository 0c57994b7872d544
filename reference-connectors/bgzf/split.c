/* What a source can do before it is read: say its size, be split, be cut to a range. */
#include "bgzf.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* How far apart two cuts are when the blocks between them are not worth going over. */
#define NEAR (1 << 20)

/* Of the bytes of the file a range has those from the block of its start to that of its end. */
static uint64_t stored_bytes(const bgzf_source *self, uint64_t size)
{
    uint64_t start = self->start >> 16, end = self->end >> 16;
    end = end < size ? end : size;
    return end > start ? end - start : 0;
}

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    const bgzf_source *source = (const bgzf_source *)self;
    struct stat info;
    if (stat(source->path, &info) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot stat '%s': %s", source->path,
                               strerror(errno));
    *bytes = (int64_t)stored_bytes(source, (uint64_t)info.st_size);
    return ASSAY_OK;
}

static const assay_size size = {.struct_size = sizeof(size), .estimate = estimate};

static assay_status emit(const bgzf_source *source, uint64_t start, uint64_t end,
                         assay_source_emit *to)
{
    assay_source *part;
    ASSAY_TRY(bgzf_source_part(source, start, end, &part));
    return to->emit(to, part);
}

/* The first block at or after a place, from a block that is known. */
static assay_status go_to(bgzf_file *file, uint64_t place, bgzf_block *block, assay_error *error)
{
    if (place - block->start > NEAR)
        return bgzf_block_find(file, place, block, error);
    while (block->start < place)
        ASSAY_TRY(bgzf_block_at(file, block->start + block->stored, block, error));
    return ASSAY_OK;
}

/* Parts end where a block begins, of which the last one with data ends the last part but one. */
static assay_status cut_blocks(bgzf_file *file, const bgzf_source *source, uint64_t bytes,
                               assay_source_emit *to, assay_error *error)
{
    bgzf_block block;
    uint64_t from = source->start, end;
    ASSAY_TRY(bgzf_data_end(file, &end, error));
    end = end < source->end ? end : source->end;
    assay_status status = bgzf_block_find(file, from >> 16, &block, error);
    while (status == ASSAY_OK) {
        uint64_t rest = end > block.start << 16 ? (end >> 16) - block.start : 0;
        if (rest < bytes || rest - bytes < bytes / 4)
            break;
        status = go_to(file, block.start + bytes, &block, error);
        if (status != ASSAY_OK || block.start << 16 >= end)
            break;
        ASSAY_TRY(emit(source, from, block.start << 16, to));
        from = block.start << 16;
    }
    if (status != ASSAY_OK && status != ASSAY_END)
        return status;
    return emit(source, from, source->end, to);
}

static assay_status split_by(const bgzf_source *source, uint64_t bytes, uint64_t count,
                             assay_source_emit *to, assay_error *error)
{
    bgzf_file *file;
    ASSAY_TRY(bgzf_file_open(source->path, &file, error));
    if (count > 0)
        bytes = stored_bytes(source, file->size) / count + 1;
    assay_status status = cut_blocks(file, source, bytes, to, error);
    bgzf_file_close(file);
    return status;
}

static assay_status by_size(assay_source *self, int64_t desired_bytes, assay_source_emit *parts,
                            assay_error *error)
{
    if (desired_bytes < 1)
        return assay_error_set(error, ASSAY_INVALID, "parts of less than one byte");
    return split_by((const bgzf_source *)self, (uint64_t)desired_bytes, 0, parts, error);
}

static assay_status by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                             assay_error *error)
{
    if (count < 1)
        return assay_error_set(error, ASSAY_INVALID, "less than one part");
    return split_by((const bgzf_source *)self, 0, count, parts, error);
}

static const assay_split split = {
    .struct_size = sizeof(split), .by_size = by_size, .by_count = by_count};

static assay_status bounds(assay_source *self, assay_out *start, assay_out *end, assay_error *error)
{
    (void)error;
    const bgzf_source *source = (const bgzf_source *)self;
    ASSAY_TRY(assay_put_offset(start, source->start));
    return source->end == ASSAY_OFFSET_UNBOUNDED ? ASSAY_OK : assay_put_offset(end, source->end);
}

static assay_status cut(assay_source *self, assay_bytes start, assay_bytes end, assay_source **part,
                        assay_error *error)
{
    const bgzf_source *source = (const bgzf_source *)self;
    uint64_t from, to = source->end;
    if (!assay_offset_of(start, &from) || (end.size > 0 && !assay_offset_of(end, &to)))
        return assay_error_set(error, ASSAY_INVALID, "a position of this source has eight bytes");
    if (from < source->start || from > to || to > source->end)
        return assay_error_set(error, ASSAY_INVALID, "the range is not inside the source");
    return bgzf_source_part(source, from, to, part);
}

static const assay_range range = {
    .struct_size = sizeof(range), .kind = ASSAY_POSITION_OFFSET, .bounds = bounds, .part = cut};

static const struct ability {
    const char *name;
    const void *table;
} abilities[] = {
    {ASSAY_SIZE, &size},
    {ASSAY_SPLIT, &split},
    {ASSAY_RANGE, &range},
    {ASSAY_CHECKPOINT, &bgzf_checkpoint},
};

const void *bgzf_source_query(assay_source *self, const char *ability)
{
    (void)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return abilities[i].table;
    return NULL;
}
