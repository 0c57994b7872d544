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
