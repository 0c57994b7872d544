#include "emit/log.h"

#include <string.h>

/* Fewer bytes do not tell where they come from. */
enum { LEAST_IN_COMMON = 8, LOOK_BACK = 20000 };

static size_t in_common(assay_bytes a, assay_bytes b)
{
    const unsigned char *x = a.data, *y = b.data;
    size_t same = 0, size = a.size < b.size ? a.size : b.size;

    for (size_t i = 0; i < size; i++)
        same += x[i] == y[i];
    return same;
}

static bool gives_bytes(const assay_emit_given *given)
{
    return given->out && given->value.type == ASSAY_TAPE_BYTES && given->value.bytes.size > 0;
}

/* Whether bytes that are no record can go from one call to the other. */
static bool travels(const assay_emit_log *log, const assay_emit_given *from,
                    const assay_emit_given *to)
{
    assay_op gave = log->events[from->event].op, takes = log->events[to->event].op;

    switch (takes) {
    case ASSAY_OP_DECODE:
        return gave == ASSAY_OP_ENCODE;
    case ASSAY_OP_DECODE_SINK:
        return gave == ASSAY_OP_ENCODE_SINK;
    case ASSAY_OP_COMMIT:
        return gave == ASSAY_OP_PREPARE;
    case ASSAY_OP_RESTORE:
    case ASSAY_OP_FINALIZE:
        return gave == ASSAY_OP_MARK;
    case ASSAY_OP_PART:
    case ASSAY_OP_SPLIT_AT:
        return gave == ASSAY_OP_POSITION || gave == ASSAY_OP_BOUNDS;
    default:
        return false;
    }
}

static bool is_position(const assay_emit_log *log, const assay_emit_given *to)
{
    assay_op takes = log->events[to->event].op;

    return takes == ASSAY_OP_PART || takes == ASSAY_OP_SPLIT_AT;
}

/* Whether a position is the other one or comes next to it: an offset, or a key and its successor.
 */
static bool is_near(assay_bytes from, assay_bytes to)
{
    const unsigned char *x = from.data, *y = to.data;
    size_t same = in_common(from, to);

    if (from.size == to.size)
        return same == to.size || (same + 1 == to.size && x[same] + 1 == y[same]);
    return same == from.size && to.size == from.size + 1 && y[same] == 0;
}

/* The one that has most in common; the same one wins, the last of several, but rather one of the
 * same reader. */
static void find_origin(assay_emit_log *log, size_t index)
{
    assay_emit_given *to = &log->values[index];
    size_t best = 0, subject = log->events[to->event].subject;

    for (size_t i = index; i-- > 0 && i + LOOK_BACK > index;) {
        const assay_emit_given *from = &log->values[i];
        if (!gives_bytes(from) || !travels(log, from, to))
            continue;
        if (is_position(log, to) && !is_near(from->value.bytes, to->value.bytes))
            continue;
        size_t same = in_common(from->value.bytes, to->value.bytes);
        bool equal = same == to->value.bytes.size && same == from->value.bytes.size;
        size_t score =
            4 * same + 2 * equal + (equal && log->events[from->event].subject == subject);
        if (score <= best || (!equal && same < LEAST_IN_COMMON && !is_position(log, to)))
            continue;
        best = score;
        to->from = i;
        to->kept = from->value.bytes.size < to->value.bytes.size ? from->value.bytes.size
                                                                 : to->value.bytes.size;
    }
}

void assay_emit_flow(assay_emit_log *self)
{
    for (size_t i = 0; i < self->value_count; i++) {
        const assay_emit_given *given = &self->values[i];
        if (!given->out && given->value.type == ASSAY_TAPE_BYTES && given->value.bytes.size > 0 &&
            self->events[given->event].kind == ASSAY_TAPE_CALL)
            find_origin(self, i);
    }
}
