/* Marks of the readers of one file. */
#include "file.h"

#include <assay/toolkit/error.h>

/* Whether it arrived at a record, where it goes on, and how many split points lie before. */
static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    (void)self;
    const file_reader *marked = (const file_reader *)reader;
    assay_reader_state state = marked->offsets.state;
    if (state == ASSAY_READER_CLOSED || state == ASSAY_READER_FAILED)
        return assay_error_set(error, ASSAY_STATE, "the reader failed or is closed");
    ASSAY_TRY(assay_put_u64(to, marked->any));
    ASSAY_TRY(assay_put_u64(to, marked->mark.next));
    return assay_put_u64(to, marked->mark.split_points);
}

static assay_status restore(assay_source *self, assay_bytes bytes, assay_reader **reader,
                            assay_error *error)
{
    const file_source *source = (const file_source *)self;
    assay_decoder decoder = {bytes, false};
    uint64_t any = assay_take_u64(&decoder);
    file_mark goes_on = {.next = assay_take_u64(&decoder)};
    goes_on.split_points = assay_take_u64(&decoder);
    if (!assay_decoder_done(&decoder) || any > 1 || (any == 1 && goes_on.next < source->start))
        return assay_error_set(error, ASSAY_INVALID, "not a mark of this source");
    return file_reader_new(source, any == 1 ? &goes_on : NULL, reader);
}

const assay_checkpoint file_checkpoint = {
    .struct_size = sizeof(file_checkpoint), .mark = mark, .restore = restore};
