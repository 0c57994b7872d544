#ifndef ASSAY_DATA_MANIFEST_READER_H
#define ASSAY_DATA_MANIFEST_READER_H

#include "data/manifest.h"
#include "data/manifest_schema.h"
#include <jansson.h>

/* A manifest that is being read; the path is that of the value in hand, "source.config". */
typedef struct assay_manifest_reader {
    const char *file;
    char *text; /* the file's, for finding lines */
    assay_error *error;
    char path[512];
    size_t path_size;
    assay_manifest *manifest;
} assay_manifest_reader;

/* Steps into a key or an item of a list; answers where it was, for leave. */
size_t assay_path_enter(assay_manifest_reader *self, const char *key);
size_t assay_path_enter_item(assay_manifest_reader *self, size_t index);
void assay_path_leave(assay_manifest_reader *self, size_t before);

/* INVALID, "FILE:LINE: PATH: ..." in one line. */
assay_status assay_manifest_wrong(const assay_manifest_reader *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The line on which the value at a path starts, by its key where it has one; 0: not found. text is
 * well-formed JSON. */
unsigned assay_manifest_line(const char *text, const char *path);

/* Checks a value against the tables: keys, types, ranges. */
assay_status assay_manifest_check(assay_manifest_reader *self, const json_t *value,
                                  const assay_object *object) ASSAY_MUST_USE;

/* Fills the manifest from a root that was checked. */
assay_status assay_manifest_fill(assay_manifest_reader *self, const json_t *root) ASSAY_MUST_USE;

/* The variables that a text may hold until the data, an output, or a range is there. */
enum { ASSAY_LATER_DATA = 1u << 0, ASSAY_LATER_OUT = 1u << 1, ASSAY_LATER_RANGE = 1u << 2 };

/* Appends text with the values of all other variables put in, and a NUL. */
assay_status assay_manifest_put_text(assay_manifest_reader *self, const char *text, unsigned later,
                                     assay_buffer *to) ASSAY_MUST_USE;
assay_status assay_manifest_fill_command(assay_manifest_reader *self, const json_t *words,
                                         unsigned later, assay_command_text *to) ASSAY_MUST_USE;
assay_status assay_manifest_fill_hooks(assay_manifest_reader *self, const json_t *from,
                                       assay_hooks *to) ASSAY_MUST_USE;
/* The path below the manifest's folder, unless it is absolute; with variables. */
assay_status assay_manifest_fill_path(assay_manifest_reader *self, const char *path, unsigned later,
                                      char **to) ASSAY_MUST_USE;
/* Where the manifest is, and the name of the run. */
assay_status assay_manifest_fill_place(assay_manifest_reader *self) ASSAY_MUST_USE;
/* How a sink's output is read back, and whether that can be what the plan's records are. */
assay_status assay_manifest_fill_readback(assay_manifest_reader *self, const json_t *readback,
                                          assay_scenario *scenario,
                                          const assay_data_plan *plan) ASSAY_MUST_USE;
/* What a tracker takes, beyond the configurations that all kinds have. */
assay_status assay_manifest_fill_tracker(assay_manifest_reader *self, const json_t *from,
                                         assay_scenario *scenario) ASSAY_MUST_USE;
void assay_command_text_clear(assay_command_text *self);

/* Fill the plan and the settings from values that were checked. */
assay_status assay_manifest_fill_data(assay_manifest_reader *self, const json_t *value,
                                      assay_data_plan *plan) ASSAY_MUST_USE;
assay_status assay_manifest_fill_settings(assay_manifest_reader *self, const json_t *value,
                                          unsigned later, assay_setting_list *to) ASSAY_MUST_USE;

#endif
