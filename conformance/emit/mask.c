#include "emit/mask.h"

#include "engine/tape.h"
#include "engine/trace.h"
#include <stdbool.h>
#include <string.h>

/* The longest secret that the bytes start with: one may be the beginning of another. */
static size_t secret_at(const unsigned char *at, size_t size, char *const *secrets, size_t count)
{
    size_t longest = 0;

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(secrets[i]);
        if (length > longest && length <= size && memcmp(at, secrets[i], length) == 0)
            longest = length;
    }
    return longest;
}

static bool blot_out(unsigned char *bytes, size_t size, char *const *secrets, size_t count)
{
    bool any = false;

    for (size_t at = 0, length; at<size; at += length> 0 ? length : 1) {
        length = secret_at(bytes + at, size - at, secrets, count);
        memset(bytes + at, '*', length);
        any = any || length > 0;
    }
    return any;
}

static bool is_about_data(assay_op op)
{
    return op == ASSAY_OP_WRITE || op == ASSAY_OP_CURRENT || op == ASSAY_OP_POSITION ||
           op == ASSAY_OP_BOUNDS || op == ASSAY_OP_PART || op == ASSAY_OP_SPLIT_AT;
}

/* call: the last one. */
static bool is_data(assay_tape_kind kind, assay_op call)
{
    if (kind == ASSAY_TAPE_CALL || kind == ASSAY_TAPE_OUT)
        return is_about_data(call);
    return kind == ASSAY_TAPE_EXPECTED || kind == ASSAY_TAPE_FILE;
}

static bool blot_out_frame(assay_buffer *tape, assay_tape_frame *frame, char *const *secrets,
                           size_t count)
{
    assay_tape_value value;
    bool any = false;

    while (frame->values.rest.size > 0 && assay_tape_take_value(frame, &value)) {
        if (value.type != ASSAY_TAPE_BYTES || value.bytes.size == 0)
            continue;
        size_t offset = (size_t)((const unsigned char *)value.bytes.data - tape->data);
        any = blot_out(tape->data + offset, value.bytes.size, secrets, count) || any;
    }
    return any;
}

assay_emit_secret assay_emit_mask(assay_buffer *tape, char *const *secrets, size_t count)
{
    assay_decoder from = {assay_buffer_bytes(tape), false};
    assay_tape_frame frame;
    assay_emit_secret found = ASSAY_EMIT_SECRET_NOWHERE;
    assay_op call = ASSAY_OP_OPEN;

    while (from.rest.size > 0 && assay_tape_take(&from, &frame)) {
        if (frame.kind == ASSAY_TAPE_CALL)
            call = (assay_op)frame.a;
        if (!blot_out_frame(tape, &frame, secrets, count) || found == ASSAY_EMIT_SECRET_IN_DATA)
            continue;
        found = is_data(frame.kind, call) ? ASSAY_EMIT_SECRET_IN_DATA : ASSAY_EMIT_SECRET_GIVEN;
    }
    return found;
}
