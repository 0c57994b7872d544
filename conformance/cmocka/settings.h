#ifndef ASSAY_CMOCKA_SETTINGS_H
#define ASSAY_CMOCKA_SETTINGS_H

#include "runner/selection.h"
#include <assay/cmocka.h>

/* What options and environment ask for. */
typedef struct assay_suite_settings {
    assay_run_settings run;
    assay_selection selection;
    const char *filter; /* of the environment: the selection then */
    bool in_process;
} assay_suite_settings;

/* INVALID: one of them is wrong. *settings points into the options, the environment and itself. */
assay_status assay_suite_settings_read(const assay_suite_options *options,
                                       assay_suite_settings *settings,
                                       assay_error *error) ASSAY_MUST_USE;

#endif
