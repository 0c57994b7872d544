#ifndef ASSAY_EMIT_BODY_H
#define ASSAY_EMIT_BODY_H

#include "emit/parts.h"
#include "emit/slice.h"

/* The calls of an emitted program, as they are written one after the other. */
typedef struct assay_emit_body {
    assay_emit_log *log;
    const assay_emit_slice *slice;
    const char *wanted; /* what the check expected */
    bool watched;       /* what is given to a call must not change */
    assay_emit_text text;
    uint64_t used;                   /* parts */
    unsigned names;                  /* of handles, given out */
    unsigned values[ASSAY_OP_COUNT]; /* the same of what calls give */
    size_t last_out[ASSAY_OP_COUNT]; /* event that gave the last one; NONE: none */
    unsigned settings, damages;
    char *root; /* owned; folder in which the data lay, with its '/' */
    size_t record_count, record_capacity;
    assay_record *records; /* owned; the bytes are borrowed */
    size_t expected;       /* so many of them, the first ones, had to come */
    bool repeats;          /* repetition is no failure */
    int indent;
    size_t process;    /* whose calls are being written */
    bool looked[4];    /* a first look at descriptors, ... was written */
    uint64_t first[4]; /* what it said */
} assay_emit_body;

/* Writes all that is kept. */
assay_status assay_emit_body_write(assay_emit_body *self) ASSAY_MUST_USE;
void assay_emit_body_clear(assay_emit_body *self);

/* The parts of it. */
size_t assay_emit_body_record(assay_emit_body *self, const assay_record *record); /* its number */
void assay_emit_body_add_record(assay_emit_body *self, const assay_record *record);
void assay_emit_body_line(assay_emit_body *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* files.c: where the data lay, what a call opens, a path. */
assay_status assay_emit_files_find_root(assay_emit_body *self) ASSAY_MUST_USE;
void assay_emit_files_write(assay_emit_body *self, size_t open);
void assay_emit_files_path(assay_emit_body *self, assay_bytes path);

/* call.c: one call with what it needs before and shows behind. */
void assay_emit_call_write(assay_emit_body *self, size_t index);

/* runs.c: moves of one reader in a row, writes of one writer. Give the event behind them. */
size_t assay_emit_moves_write(assay_emit_body *self, size_t index);
size_t assay_emit_writes_write(assay_emit_body *self, size_t index);

/* outs.c: what a call gave, where that matters; that there are as many parts as are used. */
void assay_emit_outs_write(assay_emit_body *self, size_t index);
void assay_emit_parts_count_write(assay_emit_body *self, size_t index);

/* looks.c: what is looked at besides calls, and the comparison in the end. */
void assay_emit_look_write(assay_emit_body *self, size_t index);
void assay_emit_end_write(assay_emit_body *self);

#endif
