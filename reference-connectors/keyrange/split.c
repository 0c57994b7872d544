/* What a source can do before it is read: be cut to a range, say its size, be split. */
#include "keyrange.h"

#include <string.h>

static assay_status bounds(assay_source *self, assay_out *start, assay_out *end, assay_error *error)
{
    (void)error;
    const keyrange_source *source = (const keyrange_source *)self;
    ASSAY_TRY(start->append(start, source->start.data, source->start.size));
    return end->append(end, source->end.data, source->end.size);
}

static assay_status cut(assay_source *self, assay_bytes start, assay_bytes end, assay_source **part,
                        assay_error *error)
{
    const keyrange_source *source = (const keyrange_source *)self;
    assay_bytes first = assay_buffer_bytes(&source->start), last = assay_buffer_bytes(&source->end);
    if (end.size == 0)
        end = last;
    bool inside = assay_key_compare(first, start) <= 0 &&
                  (last.size == 0 ||
                   (assay_key_compare(start, last) <= 0 && assay_key_compare(end, last) <= 0));
    if (!inside || (end.size > 0 && assay_key_compare(start, end) > 0))
        return assay_error_set(error, ASSAY_INVALID, "the range is not inside the source");
    return keyrange_source_new(source->path, start, end, part);
}

static const assay_range range = {
    .struct_size = sizeof(range), .kind = ASSAY_POSITION_KEY, .bounds = bounds, .part = cut};

/* Which part of the whole tree a source is. */
typedef struct portion {
    double before, share;
} portion;

static assay_status portion_of(const keyrange_source *source, const keyrange_tree *tree,
                               portion *found, assay_error *error)
{
    double end = 1;
    *found = (portion){0, 0};
    if (source->start.size > 0)
        ASSAY_TRY(
            keyrange_tree_share(tree, assay_buffer_bytes(&source->start), &found->before, error));
    if (source->end.size > 0)
        ASSAY_TRY(keyrange_tree_share(tree, assay_buffer_bytes(&source->end), &end, error));
    found->share = end > found->before ? end - found->before : 0;
    return ASSAY_OK;
}

static int64_t bytes_of(const keyrange_tree *tree, const portion *of)
{
    return (int64_t)((double)tree->pages * (double)tree->page_size * of->share);
}

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    const keyrange_source *source = (const keyrange_source *)self;
    keyrange_tree tree;
    portion of;
    ASSAY_TRY(keyrange_tree_open(source->path, &tree, error));
    assay_status status = portion_of(source, &tree, &of, error);
    if (status == ASSAY_OK)
        *bytes = bytes_of(&tree, &of);
    keyrange_tree_close(&tree);
    return status;
}

static const assay_size size = {.struct_size = sizeof(size), .estimate = estimate};

/* Parts are cut at keys that are there, each behind the last one, so that none is empty. */
typedef struct cuts {
    const keyrange_source *source;
    const keyrange_tree *tree;
    assay_source_emit *to;
    assay_buffer start, last, next; /* of the next part; the key it begins with; where it may end */
} cuts;

static assay_status emit(cuts *self, assay_bytes end)
{
    assay_source *part;
    ASSAY_TRY(
        keyrange_source_new(self->source->path, assay_buffer_bytes(&self->start), end, &part));
    return self->to->emit(self->to, part);
}

static assay_status set(assay_buffer *to, assay_bytes key)
{
    assay_buffer_reset(to);
    return assay_buffer_append(&to->out, key.data, key.size);
}

static assay_status cut_at_share(cuts *self, double share, assay_error *error)
{
    const assay_buffer *end = &self->source->end;
    assay_buffer_reset(&self->next);
    ASSAY_TRY(keyrange_tree_key_at(self->tree, share, &self->next.out, error));
    assay_bytes key = assay_buffer_bytes(&self->next);
    if (assay_key_compare(key, assay_buffer_bytes(&self->last)) <= 0 ||
        (end->size > 0 && assay_key_compare(key, assay_buffer_bytes(end)) >= 0))
        return ASSAY_OK;
    ASSAY_TRY(emit(self, key));
    ASSAY_TRY(set(&self->start, key));
    return set(&self->last, key);
}

static assay_status cut_all(cuts *self, const portion *of, uint64_t count, assay_error *error)
{
    keyrange_snapshot snapshot;
    if (count > self->tree->entries)
        count = self->tree->entries;
    ASSAY_TRY(keyrange_snapshot_open(self->source->path, &snapshot, error));
    assay_status status =
        keyrange_snapshot_seek(&snapshot, assay_buffer_bytes(&self->source->start), error);
    if (status == ASSAY_OK)
        status = set(&self->last, (assay_bytes){snapshot.key.mv_data, snapshot.key.mv_size});
    for (uint64_t i = 1; i < count && status == ASSAY_OK; i++)
        status = cut_at_share(self, of->before + of->share * ((double)i / (double)count), error);
    keyrange_snapshot_close(&snapshot);
    return status == ASSAY_END ? ASSAY_OK : status;
}

/* The last part reaches to the end of the source, so that all parts together do. */
static assay_status split_tree(const keyrange_source *source, const keyrange_tree *tree,
                               const portion *of, uint64_t count, assay_source_emit *to,
                               assay_error *error)
{
    cuts self = {source, tree, to, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    assay_status status = set(&self.start, assay_buffer_bytes(&source->start));
    if (status == ASSAY_OK)
        status = cut_all(&self, of, count, error);
    if (status == ASSAY_OK)
        status = emit(&self, assay_buffer_bytes(&source->end));
    assay_buffer_clear(&self.start);
    assay_buffer_clear(&self.last);
    assay_buffer_clear(&self.next);
    return status;
}

/* Into count parts, or into parts of desired bytes when count is 0. */
static assay_status split_source(const keyrange_source *source, uint64_t count, int64_t desired,
                                 assay_source_emit *to, assay_error *error)
{
    keyrange_tree tree;
    portion of;
    ASSAY_TRY(keyrange_tree_open(source->path, &tree, error));
    assay_status status = portion_of(source, &tree, &of, error);
    if (status == ASSAY_OK && count == 0) {
        int64_t bytes = bytes_of(&tree, &of);
        count = bytes < 1 ? 1 : 1 + (uint64_t)((bytes - 1) / desired);
    }
    if (status == ASSAY_OK)
        status = split_tree(source, &tree, &of, count, to, error);
    keyrange_tree_close(&tree);
    return status;
}

static assay_status by_size(assay_source *self, int64_t desired_bytes, assay_source_emit *parts,
                            assay_error *error)
{
    if (desired_bytes < 1)
        return assay_error_set(error, ASSAY_INVALID, "parts of less than one byte");
    return split_source((const keyrange_source *)self, 0, desired_bytes, parts, error);
}

static assay_status by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                             assay_error *error)
{
    if (count < 1)
        return assay_error_set(error, ASSAY_INVALID, "less than one part");
    return split_source((const keyrange_source *)self, count, 0, parts, error);
}

static const assay_split split = {
    .struct_size = sizeof(split), .by_size = by_size, .by_count = by_count};

static const struct ability {
    const char *name;
    const void *table;
} abilities[] = {
    {ASSAY_SIZE, &size},
    {ASSAY_SPLIT, &split},
    {ASSAY_RANGE, &range},
    {ASSAY_CHECKPOINT, &keyrange_checkpoint},
};

const void *keyrange_source_query(assay_source *self, const char *ability)
{
    (void)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return abilities[i].table;
    return NULL;
}
