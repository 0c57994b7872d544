#ifndef ASSAY_GZIP_GZIP_H
#define ASSAY_GZIP_GZIP_H

#include <assay/connector.h>
#include <assay/toolkit/delimited_format.h>
#include <assay/toolkit/input.h>

/* Delimited records inside a gzip file, which can only be read from its start. */
typedef struct gzip_source {
    assay_source base;
    char *path; /* owned */
    assay_delimited_format format;
} gzip_source;

assay_status gzip_open_source(const assay_connector *self, const assay_host *host,
                              const assay_config *config, assay_source **source,
                              assay_error *error);
assay_status gzip_decode_source(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_source **source, assay_error *error);

assay_status gzip_open_sink(const assay_connector *self, const assay_host *host,
                            const assay_config *config, assay_sink **sink, assay_error *error);
assay_status gzip_decode_sink(const assay_connector *self, const assay_host *host,
                              assay_bytes encoded, assay_sink **sink, assay_error *error);
assay_status gzip_source_copy(const gzip_source *like, assay_source **source);
assay_status gzip_stored_size(const gzip_source *self, uint64_t *size, assay_error *error);

/* mark: how many decompressed bytes an earlier reader has consumed; 0: none. */
assay_status gzip_reader_new(const gzip_source *source, uint64_t mark, assay_reader **reader);

/* The decompressed bytes of all members. *consumed is set to how many stored bytes were used, after
 * every read; it is the caller's and outlives the input. Takes stored over, also when it fails. */
assay_status gzip_input_new(assay_input *stored, uint64_t *consumed, assay_input **input);

extern const assay_checkpoint gzip_checkpoint;

#endif
