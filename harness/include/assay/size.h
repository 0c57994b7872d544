#ifndef ASSAY_SIZE_H
#define ASSAY_SIZE_H

#include <assay/source.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_SIZE "assay.size/0"
#define ASSAY_SIZE_UNKNOWN INT64_C(-1)

/* Ability of a source: how much it will read. */
typedef struct assay_size {
    uint32_t struct_size;
    uint32_t reserved;

    /* Bytes in the store, before decompression or decoding (BS-SIZE-01), or ASSAY_SIZE_UNKNOWN; no
     * other negative number (BS-SIZE-02). The same on every call while the store does not change
     * (BS-SIZE-06); the parts of a source add up to it, about (BS-SIZE-03).
     * Cheap: reads no data to speak of (BS-SIZE-05). Any thread. */
    assay_status (*estimate)(assay_source *self, int64_t *bytes, assay_error *error) ASSAY_MUST_USE;
} assay_size;

#ifdef __cplusplus
}
#endif

#endif
