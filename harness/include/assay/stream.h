#ifndef ASSAY_STREAM_H
#define ASSAY_STREAM_H

#include <assay/reader.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_STREAM "assay.stream/0"
#define ASSAY_BACKLOG_UNKNOWN INT64_C(-1)

/* A record may come twice; its id tells (US-ID-01, US-ID-02). */
#define ASSAY_STREAM_NEEDS_DEDUP 1u
/* No record is ever late (US-WM-01). */
#define ASSAY_STREAM_EXACT_WATERMARK 2u

/* Ability of a source: it is unbounded. Its readers may answer IDLE, and END only when the stream
 * is finite; every record has a time, and an id where the flags say so. Only such a source has it.
 */
typedef struct assay_stream {
    uint32_t struct_size;
    uint32_t flags;

    /* At or before the timestamp of every record that reader, a reader of self, has still to arrive
     * at (US-WM-01), as late as possible (US-WM-02), never going back (US-WM-04), not behind where
     * it was after a restore (US-WM-05); ASSAY_TIMESTAMP_MAX in AT_END. State: after start, not
     * CLOSED. Thread: the reader's. Does not wait. */
    assay_status (*watermark)(assay_source *self, assay_reader *reader, int64_t *watermark,
                              assay_error *error) ASSAY_MUST_USE;

    /* Stored bytes that reader has not arrived at yet (US-BKL-03), or ASSAY_BACKLOG_UNKNOWN; 0 when
     * it has caught up (US-BKL-02, US-BKL-04). State and thread as watermark; cheap. */
    assay_status (*backlog)(assay_source *self, assay_reader *reader, int64_t *bytes,
                            assay_error *error) ASSAY_MUST_USE;
} assay_stream;

#ifdef __cplusplus
}
#endif

#endif
