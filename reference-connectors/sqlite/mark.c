/* Marks: the key a reader has come to, and how many rows of that key it has read. */
#include "sqlite.h"

static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    (void)self;
    const sqlite_reader *marked = (const sqlite_reader *)reader;
    const assay_key_place *place = &marked->keys.place;
    ASSAY_TRY(assay_reader_check_open(marked->keys.state, error));
    ASSAY_TRY(assay_put_u64(to, SQLITE_CONNECTOR_FORMAT));
    ASSAY_TRY(assay_put_u64(to, place->any));
    ASSAY_TRY(assay_put_u64(to, marked->ties));
    ASSAY_TRY(assay_put_u64(to, place->points));
    return assay_put_bytes(to, assay_buffer_bytes(&place->key));
}

/* What a mark says. */
typedef struct content {
    assay_key_place place; /* but for its key */
    uint64_t ties;
    assay_bytes key; /* borrowed from the mark */
} content;

static assay_status read_mark(const sqlite_source *source, assay_bytes bytes, content *said,
                              assay_error *error)
{
    assay_decoder decoder = {bytes, false};
    assay_bytes start = assay_buffer_bytes(&source->start), end = assay_buffer_bytes(&source->end);
    uint64_t format = assay_take_u64(&decoder), any = assay_take_u64(&decoder);
    uint64_t ties = assay_take_u64(&decoder), points = assay_take_u64(&decoder);
    assay_bytes key = assay_take_bytes(&decoder);
    *said = (content){{any, ASSAY_BUFFER_INIT, points}, ties, key};
    bool complete = assay_decoder_done(&decoder) && format == SQLITE_CONNECTOR_FORMAT && any <= 1;
    bool empty = key.size == 0 && ties == 0 && points == 0;
    bool inside = sqlite_position_valid(source->plan->kind, key) &&
                  assay_key_compare(start, key) <= 0 &&
                  (end.size == 0 || assay_key_compare(key, end) < 0) && ties > 0 && points > 0 &&
                  points <= INT64_MAX;
    if (complete && (any ? inside : empty))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "not a mark of this source");
}

static assay_status restore(assay_source *self, assay_bytes bytes, assay_reader **reader,
                            assay_error *error)
{
    const sqlite_source *source = (const sqlite_source *)self;
    content said;
    ASSAY_TRY(read_mark(source, bytes, &said, error));
    assay_buffer *key = &said.place.key;
    assay_status status = assay_buffer_append(&key->out, said.key.data, said.key.size);
    if (status == ASSAY_OK)
        status = sqlite_reader_new(source, &said.place, said.ties, reader);
    if (status != ASSAY_OK)
        assay_buffer_clear(key);
    return status;
}

/* Rows stay in their table whoever has read them. */
static assay_status finalize(assay_source *self, assay_bytes bytes, assay_error *error)
{
    content said;
    return read_mark((const sqlite_source *)self, bytes, &said, error);
}

const assay_checkpoint sqlite_checkpoint = {.struct_size = sizeof(sqlite_checkpoint),
                                            .mark = mark,
                                            .restore = restore,
                                            .finalize = finalize};
