#ifndef ASSAY_TOOLKIT_SHARDED_SINK_H
#define ASSAY_TOOLKIT_SHARDED_SINK_H

#include <assay/config.h>
#include <assay/sink.h>
#include <assay/toolkit/atomic_file.h>

/* A sink of delimited records to files, one for each bundle, in two phases: attempts write below a
 * temporary directory, commit renames. Its settings:
 *   directory   needed; where the files go
 *   prefix      "part" if not given; not empty, no '/', no '.' at its beginning
 *   suffix      the format's if not given; no '/'
 *   shards      how many files, 1 to ASSAY_SHARDS_MAX, whatever was written: those without a bundle
 *               are empty. If not given: as many as commit gets tokens, at least one
 *   delimiter   "\n" if not given; a record that contains it is INVALID
 * Bundle 3 of 12 becomes DIRECTORY/PREFIX-00003-of-00012SUFFIX. Attempts write to
 * DIRECTORY/.PREFIX-assay-temp/BUNDLE-ATTEMPT, so two writes with the same directory and prefix
 * must not run at once. */
#define ASSAY_SHARDS_MAX 100000

/* How a shard is stored: what a connector adds. A const of the connector. */
typedef struct assay_shard_format {
    const char *suffix;
    assay_bytes empty; /* the file of a shard without records */

    /* What follows the bytes of one file; *state goes to the calls below. */
    assay_status (*begin)(void **state, assay_error *error) ASSAY_MUST_USE;
    assay_status (*write)(void *state, assay_atomic_file *file, assay_bytes bytes,
                          assay_error *error) ASSAY_MUST_USE;
    assay_status (*end)(void *state, assay_atomic_file *file, assay_error *error) ASSAY_MUST_USE;
    /* Also without end, and where begin was not OK. */
    void (*free)(void *state);
} assay_shard_format;

/* For open_sink and decode_sink of a connector. */
assay_status assay_sharded_sink_open(const assay_shard_format *format, const assay_config *config,
                                     assay_sink **sink, assay_error *error) ASSAY_MUST_USE;
assay_status assay_sharded_sink_decode(const assay_shard_format *format, assay_bytes encoded,
                                       assay_sink **sink, assay_error *error) ASSAY_MUST_USE;

#endif
