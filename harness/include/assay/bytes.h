#ifndef ASSAY_BYTES_H
#define ASSAY_BYTES_H

#include <assay/status.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Some bytes, borrowed: how long they stay valid is said where they are handed over. data may be
 * NULL when size is 0. */
typedef struct assay_bytes {
    const void *data;
    size_t size;
} assay_bytes;

/* Where a call puts bytes of any length: encodings, marks, tokens, positions, descriptions. Owned
 * by the caller of that call, used only until it returns. append may be called any number of times;
 * the pieces follow each other. It answers OK or MEMORY; the call that gets MEMORY passes it on.
 * After a call that did not answer OK, what was appended means nothing. */
typedef struct assay_out assay_out;
struct assay_out {
    assay_status (*append)(assay_out *self, const void *data, size_t size) ASSAY_MUST_USE;
};

#ifdef __cplusplus
}
#endif

#endif
