/* Reads saved failures. */
#include "runner/replay_file.h"

#include "runner/replay_format.h"
#include <assay/toolkit/error.h>
#include <assay/version.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Far above any failure that was made smaller, far below what memory holds. */
enum { LARGEST = 64 << 20 };

void assay_replay_clear(assay_replay *self)
{
    char *texts[] = {self->connector, self->scenario, self->manifest, self->check,
                     self->dataset,   self->reason,   self->expected, self->observed};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(texts[i]);
    free((void *)(uintptr_t)self->keep.numbers);
    memset(self, 0, sizeof(*self));
}

assay_amount assay_replay_amount(const assay_replay *self)
{
    return (assay_amount){self->records, self->seed, self->all ? NULL : &self->keep, 0, NULL};
}

static assay_status bad(assay_error *error, const char *path, const char *what)
{
    return assay_error_set(error, ASSAY_INVALID, "%s: no saved failure: %s", path, what);
}

static assay_status load(const char *path, json_t **root, assay_error *error)
{
    struct stat about;
    json_error_t reason;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return assay_error_set(error, ASSAY_INVALID, "cannot open '%s': %s", path, strerror(errno));
    bool usable = fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= LARGEST;
    *root = usable ? json_loadfd(file, JSON_REJECT_DUPLICATES, &reason) : NULL;
    close(file);
    if (!usable)
        return bad(error, path, "not a file, or larger than 64 MiB");
    if (*root == NULL)
        return assay_error_set(error, ASSAY_INVALID, "%s:%d: no saved failure: %s", path,
                               reason.line, reason.text);
    return ASSAY_OK;
}

/* Before anything else is looked at: another version may have other keys. */
static assay_status check_version(const char *path, const json_t *root, assay_error *error)
{
    const json_t *format = json_object_get(root, REPLAY_FORMAT_KEY);
    const char *version = json_string_value(json_object_get(root, "version"));
    const json_t *contract = json_object_get(root, "contract");
    if (!json_is_integer(format) || version == NULL || !json_is_integer(contract))
        return bad(error, path, "'" REPLAY_FORMAT_KEY "', 'version' and 'contract' are not there");
    if (json_integer_value(format) == REPLAY_FORMAT && strcmp(version, ASSAY_VERSION) == 0 &&
        json_integer_value(contract) == ASSAY_CONTRACT_VERSION)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_UNSUPPORTED,
                           "%s: saved by assay %.40s, contract %lld; this is assay %s, contract %d",
                           path, version, (long long)json_integer_value(contract), ASSAY_VERSION,
                           ASSAY_CONTRACT_VERSION);
}

static bool copy_texts(const json_t *root, assay_replay *to)
{
    const struct {
        const char *key;
        char **to;
    } texts[] = {{"connector", &to->connector}, {"scenario", &to->scenario},
                 {"check", &to->check},         {"dataset", &to->dataset},
                 {"reason", &to->reason},       {"expected", &to->expected},
                 {"observed", &to->observed}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *text = json_string_value(json_object_get(root, texts[i].key));
        *texts[i].to = text != NULL ? strdup(text) : NULL;
        if (*texts[i].to == NULL)
            return false;
    }
    return true;
}

