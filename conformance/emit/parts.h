#ifndef ASSAY_EMIT_PARTS_H
#define ASSAY_EMIT_PARTS_H

#include "emit/text.h"
#include "engine/trace.h"

/* The functions of an emitted program, each there when it is used. */
typedef enum assay_emit_part {
    ASSAY_EMIT_PART_NAMES,
    ASSAY_EMIT_PART_NEED,
    ASSAY_EMIT_PART_FOLDER,
    ASSAY_EMIT_PART_FILES,
    ASSAY_EMIT_PART_MORE_OF_FILE,
    ASSAY_EMIT_PART_BYTES,
    ASSAY_EMIT_PART_NEW_BYTES,
    ASSAY_EMIT_PART_SHARED_BYTES,
    ASSAY_EMIT_PART_OF,
    ASSAY_EMIT_PART_COPY,
    ASSAY_EMIT_PART_EQUAL,
    ASSAY_EMIT_PART_OFFERED,
    ASSAY_EMIT_PART_RECEIVER,
    ASSAY_EMIT_PART_SHOW,
    ASSAY_EMIT_PART_SAME,
    ASSAY_EMIT_PART_ENTRIES,
    ASSAY_EMIT_PART_ALLOCATED,
    ASSAY_EMIT_PART_READ_SO_FAR,
    ASSAY_EMIT_PART_FILES_BELOW,
    ASSAY_EMIT_PART_MATCHES,
    ASSAY_EMIT_PART_JUDGE,
    ASSAY_EMIT_PART_AWAIT,
    ASSAY_EMIT_PART_SEEN,
    ASSAY_EMIT_PART_COLLECT,
    ASSAY_EMIT_PART_COLLECT_IDLE,
    ASSAY_EMIT_PART_SKIP,
    ASSAY_EMIT_PART_LINES,
    ASSAY_EMIT_PART_RECORD_FILES,
    ASSAY_EMIT_PART_READS,
    ASSAY_EMIT_PART_COMPARE,
    ASSAY_EMIT_PART_PUT,
    ASSAY_EMIT_PART_PUT_WATCHED,
    ASSAY_EMIT_PART_COUNT
} assay_emit_part;

#define ASSAY_EMIT_USES(part) (UINT64_C(1) << (part))

/* What used parts need is added to used. */
uint64_t assay_emit_parts_needed(uint64_t used);
/* Those that stand before the table of records, or behind it. */
void assay_emit_parts_print(assay_emit_text *to, uint64_t used, bool behind_records);

/* How a call of the contract is written. */
typedef struct assay_emit_call {
    const char *function; /* a member of the table */
    /* A letter each. C: connector and host; S: the handle; s: a source that is given; c: settings;
     * i: bytes, n: a number, f: a fraction, t: a text that are given; k: tokens; h: the new handle;
     * R: a record that is shown, W: one that is given; p: the parts; r: the result of a split; o:
     * bytes, O: a number, F: a fraction, B: a truth value that come out. */
    const char *arguments;
    const char *gives;   /* names of what comes out, separated by a blank */
    const char *ability; /* type of its table; its id is the same in capitals; "": none */
} assay_emit_call;
extern const assay_emit_call assay_emit_calls[ASSAY_OP_COUNT];

#endif
