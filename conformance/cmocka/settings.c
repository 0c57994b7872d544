/* The options of a suite, and the environment, which goes before them. */
#include "cmocka/settings.h"

#include <assay/toolkit/error.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* NULL when it is not set, or empty. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static assay_status read_tier(const char *name, assay_tier *tier, assay_error *error)
{
    *tier = ASSAY_STANDARD;
    if (name == NULL)
        return ASSAY_OK;
    for (*tier = ASSAY_SMOKE; *tier <= ASSAY_EXHAUSTIVE; (*tier)++)
        if (strcmp(name, assay_tier_name(*tier)) == 0)
            return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID,
                           "tier '%s': expected smoke, standard or exhaustive", name);
}

static assay_status read_seed(const char *text, uint64_t *seed, assay_error *error)
{
    bool hex = strncmp(text, "0x", 2) == 0;
    char *end;
    errno = 0;
    *seed = strtoull(text, &end, hex ? 16 : 10);
    if (isxdigit((unsigned char)text[hex ? 2 : 0]) && *end == '\0' && errno == 0)
        return ASSAY_OK;
    return assay_error_set(
        error, ASSAY_INVALID,
        "ASSAY_SEED '%s': expected a decimal number or 0x and hex digits, 64 bits", text);
}

static assay_status find_seed(uint64_t asked, uint64_t *seed, assay_error *error)
{
    const char *text = environment("ASSAY_SEED");
    if (text != NULL)
        return read_seed(text, seed, error);
    *seed = asked;
    if (asked == 0 && getrandom(seed, sizeof(*seed), 0) != (ssize_t)sizeof(*seed))
        return assay_error_set(error, ASSAY_IO, "cannot draw a seed: %s", strerror(errno));
    return ASSAY_OK;
}

static void select_checks(const char *const *filters, assay_suite_settings *settings)
{
    settings->filter = environment("ASSAY_FILTER");
    if (settings->filter != NULL) {
        settings->selection = (assay_selection){.patterns = &settings->filter, .count = 1};
        return;
    }
    settings->selection.patterns = filters;
    while (filters != NULL && filters[settings->selection.count] != NULL)
        settings->selection.count++;
}

static assay_status read_in_process(bool asked, bool *in_process, assay_error *error)
{
    const char *text = environment("ASSAY_IN_PROCESS");
    *in_process = text != NULL ? strcmp(text, "1") == 0 : asked;
    if (text == NULL || *in_process || strcmp(text, "0") == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "ASSAY_IN_PROCESS '%s': expected 0 or 1", text);
}

assay_status assay_suite_settings_read(const assay_suite_options *options,
                                       assay_suite_settings *settings, assay_error *error)
{
    static const assay_suite_options none = {.tier = NULL};
    const assay_suite_options *from = options != NULL ? options : &none;
    memset(settings, 0, sizeof(*settings));
    settings->run.jobs = 1;
    settings->run.records = from->records;
    settings->run.timeout_ms = (int64_t)from->timeout_s * 1000;
    settings->run.strict = from->strict;
    settings->run.should_counts = from->should_counts;
    select_checks(from->filters, settings);
    if (options != NULL && from->filters != NULL && settings->selection.count == 0)
        return assay_error_set(error, ASSAY_INVALID, "filters: is empty, expected a pattern");
    ASSAY_TRY(read_tier(from->tier, &settings->run.tier, error));
    ASSAY_TRY(find_seed(from->seed, &settings->run.seed, error));
    return read_in_process(from->in_process, &settings->in_process, error);
}
