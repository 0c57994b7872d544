/* Shards are the records as they are, each with its delimiter. */
#include "file.h"

#include <assay/toolkit/sharded_sink.h>

static assay_status begin(void **state, assay_error *error)
{
    (void)error;
    *state = NULL;
    return ASSAY_OK;
}

static assay_status write_bytes(void *state, assay_atomic_file *file, assay_bytes bytes,
                                assay_error *error)
{
    (void)state;
    return assay_atomic_file_write(file, bytes, error);
}

static assay_status end(void *state, assay_atomic_file *file, assay_error *error)
{
    (void)state, (void)file, (void)error;
    return ASSAY_OK;
}

static void free_nothing(void *state)
{
    (void)state;
}

static const assay_shard_format format = {
    .suffix = "",
    .begin = begin,
    .write = write_bytes,
    .end = end,
    .free = free_nothing,
};

assay_status file_open_sink(const assay_connector *self, const assay_host *host,
                            const assay_config *config, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    return assay_sharded_sink_open(&format, config, sink, error);
}

assay_status file_decode_sink(const assay_connector *self, const assay_host *host,
                              assay_bytes encoded, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    return assay_sharded_sink_decode(&format, encoded, sink, error);
}
