#ifndef ASSAY_CHECKPOINT_H
#define ASSAY_CHECKPOINT_H

#include <assay/reader.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_CHECKPOINT "assay.checkpoint/0"

/* Ability of a source: its readers can be left at any record and gone on with elsewhere. */
typedef struct assay_checkpoint {
    uint32_t struct_size;
    uint32_t reserved;

    /* A mark: all that reader, a reader of self, has arrived at so far, the current record included
     * (US-READ-07); in NEW what it was opened or restored with. Bytes that never lose their
     * meaning, whatever is read later (US-CKPT-05), in any process (US-CKPT-13). State: any but
     * CLOSED. Thread: the reader's. Does not wait. */
    assay_status (*mark)(assay_source *self, assay_reader *reader, assay_out *mark,
                         assay_error *error) ASSAY_MUST_USE;

    /* A new reader, in NEW, whose start arrives at the first record after the mark, none lost and
     * none twice (US-CKPT-03): self is the reader's source, or a decoded copy of its current
     * source. The same mark gives the same any number of times (US-CKPT-09), an older one replays
     * what followed it (US-CKPT-08), whether or not it was finalized (US-CKPT-07). Bytes that are
     * no mark are INVALID. *reader: the caller's, until its release. No I/O. */
    assay_status (*restore)(assay_source *self, assay_bytes mark, assay_reader **reader,
                            assay_error *error) ASSAY_MUST_USE;

    /* The results of all up to mark are durable: the store may forget them. Late, never, again, in
     * any process, with no reader left (US-FIN-02 to US-FIN-06). NULL: nothing to do. Any thread.
     */
    assay_status (*finalize)(assay_source *self, assay_bytes mark,
                             assay_error *error) ASSAY_MUST_USE;
} assay_checkpoint;

#ifdef __cplusplus
}
#endif

#endif
