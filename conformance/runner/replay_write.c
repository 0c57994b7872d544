/* Writes saved failures. */
#include "runner/replay_file.h"

#include "runner/replay_format.h"
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <assay/version.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const assay_replay_tiers[3] = {"smoke", "standard", "exhaustive"};

/* A connector has a say in some texts: what is no UTF-8 is shown byte by byte. */
static json_t *text_value(const char *text)
{
    json_t *value = json_string(text != NULL ? text : "");
    size_t size = value == NULL ? 4 * strlen(text) + 1 : 0;
    char *shown = value == NULL ? malloc(size) : NULL;
    if (shown == NULL)
        return value;
    char *at = shown;
    for (; *text != '\0'; text++)
        at += (unsigned char)*text < 0x80 ? sprintf(at, "%c", *text)
                                          : sprintf(at, "\\x%02x", (unsigned char)*text);
    *at = '\0';
    value = json_string(shown);
    free(shown);
    return value;
}

static json_t *keep_value(const assay_replay *self)
{
    json_t *list = self->all ? json_null() : json_array();
    for (size_t i = 0; !self->all && list != NULL && i < self->keep.count; i++)
        if (json_array_append_new(list, json_integer((json_int_t)self->keep.numbers[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

/* How many of the leading folders of two absolute paths are the same; where the first differ. */
static size_t common_folders(const char *a, const char *b)
{
    size_t shared = 0;
    for (size_t i = 0; a[i] == b[i] || (a[i] == '/' && b[i] == '\0'); i++) {
        if (a[i] == '/')
            shared = i;
        if (a[i] == '\0' || b[i] == '\0')
            break;
    }
    return shared;
}

/* From the folder to the file. NULL: out of memory, or one of them is not there. */
static char *relative_path(const char *file, const char *folder)
{
    char *to = realpath(file, NULL), *from = realpath(folder, NULL), *made = NULL;
    size_t size;
    FILE *text = to != NULL && from != NULL ? open_memstream(&made, &size) : NULL;
    if (text != NULL) {
        size_t shared = common_folders(to, from);
        for (const char *at = from + shared; *at != '\0'; at++)
            if (*at == '/' && at[1] != '\0')
                fputs("../", text);
        fputs(to + shared + 1, text);
        if (fclose(text) != 0) {
            free(made);
            made = NULL;
        }
    }
    free(to);
    free(from);
    return made;
}

static json_t *truth_value(const assay_digest *truth)
{
    char sum[40];
    snprintf(sum, sizeof(sum), "%016" PRIx64 "%016" PRIx64, truth->high, truth->low);
    return json_pack("{s:I s:s}", "records", (json_int_t)truth->count, "sum", sum);
}

static json_t *document(const assay_replay *self, const char *manifest)
{
    char seed[32];
    snprintf(seed, sizeof(seed), "0x%" PRIx64, self->seed);
    return json_pack(
        "{s:i s:s s:i s:o s:o s:o s:s s:s s:s s:s s:s s:I s:o s:o s:I s:s s:o s:o s:o s:o}",
        REPLAY_FORMAT_KEY, REPLAY_FORMAT, "version", ASSAY_VERSION, "contract",
        ASSAY_CONTRACT_VERSION, "connector", text_value(self->connector), "scenario",
        text_value(self->scenario), "manifest", text_value(manifest), "check", self->check, "seed",
        seed, "tier", assay_replay_tiers[self->tier], "profile", assay_profile_name(self->profile),
        "data", self->whole ? REPLAY_WHOLE : REPLAY_ONE, "records", (json_int_t)self->records,
        "keep", keep_value(self), "truth", truth_value(&self->truth), "turn",
        (json_int_t)self->turn, "verdict", assay_verdict_name(self->verdict), "dataset",
        text_value(self->dataset), "reason", text_value(self->reason), "expected",
        text_value(self->expected), "observed", text_value(self->observed));
}

static char *print(const assay_replay *self, const char *folder)
{
    char *manifest = relative_path(self->manifest, folder);
    json_t *root = document(self, manifest != NULL ? manifest : self->manifest);
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(2) | JSON_ENSURE_ASCII) : NULL;
    json_decref(root);
    free(manifest);
    return text;
}

static assay_status write_bytes(const char *temporary, const char *path, assay_bytes bytes,
                                assay_error *error)
{
    assay_atomic_file *file;
    assay_file_digest digest;
    ASSAY_TRY(assay_file_remove(temporary, error));
    ASSAY_TRY(assay_atomic_file_create(temporary, &file, error));
    assay_status status = assay_atomic_file_write(file, bytes, error);
    if (status == ASSAY_OK)
        status = assay_atomic_file_write(file, (assay_bytes){"\n", 1}, error);
    if (status == ASSAY_OK)
        status = assay_atomic_file_finish(file, &digest, error);
    assay_atomic_file_free(file);
    ASSAY_TRY(status);
    return assay_atomic_file_publish(temporary, path, &digest, error);
}

static assay_status write_named(const assay_replay *self, const char *folder, const char *text,
                                char **path, assay_error *error)
{
    char *temporary;
    assay_bytes bytes = {text, strlen(text)};
    uint32_t hash = (uint32_t)assay_file_digest_of(bytes).low;
    if (asprintf(&temporary, "%s/.%s-%08" PRIx32 ".%d", folder, self->check, hash, (int)getpid()) <
        0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = ASSAY_OK;
    if (asprintf(path, "%s/%s-%08" PRIx32 ".json", folder, self->check, hash) < 0) {
        *path = NULL;
        status = assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    if (status == ASSAY_OK)
        status = write_bytes(temporary, *path, bytes, error);
    free(temporary);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    free(*path);
    *path = NULL;
    return status;
}

assay_status assay_replay_write(const assay_replay *self, const char *folder, char **path,
                                assay_error *error)
{
    *path = NULL;
    ASSAY_TRY(assay_directory_make(folder, error));
    char *text = print(self, folder);
    if (text == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = write_named(self, folder, text, path, error);
    free(text);
    return status;
}
