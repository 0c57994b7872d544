#ifndef ASSAY_SPLIT_H
#define ASSAY_SPLIT_H

#include <assay/source.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_SPLIT "assay.split/0"

/* Ability of a source: to be cut before it is read. The parts together yield exactly the records of
 * the source, none lost and none twice (BS-SPLIT-01); each is a source of its own that can be
 * encoded, sized, read and split again (BS-SPLIT-04, SRC-SER-02); the source itself does not change
 * (BS-SPLIT-03); every call stands alone (BS-SPLIT-08). An empty source gives no part, or parts
 * that read nothing (BS-SPLIT-07). Parts that have bounds abut (BS-SPLIT-09). */
typedef struct assay_split {
    uint32_t struct_size;
    uint32_t reserved;

    /* Parts of about desired_bytes of stored data each (BS-SPLIT-02), from 1 to INT64_MAX; less
     * than 1 is INVALID (BS-SPLIT-06). A source that has "assay.stream/0" may answer UNSUPPORTED
     * (US-SPLIT-05). Asked again, it gives the same parts (BS-SPLIT-12). Any thread. May do I/O. */
    assay_status (*by_size)(assay_source *self, int64_t desired_bytes, assay_source_emit *parts,
                            assay_error *error) ASSAY_MUST_USE;

    /* About count parts, from 1; 0 is INVALID. NULL when the source cannot be cut by number; one
     * that has "assay.stream/0" can. Any thread. May do I/O. */
    assay_status (*by_count)(assay_source *self, uint32_t count, assay_source_emit *parts,
                             assay_error *error) ASSAY_MUST_USE;
} assay_split;

#ifdef __cplusplus
}
#endif

#endif
