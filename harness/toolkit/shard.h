#ifndef ASSAY_TOOLKIT_SHARD_H
#define ASSAY_TOOLKIT_SHARD_H

#include <assay/toolkit/attempt.h>
#include <assay/toolkit/sharded_sink.h>

/* What the files of the sharded sink share. */
#define ASSAY_SHARD_VERSION 1 /* of encodings and tokens */

typedef struct assay_sharded_sink {
    assay_sink base;
    const assay_shard_format *format;
    char *directory, *prefix, *suffix, *delimiter; /* owned */
    char *temporary;                               /* owned: the temporary directory */
    uint64_t shards;                               /* 0: as many as there are tokens */
} assay_sharded_sink;

/* What a token says. */
typedef struct assay_shard_token {
    assay_attempt attempt; /* its bundle is the number of the shard */
    assay_file_digest digest;
} assay_shard_token;

assay_status assay_shard_token_encode(const assay_shard_token *self, assay_out *to) ASSAY_MUST_USE;
assay_status assay_shard_token_decode(assay_bytes bytes, assay_shard_token *token,
                                      assay_error *error) ASSAY_MUST_USE;

/* Where an attempt writes; the caller's, to free; NULL: out of memory. */
char *assay_shard_temporary_path(const assay_sharded_sink *sink, const assay_attempt *attempt);

assay_status assay_shard_writer_open(assay_sink *self, uint64_t bundle, const char *attempt,
                                     assay_writer **writer, assay_error *error) ASSAY_MUST_USE;
assay_status assay_shard_commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                                assay_error *error) ASSAY_MUST_USE;

#endif
