/* Keys as fractions: after what start and end have in common, a few bytes decide. */
#include <assay/toolkit/key_tracker.h>
#include <assay/toolkit/buffer.h>

#include <stdint.h>
#include <string.h>

/* So many bytes behind the common prefix are looked at; a double holds no more. */
#define DIGITS 7

static unsigned digit(assay_bytes key, size_t at)
{
    return at < key.size ? ((const unsigned char *)key.data)[at] : 0;
}

static unsigned end_digit(assay_bytes end, size_t at)
{
    return end.size == 0 ? 0xff : digit(end, at);
}

/* Where start and end begin to differ; both are padded, with 0x00 or, an empty end, with 0xff. */
static size_t common_prefix(assay_bytes start, assay_bytes end)
{
    size_t longest = start.size > end.size ? start.size : end.size;
    size_t at = 0;
    while (at < longest && digit(start, at) == end_digit(end, at))
        at++;
    return at;
}

static uint64_t digits(assay_bytes key, size_t from)
{
    uint64_t number = 0;
    for (size_t i = 0; i < DIGITS; i++)
        number = number << 8 | digit(key, from + i);
    return number;
}

static uint64_t end_digits(assay_bytes end, size_t from)
{
    return end.size == 0 ? (UINT64_C(1) << (8 * DIGITS)) - 1 : digits(end, from);
}

static assay_status put_key(assay_bytes prefix_of, size_t prefix, uint64_t number, assay_out *key)
{
    for (size_t i = 0; i < prefix; i++) {
        unsigned char byte = (unsigned char)digit(prefix_of, i);
        ASSAY_TRY(key->append(key, &byte, 1));
    }
    for (int shift = 8 * (DIGITS - 1); shift >= 0 && number != 0; shift -= 8) {
        unsigned char byte = (unsigned char)(number >> shift);
        ASSAY_TRY(key->append(key, &byte, 1));
        number &= (UINT64_C(1) << shift) - 1;
    }
    return ASSAY_OK;
}

assay_status assay_key_interpolate(assay_bytes start, assay_bytes end, double fraction,
                                   assay_out *key)
{
    bool empty = end.size > 0 && assay_key_compare(start, end) >= 0;
    if (empty || !(fraction >= 0 && fraction < 1))
        return ASSAY_INVALID;
    size_t prefix = common_prefix(start, end);
    uint64_t from = digits(start, prefix), width = end_digits(end, prefix) - from;
    uint64_t share = (uint64_t)((long double)fraction * (long double)width);
    if (share > 0 && share == width)
        share--;
    /* The digits of start may not be all of it. */
    return share == 0 ? key->append(key, start.data, start.size)
                      : put_key(start, prefix, from + share, key);
}

double assay_key_fraction(assay_bytes start, assay_bytes end, assay_bytes key)
{
    if (assay_key_compare(key, start) <= 0)
        return 0;
    if (end.size > 0 && assay_key_compare(key, end) >= 0)
        return 1;
    size_t prefix = common_prefix(start, end);
    uint64_t from = digits(start, prefix), width = end_digits(end, prefix) - from;
    uint64_t share = digits(key, prefix) - from;
    return width == 0 ? 0 : (double)((long double)share / (long double)width);
}
