#ifndef ASSAY_REPORT_UTF8_H
#define ASSAY_REPORT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define ASSAY_UTF8_INVALID UINT32_MAX

/* Takes one character off a text that is not at its end: its code point, and its size in bytes.
 * INVALID, size 1: the first byte begins no character (not UTF-8, overlong, a surrogate, too big).
 */
uint32_t assay_utf8_next(const char *text, size_t *size);

#endif
