/* Reads texts that may be any bytes as UTF-8 where they are. */
#include "report/utf8.h"

/* Of a sequence with that first byte: its size, the payload of the first byte, and the smallest
 * code point that needs so many bytes. */
static size_t sequence_size(unsigned char first, uint32_t *payload, uint32_t *least)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = first < 0x80   ? 1
                  : first < 0xc0 ? 0
                  : first < 0xe0 ? 2
                  : first < 0xf0 ? 3
                  : first < 0xf8 ? 4
                                 : 0;
    *payload = size == 1 ? first : first & (0xffu >> (size + 1));
    *least = smallest[size];
    return size;
}

uint32_t assay_utf8_next(const char *text, size_t *size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t point, least;
    size_t wanted = sequence_size(bytes[0], &point, &least);
    *size = 1;
    if (wanted == 0)
        return ASSAY_UTF8_INVALID;
    for (size_t i = 1; i < wanted; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return ASSAY_UTF8_INVALID;
        point = point << 6 | (bytes[i] & 0x3f);
    }
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
        return ASSAY_UTF8_INVALID;
    *size = wanted;
    return point;
}
