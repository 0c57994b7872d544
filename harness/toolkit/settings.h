#ifndef ASSAY_TOOLKIT_SETTINGS_H
#define ASSAY_TOOLKIT_SETTINGS_H

#include <assay/config.h>
#include <assay/status.h>
#include <stdbool.h>
#include <stddef.h>

/* Reads a configuration against a table of its keys: every key is known, the needed ones are there,
 * numbers are numbers. */
typedef enum assay_setting_type {
    ASSAY_SETTING_TEXT,   /* const char * ; borrowed from the configuration */
    ASSAY_SETTING_NUMBER, /* int64_t, decimal, within minimum and maximum */
    ASSAY_SETTING_SWITCH  /* bool, "true" or "false" */
} assay_setting_type;

typedef struct assay_setting_rule {
    const char *key;
    assay_setting_type type;
    bool needed;   /* otherwise what *to holds already is the default */
    size_t offset; /* offsetof the member of the struct that the value goes to */
    int64_t minimum;
    int64_t maximum;
} assay_setting_rule;

/* INVALID, with a message that names the key, at the first thing that is wrong. */
assay_status assay_settings_read(const assay_config *config, const assay_setting_rule *rules,
                                 size_t count, void *to, assay_error *error) ASSAY_MUST_USE;

/* Whether text is a decimal number that fits; *number is written only then. */
bool assay_number_parse(const char *text, int64_t *number);

#endif
