#ifndef ASSAY_EMIT_PLACE_H
#define ASSAY_EMIT_PLACE_H

#include "emit/body.h"

enum { ASSAY_EMIT_GIVEN = 64, ASSAY_EMIT_NAME = 32 };

/* A call that is being written. */
typedef struct assay_emit_place {
    assay_emit_event *event;
    size_t in, names;                              /* taken so far */
    char handle[ASSAY_EMIT_NAME];                  /* what the new one is called */
    char given[ASSAY_EMIT_GIVEN][ASSAY_EMIT_NAME]; /* what bytes that are given are called; "": a
                                                      literal */
} assay_emit_place;

/* The variables that the call needs. */
void assay_emit_declare(assay_emit_body *self, assay_emit_place *at);

void assay_emit_handle_name(const assay_emit_body *self, size_t handle, char to[ASSAY_EMIT_NAME]);
/* The name of what an event gives, the i-th. */
void assay_emit_value_name(const assay_emit_event *event, size_t i, char to[ASSAY_EMIT_NAME]);
void assay_emit_bytes_print(assay_emit_body *self, assay_bytes bytes);

#endif
