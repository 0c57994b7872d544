/* Makes a source from settings. */
#include "range.h"

#include <assay/toolkit/error.h>
#include <assay/toolkit/settings.h>
#include <stddef.h>
#include <string.h>

typedef struct range_config {
    const char *from, *to;
    bool unbounded;
    int64_t time_base, time_step, time_disorder, idle_every;
} range_config;

static const assay_setting_rule rules[] = {
    {"from", ASSAY_SETTING_TEXT, false, offsetof(range_config, from), 0, 0},
    {"to", ASSAY_SETTING_TEXT, true, offsetof(range_config, to), 0, 0},
    {"unbounded", ASSAY_SETTING_SWITCH, false, offsetof(range_config, unbounded), 0, 0},
    {"time-base", ASSAY_SETTING_NUMBER, false, offsetof(range_config, time_base), INT64_MIN,
     INT64_MAX},
    {"time-step", ASSAY_SETTING_NUMBER, false, offsetof(range_config, time_step), 0, INT64_MAX},
    {"time-disorder", ASSAY_SETTING_NUMBER, false, offsetof(range_config, time_disorder), 0,
     INT64_MAX},
    {"idle-every", ASSAY_SETTING_NUMBER, false, offsetof(range_config, idle_every), 0, INT64_MAX},
};

static assay_status parse(const char *key, const char *text, int64_t *integer, assay_error *error)
{
    if (assay_number_parse(text, integer))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "setting '%s' is not a number: '%s'", key, text);
}

static assay_status fill(const range_config *config, range_source *source, assay_error *error)
{
    int64_t from = INT64_MIN, to = INT64_MAX;
    if (strcmp(config->from, "min") != 0)
        ASSAY_TRY(parse("from", config->from, &from, error));
    source->endless = strcmp(config->to, "max") == 0;
    if (!source->endless)
        ASSAY_TRY(parse("to", config->to, &to, error));
    if (from > to)
        return assay_error_set(error, ASSAY_INVALID, "setting 'to' is less than 'from'");
    if (!config->unbounded && (config->time_base != 0 || config->time_step != 0 ||
                               config->time_disorder != 0 || config->idle_every != 0))
        return assay_error_set(error, ASSAY_INVALID,
                               "'time-base', 'time-step', 'time-disorder' and 'idle-every' need "
                               "'unbounded'");
    source->start = source->origin = range_position(from);
    source->end = range_position(to);
    source->unbounded = config->unbounded;
    source->time_base = config->time_base;
    source->time_step = config->time_step;
    source->time_disorder = config->time_disorder;
    source->idle_every = config->idle_every;
    return ASSAY_OK;
}

assay_status range_open_source(const assay_connector *self, const assay_host *host,
                               const assay_config *config, assay_source **source,
                               assay_error *error)
{
    (void)self, (void)host;
    range_config settings = {.from = "0"};
    range_source filled = {0};
    ASSAY_TRY(
        assay_settings_read(config, rules, sizeof(rules) / sizeof(rules[0]), &settings, error));
    ASSAY_TRY(fill(&settings, &filled, error));
    return range_source_new(&filled, filled.start, filled.end, filled.endless, source);
}
