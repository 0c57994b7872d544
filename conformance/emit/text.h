#ifndef ASSAY_EMIT_TEXT_H
#define ASSAY_EMIT_TEXT_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>
#include <stdint.h>

/* Text of a C program. Once memory is short nothing more is added, and status says so. */
typedef struct assay_emit_text {
    assay_buffer buffer;
    assay_status status;
} assay_emit_text;

void assay_emit_print(assay_emit_text *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A string literal of the bytes. */
void assay_emit_literal(assay_emit_text *self, assay_bytes bytes);
/* The same over several lines, each with that indent; one for each line of the bytes. */
void assay_emit_lines(assay_emit_text *self, assay_bytes bytes, int indent);
/* Breaks the line that begins at from, which is too long, where a list in it goes on. */
void assay_emit_wrap(assay_emit_text *self, size_t from, int indent);
/* Numbers as C writes them. */
void assay_emit_int64(assay_emit_text *self, int64_t number);
void assay_emit_double(assay_emit_text *self, double number);
/* A comment's paragraph, " * " before every line. */
void assay_emit_comment(assay_emit_text *self, const char *label, const char *text);

#endif
