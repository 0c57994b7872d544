/* Marks: the place behind the last record, and how many split points lie before it. */
#include "bgzf.h"

static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    (void)self;
    const bgzf_reader *marked = (const bgzf_reader *)reader;
    assay_reader_state state = marked->offsets.state;
    if (state == ASSAY_READER_CLOSED || state == ASSAY_READER_FAILED)
        return assay_error_set(error, ASSAY_STATE, "the reader failed or is closed");
    ASSAY_TRY(assay_put_u64(to, marked->any));
    ASSAY_TRY(assay_put_u64(to, marked->mark.next.block));
    ASSAY_TRY(assay_put_u64(to, marked->mark.next.within));
    return assay_put_u64(to, marked->mark.split_points);
}

static assay_status restore(assay_source *self, assay_bytes bytes, assay_reader **reader,
                            assay_error *error)
{
    const bgzf_source *source = (const bgzf_source *)self;
    assay_decoder decoder = {bytes, false};
    uint64_t any = assay_take_u64(&decoder);
    bgzf_mark goes_on = {.next = {.block = assay_take_u64(&decoder)}};
    goes_on.next.within = assay_take_u64(&decoder);
    goes_on.split_points = assay_take_u64(&decoder);
    bool place = goes_on.next.block < UINT64_MAX >> 16 && goes_on.next.within <= BGZF_BLOCK &&
                 (goes_on.next.block << 16) + goes_on.next.within >= source->start;
    if (!assay_decoder_done(&decoder) || any > 1 || (any == 1 && !place))
        return assay_error_set(error, ASSAY_INVALID, "not a mark of this source");
    return bgzf_reader_new(source, any == 1 ? &goes_on : NULL, reader);
}

const assay_checkpoint bgzf_checkpoint = {
    .struct_size = sizeof(bgzf_checkpoint), .mark = mark, .restore = restore};
