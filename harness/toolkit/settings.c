/* Reads a configuration against a table of its keys. */
#include <assay/toolkit/settings.h>
#include <assay/toolkit/error.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool assay_number_parse(const char *text, int64_t *number)
{
    const char *digits = text[0] == '-' ? text + 1 : text;
    if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return false;
    errno = 0;
    long long parsed = strtoll(text, NULL, 10);
    if (errno != 0)
        return false;
    *number = parsed;
    return true;
}

static assay_status read_number(const assay_setting *setting, const assay_setting_rule *rule,
                                int64_t *to, assay_error *error)
{
    int64_t number;
    if (!assay_number_parse(setting->value, &number))
        return assay_error_set(error, ASSAY_INVALID, "setting '%s' is not a number: '%s'",
                               setting->key, setting->value);
    if (number < rule->minimum || number > rule->maximum)
        return assay_error_set(error, ASSAY_INVALID,
                               "setting '%s' is not between %" PRId64 " and %" PRId64 ": '%s'",
                               setting->key, rule->minimum, rule->maximum, setting->value);
    *to = number;
    return ASSAY_OK;
}

static assay_status read_switch(const assay_setting *setting, bool *to, assay_error *error)
{
    bool on = strcmp(setting->value, "true") == 0;
    if (!on && strcmp(setting->value, "false") != 0)
        return assay_error_set(error, ASSAY_INVALID, "setting '%s' is not true or false: '%s'",
                               setting->key, setting->value);
    *to = on;
    return ASSAY_OK;
}

static assay_status read_setting(const assay_setting *setting, const assay_setting_rule *rule,
                                 void *to, assay_error *error)
{
    void *member = (char *)to + rule->offset;
    switch (rule->type) {
    case ASSAY_SETTING_NUMBER:
        return read_number(setting, rule, member, error);
    case ASSAY_SETTING_SWITCH:
        return read_switch(setting, member, error);
    case ASSAY_SETTING_TEXT:
        break;
    }
    *(const char **)member = setting->value;
    return ASSAY_OK;
}

static const assay_setting_rule *find_rule(const assay_setting_rule *rules, size_t count,
                                           const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules[i].key, key) == 0)
            return &rules[i];
    return NULL;
}

static bool is_set(const assay_config *config, const char *key)
{
    for (uint32_t i = 0; i < config->count; i++)
        if (strcmp(config->settings[i].key, key) == 0)
            return true;
    return false;
}

assay_status assay_settings_read(const assay_config *config, const assay_setting_rule *rules,
                                 size_t count, void *to, assay_error *error)
{
    for (uint32_t i = 0; i < config->count; i++) {
        const assay_setting *setting = &config->settings[i];
        const assay_setting_rule *rule = find_rule(rules, count, setting->key);
        if (rule == NULL)
            return assay_error_set(error, ASSAY_INVALID, "unknown setting '%s'", setting->key);
        ASSAY_TRY(read_setting(setting, rule, to, error));
    }
    for (size_t i = 0; i < count; i++)
        if (rules[i].needed && !is_set(config, rules[i].key))
            return assay_error_set(error, ASSAY_INVALID, "setting '%s' is missing", rules[i].key);
    return ASSAY_OK;
}
