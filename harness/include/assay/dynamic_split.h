#ifndef ASSAY_DYNAMIC_SPLIT_H
#define ASSAY_DYNAMIC_SPLIT_H

#include <assay/reader.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a split gave. The caller sets struct_size. On OK both sources are the caller's, until their
 * release; otherwise nothing is written. */
typedef struct assay_split_result {
    uint32_t struct_size;
    uint32_t reserved;
    double fraction; /* where it really cut: the primary's share, of positions or of records, of the
                        source before, 0 to 1 */
    assay_source *primary;  /* all that this reader will have read, what it has read included */
    assay_source *residual; /* the rest, for somebody else */
} assay_split_result;

/* The rules of both abilities below. A split takes the unread tail from a running reader: primary
 * and residual together cover exactly what the reader's source covered before (DYN-01), the reader
 * goes on and ends with the primary (DYN-02), later fractions are relative to the primary (DYN-05).
 * What is consumed, the current record included, never goes to the residual (POS-13). When it
 * cannot be done the answer is REFUSED, at any time, and nothing whatever has changed (DYN-03): not
 * started yet, at the end, nothing left to give, or a lock is taken, so that the same split may be
 * done later. Any thread, while the reader reads (DYNC-01), also during start (DYNC-03) and close
 * (DYNC-09), but one split at a time (DYNC-02); whoever calls at the same time, none waits for ever
 * (DYNC-10). Never waits for I/O, nor for a lock that is held during I/O (DYNC-04, DYNC-05). With
 * its answer the current source is the primary (DYNC-07). CLOSED: STATE. */

#define ASSAY_DYNAMIC_SPLIT "assay.dynamic-split/0"

/* Ability of a reader: to be split at about a fraction of its current source (DYN-04), the records
 * read included. A fraction that is not a number from 0 to 1 is INVALID and changes nothing
 * (DYN-12). */
typedef struct assay_dynamic_split {
    uint32_t struct_size;
    uint32_t reserved;
    assay_status (*split)(assay_reader *self, double fraction, assay_split_result *result,
                          assay_error *error) ASSAY_MUST_USE;
} assay_dynamic_split;

#define ASSAY_SPLIT_AT "assay.split-at/0"

/* Ability of a reader: to be split at a position, the first of the residual's range. A position
 * that is consumed or outside the range is REFUSED; one of the wrong form is INVALID
 * (DYN-18). While split points are left, some splits of both kinds are accepted (DYN-19). */
typedef struct assay_split_at {
    uint32_t struct_size;
    uint32_t reserved;
    assay_status (*split)(assay_reader *self, assay_bytes position, assay_split_result *result,
                          assay_error *error) ASSAY_MUST_USE;
} assay_split_at;

#define ASSAY_CURRENT_SOURCE "assay.current-source/0"

/* Ability of a reader: to say what it reads now: its source, or the primary of its last split, what
 * it has read already included (RD-SRC-01, DYN-06); of a stream always its source (RD-SRC-03). Any
 * thread (RD-SRC-02), does not wait. CLOSED: STATE. *source: the caller's, until its release. */
typedef struct assay_current_source {
    uint32_t struct_size;
    uint32_t reserved;
    assay_status (*get)(assay_reader *self, assay_source **source,
                        assay_error *error) ASSAY_MUST_USE;
} assay_current_source;

#ifdef __cplusplus
}
#endif

#endif
