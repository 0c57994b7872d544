/* What a manifest says about a tracker. */
#include "data/manifest_reader.h"

#include <string.h>

static const struct {
    const char *key;
    const char *value;
    uint32_t promises;
} says[] = {
    {"positions", "offset", ASSAY_PROMISE_OFFSETS},
    {"positions", "key", ASSAY_PROMISE_KEYS},
    {"open-end", "unknown", ASSAY_PROMISE_OPEN_END},
    {"open-end", "infinite", ASSAY_PROMISE_OPEN_END | ASSAY_PROMISE_CUTS_OPEN_END},
};

static bool holds(const assay_setting_list *config, const char *variable)
{
    for (size_t i = 0; i < config->count; i++)
        if (strstr(config->items[i].value, variable) != NULL)
            return true;
    return false;
}

/* The harness opens it over many ranges. */
static assay_status check_range(assay_manifest_reader *self, const assay_setting_list *config)
{
    static const char *const variables[] = {"${start}", "${end}"};
    size_t before = assay_path_enter(self, "config");
    for (size_t i = 0; i < 2; i++)
        if (!holds(config, variables[i]))
            return assay_manifest_wrong(self, "has no '%s', expected the range that is tracked",
                                        variables[i]);
    assay_path_leave(self, before);
    return ASSAY_OK;
}

assay_status assay_manifest_fill_tracker(assay_manifest_reader *self, const json_t *from,
                                         assay_scenario *scenario)
{
    for (size_t i = 0; i < sizeof(says) / sizeof(says[0]); i++) {
        const char *value = json_string_value(json_object_get(from, says[i].key));
        if (value != NULL && strcmp(value, says[i].value) == 0)
            scenario->promises |= says[i].promises;
    }
    return check_range(self, &scenario->config);
}
