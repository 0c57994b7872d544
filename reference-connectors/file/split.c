/* What a source can do before it is read: say its size, be split, be cut to a range. */
#include "file.h"

#include <assay/toolkit/error.h>
#include <assay/toolkit/offset_parts.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

assay_status file_size(const char *path, uint64_t *size, assay_error *error)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot stat '%s': %s", path, strerror(errno));
    *size = (uint64_t)status.st_size;
    return ASSAY_OK;
}

assay_status file_source_size(const file_source *self, uint64_t *size, assay_error *error)
{
    uint64_t end;
    ASSAY_TRY(file_size(self->path, &end, error));
    end = end < self->end ? end : self->end;
    *size = end > self->start ? end - self->start : 0;
    return ASSAY_OK;
}

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    uint64_t size;
    ASSAY_TRY(file_source_size((const file_source *)self, &size, error));
    *bytes = (int64_t)size;
    return ASSAY_OK;
}

static const assay_size size_of_file = {.struct_size = sizeof(size_of_file), .estimate = estimate};

static assay_status sum_sizes(const file_list *list, int64_t *bytes, assay_error *error)
{
    *bytes = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint64_t size;
        ASSAY_TRY(file_size(list->paths[i], &size, error));
        *bytes += (int64_t)size;
    }
    return ASSAY_OK;
}

static assay_status estimate_all(assay_source *self, int64_t *bytes, assay_error *error)
{
    file_list list;
    ASSAY_TRY(file_list_match(((const file_source *)self)->path, &list, error));
    assay_status status = sum_sizes(&list, bytes, error);
    file_list_clear(&list);
    return status;
}

static const assay_size size_of_pattern = {.struct_size = sizeof(size_of_pattern),
                                           .estimate = estimate_all};

/* The last part ends where source does, which may be where a growing file will end. */
static assay_status emit_all(const file_source *source, uint64_t size, assay_offset_parts parts,
                             assay_source_emit *to)
{
    uint64_t first, last, source_last = source->start + size - 1;
    while (assay_offset_parts_next(&parts, &first, &last)) {
        assay_source *part;
        uint64_t end = last == source_last ? source->end : last + 1;
        ASSAY_TRY(file_source_part(source, first, end, &part));
        ASSAY_TRY(to->emit(to, part));
    }
    return ASSAY_OK;
}

static assay_status emit_copy(const file_source *source, assay_source_emit *to)
{
    assay_source *part;
    ASSAY_TRY(file_source_part(source, source->start, source->end, &part));
    return to->emit(to, part);
}

static assay_status by_size(assay_source *self, int64_t desired_bytes, assay_source_emit *parts,
                            assay_error *error)
{
    const file_source *source = (const file_source *)self;
    uint64_t size;
    if (desired_bytes < 1)
        return assay_error_set(error, ASSAY_INVALID, "parts of less than one byte");
    ASSAY_TRY(file_source_size(source, &size, error));
    if (size == 0)
        return emit_copy(source, parts);
    return emit_all(source, size,
                    assay_offset_parts_by_size(source->start, source->start + size - 1,
                                               (uint64_t)desired_bytes),
                    parts);
}

static assay_status by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                             assay_error *error)
{
    const file_source *source = (const file_source *)self;
    uint64_t size;
    if (count < 1)
        return assay_error_set(error, ASSAY_INVALID, "less than one part");
    ASSAY_TRY(file_source_size(source, &size, error));
    if (size == 0)
        return emit_copy(source, parts);
    return emit_all(source, size,
                    assay_offset_parts_by_count(source->start, source->start + size - 1, count),
                    parts);
}

static const assay_split split_of_file = {
    .struct_size = sizeof(split_of_file), .by_size = by_size, .by_count = by_count};

static assay_status split_list(const file_source *source, const file_list *list,
                               int64_t desired_bytes, assay_source_emit *parts, assay_error *error)
{
    assay_status status = ASSAY_OK;
    for (size_t i = 0; i < list->count && status == ASSAY_OK; i++) {
        assay_source *file;
        ASSAY_TRY(file_source_of_file(source, list->paths[i], &file));
        status = by_size(file, desired_bytes, parts, error);
        file->ops->release(file);
    }
    return status;
}

static assay_status files_by_size(assay_source *self, int64_t desired_bytes,
                                  assay_source_emit *parts, assay_error *error)
{
    const file_source *source = (const file_source *)self;
    file_list list;
    if (desired_bytes < 1)
        return assay_error_set(error, ASSAY_INVALID, "parts of less than one byte");
    ASSAY_TRY(file_list_match(source->path, &list, error));
    assay_status status = split_list(source, &list, desired_bytes, parts, error);
    file_list_clear(&list);
    return status;
}

static assay_status files_by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                                   assay_error *error)
{
    int64_t bytes;
    if (count < 1)
        return assay_error_set(error, ASSAY_INVALID, "less than one part");
    ASSAY_TRY(estimate_all(self, &bytes, error));
    return files_by_size(self, bytes / count + 1, parts, error);
}

static const assay_split split_of_pattern = {
    .struct_size = sizeof(split_of_pattern), .by_size = files_by_size, .by_count = files_by_count};

static assay_status bounds(assay_source *self, assay_out *start, assay_out *end, assay_error *error)
{
    (void)error;
    const file_source *source = (const file_source *)self;
    ASSAY_TRY(assay_put_offset(start, source->start));
    return source->end == ASSAY_OFFSET_UNBOUNDED ? ASSAY_OK : assay_put_offset(end, source->end);
}

static assay_status cut(assay_source *self, assay_bytes start, assay_bytes end, assay_source **part,
                        assay_error *error)
{
    const file_source *source = (const file_source *)self;
    uint64_t from, to = source->end;
    if (!assay_offset_of(start, &from) || (end.size > 0 && !assay_offset_of(end, &to)))
        return assay_error_set(error, ASSAY_INVALID, "a position of this source has eight bytes");
    if (from < source->start || from > to || to > source->end)
        return assay_error_set(error, ASSAY_INVALID, "the range is not inside the source");
    return file_source_part(source, from, to, part);
}

static const assay_range range = {
    .struct_size = sizeof(range), .kind = ASSAY_POSITION_OFFSET, .bounds = bounds, .part = cut};

static const struct ability {
    const char *name;
    const void *of_file, *of_pattern;
} abilities[] = {
    {ASSAY_SIZE, &size_of_file, &size_of_pattern},
    {ASSAY_SPLIT, &split_of_file, &split_of_pattern},
    {ASSAY_RANGE, &range, NULL},
    {ASSAY_CHECKPOINT, &file_checkpoint, &file_pattern_checkpoint},
};

const void *file_source_query(assay_source *self, const char *ability)
{
    const file_source *source = (const file_source *)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return source->pattern ? abilities[i].of_pattern : abilities[i].of_file;
    return NULL;
}
