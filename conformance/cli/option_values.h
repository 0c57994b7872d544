#ifndef ASSAY_CLI_OPTION_VALUES_H
#define ASSAY_CLI_OPTION_VALUES_H

#include "cli/options.h"

/* Each takes the value of the option of its name. INVALID: the message names both. */
assay_status assay_option_jobs(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_filter(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_exclude(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_repeat(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_rules(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_profile(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_tier(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_level(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_seed(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_timeout(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_records(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_out(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_failures(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_shrink(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_format(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_emit(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_library(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_report_format(assay_options *options, const char *value,
                                        assay_error *error);
assay_status assay_option_baseline(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_reason(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_link(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_expires(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_to(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_shard(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_costs(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_cover_form(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_only(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_expect(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_include(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_fail_under(assay_options *options, const char *value, assay_error *error);
assay_status assay_option_gcov(assay_options *options, const char *value, assay_error *error);

#endif
