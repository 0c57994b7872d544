/* Tokens of shards, and the temporary files that they name. */
#include <assay/toolkit/shard.h>

#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdio.h>

assay_status assay_shard_token_encode(const assay_shard_token *self, assay_out *to)
{
    ASSAY_TRY(assay_put_u64(to, ASSAY_SHARD_VERSION));
    ASSAY_TRY(assay_attempt_encode(&self->attempt, to));
    ASSAY_TRY(assay_put_u64(to, self->digest.size));
    ASSAY_TRY(assay_put_u64(to, self->digest.high));
    return assay_put_u64(to, self->digest.low);
}

assay_status assay_shard_token_decode(assay_bytes bytes, assay_shard_token *token,
                                      assay_error *error)
{
    assay_decoder decoder = {bytes, false};
    uint64_t version = assay_take_u64(&decoder);
    token->attempt = assay_attempt_decode(&decoder);
    token->digest.size = assay_take_u64(&decoder);
    token->digest.high = assay_take_u64(&decoder);
    token->digest.low = assay_take_u64(&decoder);
    if (!assay_decoder_done(&decoder) || version != ASSAY_SHARD_VERSION)
        return assay_error_set(error, ASSAY_INVALID, "not a token");
    return ASSAY_OK;
}

char *assay_shard_temporary_path(const assay_sharded_sink *sink, const assay_attempt *attempt)
{
    char *path = NULL;
    int size =
        asprintf(&path, "%s/%" PRIu64 "-%s", sink->temporary, attempt->bundle, attempt->name);
    return size < 0 ? NULL : path;
}
