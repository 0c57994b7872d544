/* The table of generators. */
#include "data/generator.h"

#include "data/generators.h"
#include <string.h>

const assay_generator assay_generators[] = {
    {"integers", "whole numbers in a row, for connectors that count", assay_integers_options,
     ASSAY_INTEGERS_OPTIONS, assay_integers_make, ASSAY_SUBSET_ROW, false},
    {"lines", "files of delimited records", assay_lines_options, ASSAY_LINES_OPTIONS,
     assay_lines_make, ASSAY_SUBSET_ANY, false},
    {"gzip-lines", "a file of delimited records in gzip", assay_gzip_lines_options,
     ASSAY_GZIP_LINES_OPTIONS, assay_gzip_lines_make, ASSAY_SUBSET_ANY, false},
    {"records", "records for a sink, in no store", assay_records_options, ASSAY_RECORDS_OPTIONS,
     assay_records_make, ASSAY_SUBSET_ANY, false},
    {"command", "data that exists; a command prints its records", assay_command_options,
     ASSAY_COMMAND_OPTIONS, assay_command_make, ASSAY_SUBSET_NONE, true},
};
const size_t assay_generator_count = sizeof(assay_generators) / sizeof(assay_generators[0]);

const assay_generator *assay_generator_find(const char *name)
{
    for (size_t i = 0; i < assay_generator_count; i++)
        if (strcmp(assay_generators[i].name, name) == 0)
            return &assay_generators[i];
    return NULL;
}
