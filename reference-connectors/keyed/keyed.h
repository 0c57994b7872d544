#ifndef ASSAY_KEYED_KEYED_H
#define ASSAY_KEYED_KEYED_H

#include <assay/connector.h>
#include <assay/toolkit/attempt.h>

/* A store of records by id: each is a file that is named by the id in hex. What is written twice is
 * there once, so nothing waits for the commit. Files that begin with KEYED_HIDDEN are not stored
 * yet. */
#define KEYED_HIDDEN ".assay-"
#define KEYED_ID_MAX 100
#define KEYED_FORMAT 1 /* of encodings and tokens */

typedef struct keyed_sink {
    assay_sink base;
    char *directory; /* owned */
} keyed_sink;

assay_status keyed_open_sink(const assay_connector *self, const assay_host *host,
                             const assay_config *config, assay_sink **sink, assay_error *error);
assay_status keyed_decode_sink(const assay_connector *self, const assay_host *host,
                               assay_bytes encoded, assay_sink **sink, assay_error *error);
assay_status keyed_open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                               assay_writer **writer, assay_error *error);

#endif
