/* Marks: the key a reader has come to. */
#include "keyrange.h"

static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    (void)self;
    const assay_key_reader *marked = (const assay_key_reader *)reader;
    const assay_key_place *place = &marked->place;
    ASSAY_TRY(assay_reader_check_open(marked->state, error));
    ASSAY_TRY(assay_put_u64(to, KEYRANGE_FORMAT));
    ASSAY_TRY(assay_put_u64(to, place->points));
    return assay_put_bytes(to, assay_buffer_bytes(&place->key));
}

/* No key is empty, so an empty one says that there was no record yet. */
static assay_status read_mark(const keyrange_source *source, assay_bytes bytes,
                              assay_key_place *place, assay_bytes *key, assay_error *error)
{
    assay_decoder decoder = {bytes, false};
    assay_bytes start = assay_buffer_bytes(&source->start), end = assay_buffer_bytes(&source->end);
    uint64_t format = assay_take_u64(&decoder), points = assay_take_u64(&decoder);
    *key = assay_take_bytes(&decoder);
    *place = (assay_key_place){key->size > 0, ASSAY_BUFFER_INIT, points};
    bool complete = assay_decoder_done(&decoder) && format == KEYRANGE_FORMAT;
    bool inside = key->size <= KEYRANGE_KEY_MAX && assay_key_compare(start, *key) <= 0 &&
                  (end.size == 0 || assay_key_compare(*key, end) < 0) && points > 0 &&
                  points <= INT64_MAX;
    if (complete && (place->any ? inside : points == 0))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "not a mark of this source");
}

static assay_status restore(assay_source *self, assay_bytes bytes, assay_reader **reader,
                            assay_error *error)
{
    const keyrange_source *source = (const keyrange_source *)self;
    assay_key_place place;
    assay_bytes key;
    ASSAY_TRY(read_mark(source, bytes, &place, &key, error));
    assay_status status = assay_buffer_append(&place.key.out, key.data, key.size);
    if (status == ASSAY_OK)
        status = keyrange_reader_new(source, &place, reader);
    if (status != ASSAY_OK)
        assay_buffer_clear(&place.key);
    return status;
}

/* Records stay where they are whoever has read them. */
static assay_status finalize(assay_source *self, assay_bytes bytes, assay_error *error)
{
    assay_key_place place;
    assay_bytes key;
    return read_mark((const keyrange_source *)self, bytes, &place, &key, error);
}

const assay_checkpoint keyrange_checkpoint = {.struct_size = sizeof(keyrange_checkpoint),
                                              .mark = mark,
                                              .restore = restore,
                                              .finalize = finalize};
