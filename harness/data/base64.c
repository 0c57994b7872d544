#include "data/base64.h"

#include <stdbool.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

assay_status assay_base64_put(assay_bytes bytes, assay_out *to)
{
    const unsigned char *at = bytes.data;
    for (size_t left = bytes.size; left > 0;) {
        unsigned some = (unsigned)at[0] << 16 | (left > 1 ? (unsigned)at[1] << 8 : 0) |
                        (left > 2 ? (unsigned)at[2] : 0);
        const char four[4] = {digits[some >> 18], digits[some >> 12 & 63],
                              left > 1 ? digits[some >> 6 & 63] : '=',
                              left > 2 ? digits[some & 63] : '='};
        ASSAY_TRY(to->append(to, four, sizeof(four)));
        at += left < 3 ? left : 3;
        left -= left < 3 ? left : 3;
    }
    return ASSAY_OK;
}

static int digit_of(char character)
{
    const char *found = character != '\0' ? strchr(digits, character) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* Three bytes, fewer before padding, which only the last four characters have. */
static assay_status take_four(const char *four, bool last, assay_out *to)
{
    size_t padding = !last || four[3] != '=' ? 0 : four[2] != '=' ? 1 : 2;
    unsigned some = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = i < 4 - padding ? digit_of(four[i]) : 0;
        if (digit < 0)
            return ASSAY_INVALID;
        some = some << 6 | (unsigned)digit;
    }
    if ((some & ((1u << 8 * padding) - 1)) != 0)
        return ASSAY_INVALID;
    const unsigned char bytes[3] = {(unsigned char)(some >> 16), (unsigned char)(some >> 8),
                                    (unsigned char)some};
    return to->append(to, bytes, 3 - padding);
}

assay_status assay_base64_take(const char *text, size_t size, assay_out *to)
{
    if (size % 4 != 0)
        return ASSAY_INVALID;
    for (size_t i = 0; i < size; i += 4)
        ASSAY_TRY(take_four(text + i, i + 4 == size, to));
    return ASSAY_OK;
}
