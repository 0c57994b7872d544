#ifndef ASSAY_DATA_GENERATORS_H
#define ASSAY_DATA_GENERATORS_H

#include "data/generator.h"

/* What the table of generators is made of. */
enum {
    ASSAY_INTEGERS_OPTIONS = 6,
    ASSAY_LINES_OPTIONS = 7,
    ASSAY_GZIP_LINES_OPTIONS = 9,
    ASSAY_BGZF_LINES_OPTIONS = 8,
    ASSAY_RECORDS_OPTIONS = 3,
    ASSAY_COMMAND_OPTIONS = 4
};

extern const assay_option assay_integers_options[ASSAY_INTEGERS_OPTIONS];
extern const assay_option assay_lines_options[ASSAY_LINES_OPTIONS];
extern const assay_option assay_gzip_lines_options[ASSAY_GZIP_LINES_OPTIONS];
extern const assay_option assay_bgzf_lines_options[ASSAY_BGZF_LINES_OPTIONS];
extern const assay_option assay_records_options[ASSAY_RECORDS_OPTIONS];
extern const assay_option assay_command_options[ASSAY_COMMAND_OPTIONS];

assay_status assay_integers_make(const assay_setting_list *options, const assay_amount *amount,
                                 const char *folder, assay_dataset *dataset, assay_error *error);
assay_status assay_lines_make(const assay_setting_list *options, const assay_amount *amount,
                              const char *folder, assay_dataset *dataset, assay_error *error);
assay_status assay_gzip_lines_make(const assay_setting_list *options, const assay_amount *amount,
                                   const char *folder, assay_dataset *dataset, assay_error *error);
assay_status assay_bgzf_lines_make(const assay_setting_list *options, const assay_amount *amount,
                                   const char *folder, assay_dataset *dataset, assay_error *error);
assay_status assay_records_make(const assay_setting_list *options, const assay_amount *amount,
                                const char *folder, assay_dataset *dataset, assay_error *error);
assay_status assay_existing_make(const assay_setting_list *options, const assay_amount *amount,
                                 const char *folder, assay_dataset *dataset, assay_error *error);
assay_status assay_command_make(const assay_setting_list *options, const assay_amount *amount,
                                const char *folder, assay_dataset *dataset, assay_error *error);

#endif
