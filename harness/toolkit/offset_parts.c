/* Cuts a range of offsets into parts. There may be 2^64 offsets, so lengths are kept less one. */
#include <assay/toolkit/offset_parts.h>

assay_offset_parts assay_offset_parts_by_size(uint64_t first, uint64_t last, uint64_t size)
{
    uint64_t more = size - 1;
    return (assay_offset_parts){first, last, more, 0, more / 4, false};
}

assay_offset_parts assay_offset_parts_by_count(uint64_t first, uint64_t last, uint64_t count)
{
    uint64_t left = last - first;
    if (left < count - 1)
        count = left + 1;
    uint64_t over = left % count + 1;
    bool even = over == count;
    uint64_t more = even ? left / count : left / count - 1;
    return (assay_offset_parts){first, last, more, even ? 0 : over, 0, false};
}

bool assay_offset_parts_next(assay_offset_parts *self, uint64_t *first, uint64_t *last)
{
    if (self->done)
        return false;
    uint64_t more = self->more;
    if (self->larger > 0) {
        self->larger--;
        more++;
    }
    uint64_t left = self->last - self->first;
    self->done = left <= more || left - more <= self->tail;
    *first = self->first;
    *last = self->done ? self->last : self->first + more;
    self->first = *last + 1;
    return true;
}
