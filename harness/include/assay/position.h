#ifndef ASSAY_POSITION_H
#define ASSAY_POSITION_H

#include <assay/reader.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A position is a place in a source's order where a range can begin or end, also in the middle of a
 * record. Both kinds compare as memcmp does, a prefix before what it is a prefix of (KR-01). */
typedef enum assay_position_kind {
    ASSAY_POSITION_OFFSET = 1, /* an unsigned number, eight bytes, most significant first */
    ASSAY_POSITION_KEY = 2     /* any bytes; the successor of a key is the key and a 0x00 (KR-09) */
} assay_position_kind;

#define ASSAY_RANGE "assay.range/0"

/* Ability of a source: to be cut at chosen positions. The source covers [start, end). */
typedef struct assay_range {
    uint32_t struct_size;
    assay_position_kind kind;

    /* Where the source begins and ends; an empty end: as far as there is data. No I/O. Any thread.
     */
    assay_status (*bounds)(assay_source *self, assay_out *start, assay_out *end,
                           assay_error *error) ASSAY_MUST_USE;

    /* The source of [start, end) of self: all from the first split point at or after start up to,
     * not including, the first split point at or after end (POS-10, POS-02, POS-03), so that [A,B)
     * and [B,C) together are [A,C) for every B (POS-01). An empty end is the end of self (OBS-02).
     * Bounds outside self are INVALID, start after end too; [A,A) reads nothing (POS-15). What lies
     * before start is not read (POS-12). *part: the caller's, until its release. No I/O. Any
     * thread. */
    assay_status (*part)(assay_source *self, assay_bytes start, assay_bytes end,
                         assay_source **part, assay_error *error) ASSAY_MUST_USE;
} assay_range;

#define ASSAY_POSITION "assay.position/0"

/* Ability of a reader: to say where it is. */
typedef struct assay_position {
    uint32_t struct_size;
    assay_position_kind kind;

    /* Where the current record starts, and whether it is a split point: then its position is the
     * largest one from which a range begins with this record (POS-09). No two split points share a
     * position (POS-07); positions never go back (POS-08).
     * State: ON_RECORD, otherwise STATE. Thread: the reader's. Does not wait. */
    assay_status (*get)(assay_reader *self, assay_out *position, bool *split_point,
                        assay_error *error) ASSAY_MUST_USE;
} assay_position;

#ifdef __cplusplus
}
#endif

#endif
