/* Makes the prepared shards the output: renames them, and fills the gaps with empty ones. */
#include <assay/toolkit/shard.h>

#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

/* The tokens in the order of the shards; without a name: no token. */
typedef struct shard_set {
    uint64_t count;
    assay_shard_token *tokens; /* owned */
} shard_set;

static bool has_token(const assay_shard_token *token)
{
    return token->attempt.name[0] != '\0';
}

static assay_status add_token(shard_set *set, assay_bytes bytes, assay_error *error)
{
    assay_shard_token token;
    ASSAY_TRY(assay_shard_token_decode(bytes, &token, error));
    uint64_t shard = token.attempt.bundle;
    if (shard >= set->count)
        return assay_error_set(error, ASSAY_INVALID,
                               "a token is of shard %" PRIu64 ", but there are %" PRIu64, shard,
                               set->count);
    if (has_token(&set->tokens[shard]))
        return assay_error_set(error, ASSAY_INVALID, "two tokens of shard %" PRIu64, shard);
    set->tokens[shard] = token;
    return ASSAY_OK;
}

/* Random, since a commit that died may have left its file, and another may run at once. */
static assay_status name_temporary(const assay_sharded_sink *sink, uint64_t shard, char **path,
                                   assay_error *error)
{
    uint64_t number;
    if (getrandom(&number, sizeof(number), 0) != sizeof(number))
        return assay_error_set(error, ASSAY_IO, "cannot get a random number");
    int size = asprintf(path, "%s/%" PRIu64 ".empty-%016" PRIx64, sink->temporary, shard, number);
    return size < 0 ? ASSAY_MEMORY : ASSAY_OK;
}

static assay_status write_whole(const char *path, assay_bytes bytes, assay_error *error)
{
    assay_atomic_file *file;
    assay_file_digest digest;
    ASSAY_TRY(assay_atomic_file_create(path, &file, error));
    assay_status status = assay_atomic_file_write(file, bytes, error);
    if (status == ASSAY_OK)
        status = assay_atomic_file_finish(file, &digest, error);
    assay_atomic_file_free(file);
    return status;
}

/* An older write may have left another file under that name. */
static assay_status publish_empty(const assay_sharded_sink *sink, uint64_t shard, const char *path,
                                  assay_error *error)
{
    assay_file_digest digest = assay_file_digest_of(sink->format->empty);
    bool there;
    char *temporary;
    ASSAY_TRY(assay_file_compare(path, &digest, &there, error));
    if (there)
        return ASSAY_OK;
    ASSAY_TRY(assay_directory_make(sink->temporary, error));
    ASSAY_TRY(name_temporary(sink, shard, &temporary, error));
    assay_status status = write_whole(temporary, sink->format->empty, error);
    if (status == ASSAY_OK)
        status = assay_atomic_file_publish(temporary, path, &digest, error);
    free(temporary);
    return status;
}

static assay_status publish_token(const assay_sharded_sink *sink, const assay_shard_token *token,
                                  const char *path, assay_error *error)
{
    char *temporary = assay_shard_temporary_path(sink, &token->attempt);
    if (temporary == NULL)
        return ASSAY_MEMORY;
    assay_status status = assay_atomic_file_publish(temporary, path, &token->digest, error);
    free(temporary);
    return status;
}

static assay_status publish(const assay_sharded_sink *sink, const shard_set *set, uint64_t shard,
                            assay_error *error)
{
    const assay_shard_token *token = &set->tokens[shard];
    char *path;
    if (asprintf(&path, "%s/%s-%05" PRIu64 "-of-%05" PRIu64 "%s", sink->directory, sink->prefix,
                 shard, set->count, sink->suffix) < 0)
        return ASSAY_MEMORY;
    assay_status status = has_token(token) ? publish_token(sink, token, path, error)
                                           : publish_empty(sink, shard, path, error);
    free(path);
    return status;
}

/* Nothing changes before all tokens are known to be good. */
static assay_status publish_all(const assay_sharded_sink *sink, shard_set *set,
                                const assay_bytes *tokens, size_t count, assay_error *error)
{
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(add_token(set, tokens[i], error));
    for (uint64_t shard = 0; shard < set->count; shard++)
        ASSAY_TRY(publish(sink, set, shard, error));
    return assay_directory_sync(sink->directory, error);
}

assay_status assay_shard_commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                                assay_error *error)
{
    const assay_sharded_sink *sink = (const assay_sharded_sink *)self;
    uint64_t by_tokens = count == 0 ? 1 : count;
    shard_set set = {sink->shards == 0 ? by_tokens : sink->shards, NULL};
    set.tokens = calloc(set.count, sizeof(*set.tokens));
    if (set.tokens == NULL)
        return ASSAY_MEMORY;
    assay_status status = publish_all(sink, &set, tokens, count, error);
    free(set.tokens);
    return status;
}
