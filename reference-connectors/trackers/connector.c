/* What the library offers, and its settings. */
#include "trackers.h"

#include <assay/toolkit/error.h>
#include <assay/toolkit/settings.h>
#include <assay/version.h>
#include <stddef.h>
#include <string.h>

typedef struct tracker_config {
    const char *positions, *start, *end;
    bool endless;
} tracker_config;

static const assay_setting_rule rules[] = {
    {"positions", ASSAY_SETTING_TEXT, true, offsetof(tracker_config, positions), 0, 0},
    {"start", ASSAY_SETTING_TEXT, true, offsetof(tracker_config, start), 0, 0},
    {"end", ASSAY_SETTING_TEXT, true, offsetof(tracker_config, end), 0, 0},
    {"endless", ASSAY_SETTING_SWITCH, false, offsetof(tracker_config, endless), 0, 0},
};

static assay_status open_tracker(const assay_connector *self, const assay_host *host,
                                 const assay_config *config, assay_tracker **tracker,
                                 assay_error *error)
{
    tracker_config read = {.positions = NULL};
    (void)self, (void)host;
    ASSAY_TRY(assay_settings_read(config, rules, sizeof(rules) / sizeof(rules[0]), &read, error));
    if (strcmp(read.positions, "offset") == 0)
        return trackers_open_offset(read.start, read.end, read.endless, tracker, error);
    if (strcmp(read.positions, "key") == 0)
        return trackers_open_key(read.start, read.end, tracker, error);
    return assay_error_set(error, ASSAY_INVALID,
                           "setting 'positions' is neither 'offset' nor 'key': '%s'",
                           read.positions);
}

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "trackers",
    .version = ASSAY_VERSION,
    .open_tracker = open_tracker,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
