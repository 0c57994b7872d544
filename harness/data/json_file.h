#ifndef ASSAY_DATA_JSON_FILE_H
#define ASSAY_DATA_JSON_FILE_H

#include <assay/toolkit/buffer.h>
#include <jansson.h>

/* A file of JSON with its text, in which lines can be found. */
typedef struct assay_json_file {
    json_t *root;      /* owned */
    assay_buffer text; /* ends in a NUL, which counts */
} assay_json_file;

/* what: what it should be, "a manifest". INVALID: it cannot be read, is empty, larger than 16 MiB,
 * no JSON, or has a key twice; the message names the file and, where there is one, the line. *self:
 * the caller's to clear when OK. */
assay_status assay_json_file_read(const char *path, const char *what, assay_json_file *self,
                                  assay_error *error) ASSAY_MUST_USE;
void assay_json_file_clear(assay_json_file *self);

#endif
