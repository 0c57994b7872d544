#ifndef ASSAY_DATA_BASE64_H
#define ASSAY_DATA_BASE64_H

#include <assay/bytes.h>

/* Base64 as RFC 4648 has it in section 4: with its padding, without line ends. */
assay_status assay_base64_put(assay_bytes bytes, assay_out *to) ASSAY_MUST_USE;
/* INVALID: any other character, a missing padding, bits that are not used and not zero. */
assay_status assay_base64_take(const char *text, size_t size, assay_out *to) ASSAY_MUST_USE;

#endif
