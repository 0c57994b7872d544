#ifndef ASSAY_ENGINE_TRACE_H
#define ASSAY_ENGINE_TRACE_H

#include "engine/threads.h"
#include <assay/bytes.h>
#include <assay/toolkit/buffer.h>

/* The last calls of a case, in memory that outlives it. Entries are small and fixed; they become
 * text only when somebody has to read them. */

typedef enum assay_op {
    ASSAY_OP_OPEN,
    ASSAY_OP_DECODE,
    ASSAY_OP_ENCODE,
    ASSAY_OP_DESCRIBE,
    ASSAY_OP_VALIDATE,
    ASSAY_OP_ESTIMATE,
    ASSAY_OP_BY_SIZE,
    ASSAY_OP_BY_COUNT,
    ASSAY_OP_BOUNDS,
    ASSAY_OP_PART,
    ASSAY_OP_MARK,
    ASSAY_OP_RESTORE,
    ASSAY_OP_FINALIZE,
    ASSAY_OP_WATERMARK,
    ASSAY_OP_BACKLOG,
    ASSAY_OP_OPEN_READER,
    ASSAY_OP_RELEASE_SOURCE,
    ASSAY_OP_START,
    ASSAY_OP_ADVANCE,
    ASSAY_OP_CURRENT,
    ASSAY_OP_CLOSE,
    ASSAY_OP_RELEASE_READER,
    ASSAY_OP_SPLIT,
    ASSAY_OP_SPLIT_AT,
    ASSAY_OP_CURRENT_SOURCE,
    ASSAY_OP_POSITION,
    ASSAY_OP_FRACTION,
    ASSAY_OP_COUNTS,
    ASSAY_OP_OPEN_SINK,
    ASSAY_OP_DECODE_SINK,
    ASSAY_OP_ENCODE_SINK,
    ASSAY_OP_DESCRIBE_SINK,
    ASSAY_OP_VALIDATE_SINK,
    ASSAY_OP_INITIALIZE,
    ASSAY_OP_OPEN_WRITER,
    ASSAY_OP_COMMIT,
    ASSAY_OP_CLEANUP,
    ASSAY_OP_RELEASE_SINK,
    ASSAY_OP_WRITE,
    ASSAY_OP_PREPARE,
    ASSAY_OP_ABORT,
    ASSAY_OP_RELEASE_WRITER,
    ASSAY_OP_OPEN_TRACKER,
    ASSAY_OP_CLAIM,
    ASSAY_OP_CLAIM_ALONG, /* of a record that is no split point */
    ASSAY_OP_CUT,
    ASSAY_OP_POSITION_AT,
    ASSAY_OP_TRACKED,
    ASSAY_OP_TRACKER_PROGRESS,
    ASSAY_OP_DONE,
    ASSAY_OP_RELEASE_TRACKER,
    ASSAY_OP_COUNT,
    ASSAY_OP_SWITCH /* no call: another thread goes on */
} assay_op;

enum { ASSAY_TRACE_TEXT = 24, ASSAY_TRACE_ENTRIES = 256 };

/* What an entry holds besides the operation, the subject and the status. */
enum {
    ASSAY_TRACE_ARG_NUMBER = 1,
    ASSAY_TRACE_ARG_FRACTION = 2,
    ASSAY_TRACE_ARG_TEXT = 4,
    ASSAY_TRACE_OUT_NUMBER = 8,
    ASSAY_TRACE_OUT_FRACTION = 16,
    ASSAY_TRACE_OUT_TEXT = 32,
    ASSAY_TRACE_OUT_MADE = 64,   /* made is the number of a new handle */
    ASSAY_TRACE_OUT_SECOND = 128 /* out_second, or a second handle, made + 1 */
};

typedef struct assay_trace_entry {
    uint8_t op;
    uint8_t running; /* the call has not come back; 2: it has, after others */
    uint8_t has;
    uint8_t text_size;
    int32_t status;
    uint32_t thread; /* 0: there is only one */
    uint32_t subject;
    uint32_t made;
    uint32_t full_size; /* of what text is the beginning of */
    int64_t arg_number, out_number, out_second;
    double arg_fraction, out_fraction;
    char text[ASSAY_TRACE_TEXT];
} assay_trace_entry;

typedef struct assay_trace {
    uint64_t next; /* entries ever written */
    assay_trace_entry entries[ASSAY_TRACE_ENTRIES];
} assay_trace;

/* "writer: write" */
void assay_op_print(assay_op op, char *to, size_t size);

assay_trace_entry *assay_trace_begin(assay_trace *self, assay_op op, uint32_t subject);
void assay_trace_end(assay_trace_entry *entry, assay_status status);
/* Forgets the calls since next was at, unless they have taken the place of those before. */
void assay_trace_rewind(assay_trace *self, uint64_t at);
/* One thread has stopped in a place, another one goes on. */
void assay_trace_switch(assay_trace *self, uint32_t from, assay_place place, uint32_t to);
void assay_trace_text(assay_trace_entry *entry, assay_bytes text, uint8_t which);

/* The last lines as text, oldest first. A trace that a wild write has damaged gives odd lines,
 * never a crash. */
assay_status assay_trace_print(const assay_trace *self, size_t lines,
                               assay_buffer *to) ASSAY_MUST_USE;
/* The call that has not come back, "" if none: "reader 1: advance". */
void assay_trace_running(const assay_trace *self, char *to, size_t size);

#endif