static bool take_number(const json_t *value, uint64_t *to)
{
    *to = (uint64_t)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

static bool take_seed(const json_t *value, uint64_t *to)
{
    const char *text = json_string_value(value);
    char *end = NULL;
    if (text == NULL || strncmp(text, "0x", 2) != 0 || strlen(text) > 18)
        return false;
    *to = strtoull(text + 2, &end, 16);
    return text[2] != '\0' && *end == '\0' &&
           text[2 + strspn(text + 2, "0123456789abcdef")] == '\0';
}

static bool take_keep(const json_t *list, assay_replay *to)
{
    to->all = json_is_null(list);
    if (to->all)
        return true;
    size_t count = json_array_size(list);
    uint64_t *numbers = calloc(count + 1, sizeof(*numbers));
    to->keep = (assay_keep){count, numbers};
    if (!json_is_array(list) || numbers == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!take_number(json_array_get(list, i), &numbers[i]))
            return false;
    assay_amount amount = assay_replay_amount(to);
    return assay_amount_check(&amount, ASSAY_SUBSET_ANY, NULL) == ASSAY_OK;
}

static bool take_truth(const json_t *value, assay_digest *to)
{
    const char *text = json_string_value(json_object_get(value, "sum"));
    char half[17] = "";
    if (!take_number(json_object_get(value, "records"), &to->count) || text == NULL ||
        strlen(text) != 32 || text[strspn(text, "0123456789abcdef")] != '\0')
        return false;
    memcpy(half, text + 16, 16);
    to->low = strtoull(half, NULL, 16);
    memcpy(half, text, 16);
    to->high = strtoull(half, NULL, 16);
    return true;
}

static bool take_tier(const json_t *value, assay_tier *to)
{
    const char *text = json_string_value(value);
    for (*to = ASSAY_SMOKE; *to <= ASSAY_EXHAUSTIVE; (*to)++)
        if (text != NULL && strcmp(text, assay_replay_tiers[*to]) == 0)
            return true;
    return false;
}

/* Failures saved before there were profiles name none. */
static bool take_profile(const json_t *value, assay_profile *to)
{
    const char *text =
        value != NULL ? json_string_value(value) : assay_profile_name(ASSAY_PROFILE_ASSAY);
    size_t found = text != NULL ? assay_profile_find(text) : ASSAY_PROFILES;
    *to = (assay_profile)(found < ASSAY_PROFILES ? found : ASSAY_PROFILE_ASSAY);
    return found < ASSAY_PROFILES;
}

static bool take_verdict(const json_t *value, assay_verdict *to)
{
    const char *text = json_string_value(value);
    for (*to = ASSAY_FAIL; *to <= ASSAY_TIMEOUT; (*to)++)
        if (text != NULL && strcmp(text, assay_verdict_name(*to)) == 0)
            return true;
    return false;
}

/* A path that is not absolute is one from the folder of the file. */
static bool take_manifest(const json_t *value, const char *path, char **to)
{
    const char *text = json_string_value(value);
    const char *slash = strrchr(path, '/');
    if (text == NULL || text[0] == '\0')
        return false;
    int folder = text[0] == '/' || slash == NULL ? 0 : (int)(slash + 1 - path);
    if (asprintf(to, "%.*s%s", folder, path, text) < 0)
        *to = NULL;
    return *to != NULL;
}

static const char *wrong_key(const json_t *root, const char *path, assay_replay *to)
{
    const char *data = json_string_value(json_object_get(root, "data"));
    to->whole = data != NULL && strcmp(data, REPLAY_WHOLE) == 0;
    if (!to->whole && (data == NULL || strcmp(data, REPLAY_ONE) != 0))
        return "'data' is neither \"" REPLAY_WHOLE "\" nor \"" REPLAY_ONE "\"";
    if (!copy_texts(root, to))
        return "a text is not there";
    if (!take_manifest(json_object_get(root, "manifest"), path, &to->manifest))
        return "'manifest' is no path";
    if (!take_seed(json_object_get(root, "seed"), &to->seed))
        return "'seed' is not 0x and up to 16 hex digits";
    if (!take_number(json_object_get(root, "records"), &to->records))
        return "'records' is no number from 0";
    if (!take_number(json_object_get(root, "turn"), &to->turn))
        return "'turn' is no number from 0";
    if (!take_tier(json_object_get(root, "tier"), &to->tier))
        return "'tier' is unknown";
    if (!take_profile(json_object_get(root, "profile"), &to->profile))
        return "'profile' is unknown";
    if (!take_verdict(json_object_get(root, "verdict"), &to->verdict))
        return "'verdict' is none of fail, crash, timeout";
    if (!take_keep(json_object_get(root, "keep"), to) || (to->whole && !to->all))
        return "'keep' is no list of records that goes up and stays below 'records'";
    if (!take_truth(json_object_get(root, "truth"), &to->truth))
        return "'truth' is not 'records' and 'sum' of the data";
    return NULL;
}

assay_status assay_replay_read(const char *path, assay_replay *self, assay_error *error)
{
    json_t *root;
    ASSAY_TRY(load(path, &root, error));
    memset(self, 0, sizeof(*self));
    assay_status status = check_version(path, root, error);
    const char *wrong = status == ASSAY_OK ? wrong_key(root, path, self) : NULL;
    if (wrong != NULL)
        status = bad(error, path, wrong);
    json_decref(root);
    if (status != ASSAY_OK)
        assay_replay_clear(self);
    return status;
}

bool assay_replay_recognise(const char *path)
{
    json_t *root = NULL;
    assay_error reason = ASSAY_ERROR_INIT;
    bool is_one =
        load(path, &root, &reason) == ASSAY_OK && json_object_get(root, REPLAY_FORMAT_KEY) != NULL;
    json_decref(root);
    return is_one;
}
