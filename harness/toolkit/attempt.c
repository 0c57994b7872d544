/* Attempts at bundles, by name. */
#include <assay/toolkit/attempt.h>
#include <assay/toolkit/error.h>

#include <stdlib.h>
#include <string.h>

static bool allowed(const char *name)
{
    size_t size = strlen(name);
    return size > 0 && size <= ASSAY_ATTEMPT_MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == size;
}

assay_status assay_attempt_set(assay_attempt *self, uint64_t bundle, const char *name,
                               assay_error *error)
{
    if (!allowed(name))
        return assay_error_set(error, ASSAY_INVALID, "'%.80s' is no name of an attempt", name);
    self->bundle = bundle;
    strcpy(self->name, name);
    return ASSAY_OK;
}

assay_status assay_attempt_encode(const assay_attempt *self, assay_out *to)
{
    ASSAY_TRY(assay_put_u64(to, self->bundle));
    return assay_put_text(to, self->name);
}

assay_attempt assay_attempt_decode(assay_decoder *from)
{
    assay_attempt attempt = {0};
    uint64_t bundle = assay_take_u64(from);
    assay_bytes taken = assay_take_bytes(from);
    char name[sizeof(attempt.name)] = "";
    bool fits =
        !from->failed && taken.size < sizeof(name) && memchr(taken.data, '\0', taken.size) == NULL;
    if (fits)
        memcpy(name, taken.data, taken.size);
    if (!fits || assay_attempt_set(&attempt, bundle, name, NULL) != ASSAY_OK)
        from->failed = true;
    return attempt;
}

assay_status assay_attempt_put_token(const assay_attempt *self, uint64_t format, assay_out *to)
{
    ASSAY_TRY(assay_put_u64(to, format));
    return assay_attempt_encode(self, to);
}

static int compare_bundles(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static assay_status decode_bundle(assay_bytes token, uint64_t format, uint64_t *bundle,
                                  assay_error *error)
{
    assay_decoder decoder = {token, false};
    uint64_t found = assay_take_u64(&decoder);
    assay_attempt attempt = assay_attempt_decode(&decoder);
    if (!assay_decoder_done(&decoder) || found != format)
        return assay_error_set(error, ASSAY_INVALID, "not a token");
    *bundle = attempt.bundle;
    return ASSAY_OK;
}

static assay_status check_bundles(const assay_bytes *tokens, size_t count, uint64_t format,
                                  uint64_t *bundles, assay_error *error)
{
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(decode_bundle(tokens[i], format, &bundles[i], error));
    qsort(bundles, count, sizeof(*bundles), compare_bundles);
    for (size_t i = 1; i < count; i++)
        if (bundles[i] == bundles[i - 1])
            return assay_error_set(error, ASSAY_INVALID, "two tokens of bundle %llu",
                                   (unsigned long long)bundles[i]);
    return ASSAY_OK;
}

assay_status assay_attempt_check_tokens(const assay_bytes *tokens, size_t count, uint64_t format,
                                        assay_error *error)
{
    uint64_t *bundles = calloc(count + 1, sizeof(*bundles));
    if (bundles == NULL)
        return ASSAY_MEMORY;
    assay_status status = check_bundles(tokens, count, format, bundles, error);
    free(bundles);
    return status;
}

assay_status assay_writer_check_open(assay_writer_state state, assay_error *error)
{
    static const char *const words[] = {
        [ASSAY_WRITER_OPEN] = "open",
        [ASSAY_WRITER_PREPARED] = "prepared",
        [ASSAY_WRITER_FAILED] = "failed",
        [ASSAY_WRITER_ABORTED] = "aborted",
    };
    if (state == ASSAY_WRITER_OPEN)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_STATE, "the writer is %s", words[state]);
}
