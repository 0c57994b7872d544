#ifndef ASSAY_EMIT_LOG_H
#define ASSAY_EMIT_LOG_H

#include "engine/tape.h"
#include "engine/trace.h"

/* A tape as arrays: what happened, which handles there were, what was given. Bytes are borrowed
 * from the tape. */

#define ASSAY_EMIT_NONE SIZE_MAX

typedef enum assay_emit_kind {
    ASSAY_EMIT_SOURCE,
    ASSAY_EMIT_READER,
    ASSAY_EMIT_SINK,
    ASSAY_EMIT_WRITER,
    ASSAY_EMIT_TRACKER
} assay_emit_kind;

typedef struct assay_emit_handle {
    assay_emit_kind kind;
    size_t maker;   /* event */
    size_t place;   /* among those that the maker made */
    size_t family;  /* handle that it all began with, over all cases; a sink: of its output */
    uint64_t turn;  /* attempt in which it was made */
    size_t dataset; /* of sources and readers */
    size_t reach;   /* events before this one that change it are kept */
    unsigned name;  /* in the program */
    bool used;      /* by a call that is kept */
} assay_emit_handle;

/* A call, or a mark between calls. */
typedef struct assay_emit_event {
    assay_tape_kind kind;
    uint64_t a, b; /* of the frame; of a call: operation and number */
    assay_op op;   /* of a call, as all that follows */
    size_t subject;
    size_t first_made, made;
    assay_status status;
    bool back;   /* it came back */
    bool silent; /* with an error and no message */
    bool tallied;
    size_t in, in_count, out, out_count; /* values */
    uint64_t turn;
    size_t process; /* which case */
    bool keep;
    bool hoisted;  /* what it gives is declared before the process forks */
    unsigned name; /* of what it gives, in the program */
} assay_emit_event;

typedef struct assay_emit_given {
    assay_tape_value value;
    size_t event;
    bool out;
    size_t from;     /* bytes that are given: the value among the outs they come from */
    size_t kept;     /* ... so many bytes of it from the front; what differs is patched */
    unsigned damage; /* in the program, of a copy that is patched; 0: there is none */
} assay_emit_given;

typedef struct assay_emit_log {
    size_t event_count, handle_count, value_count;
    assay_emit_event *events;
    assay_emit_handle *handles;
    assay_emit_given *values;
} assay_emit_log;

/* INVALID: it is no tape. *self: the caller's, to clear. */
assay_status assay_emit_log_read(assay_bytes tape, assay_emit_log *self,
                                 assay_error *error) ASSAY_MUST_USE;
void assay_emit_log_clear(assay_emit_log *self);

/* The i-th thing that an event was given, or gave. */
assay_emit_given *assay_emit_in(const assay_emit_log *self, const assay_emit_event *event,
                                size_t i);
assay_emit_given *assay_emit_out(const assay_emit_log *self, const assay_emit_event *event,
                                 size_t i);
/* A record among them: time, value, id from the i-th on. */
assay_record assay_emit_record(const assay_emit_given *values);

/* Finds for bytes that calls were given the calls that gave them. */
void assay_emit_flow(assay_emit_log *self);

#endif
