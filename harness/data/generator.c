/* The table of generators. */
#include "data/generator.h"

#include "data/generators.h"
#include <string.h>

#define VARIABLES(of) of, sizeof(of) / sizeof((of)[0])

static const assay_variable files[] = {
    {"data", "path of the file, or a pattern that matches the files"},
    {"data.path", "the same"},
};
static const assay_variable gzip_lines[] = {
    {"data", "path of the file"},
    {"data.path", "the same"},
    {"data.boundaries", "where the members end, separated by commas: cut there, a file is whole"},
};
static const assay_variable bgzf_lines[] = {
    {"data", "path of the file"},
    {"data.path", "the same"},
    {"data.boundaries",
     "where the file ends: cut elsewhere, also between two blocks, it is not whole"},
};
static const assay_variable integers[] = {
    {"data.from", "the first integer"},
    {"data.to", "the one after the last, or \"max\" when there is none after it"},
    {"data.time-base", "the option of that name"},
    {"data.time-step", "the option of that name"},
    {"data.time-disorder", "the option of that name"},
    {"data.idle-every", "the option of that name"},
};

const assay_generator assay_generators[] = {
    {"integers", "whole numbers in a row, for connectors that count", assay_integers_options,
     ASSAY_INTEGERS_OPTIONS, assay_integers_make, ASSAY_SUBSET_ROW, false, VARIABLES(integers)},
    {"lines", "files of delimited records", assay_lines_options, ASSAY_LINES_OPTIONS,
     assay_lines_make, ASSAY_SUBSET_ANY, false, VARIABLES(files)},
    {"gzip-lines", "a file of delimited records in gzip", assay_gzip_lines_options,
     ASSAY_GZIP_LINES_OPTIONS, assay_gzip_lines_make, ASSAY_SUBSET_ANY, false,
     VARIABLES(gzip_lines)},
    {"bgzf-lines", "a file of delimited records in blocked gzip, as bgzip writes it",
     assay_bgzf_lines_options, ASSAY_BGZF_LINES_OPTIONS, assay_bgzf_lines_make, ASSAY_SUBSET_ANY,
     false, VARIABLES(bgzf_lines)},
    {"records", "records for a sink, in no store", assay_records_options, ASSAY_RECORDS_OPTIONS,
     assay_records_make, ASSAY_SUBSET_ANY, false, NULL, 0},
    {"command", "data that exists; a command prints its records", assay_command_options,
     ASSAY_COMMAND_OPTIONS, assay_command_make, ASSAY_SUBSET_NONE, true, VARIABLES(files)},
};
const size_t assay_generator_count = sizeof(assay_generators) / sizeof(assay_generators[0]);

const assay_generator assay_existing_data = {
    "existing", "data that exists", NULL, 0, assay_existing_make, ASSAY_SUBSET_NONE, true, NULL, 0};

const assay_generator assay_no_data = {"none", "no data", NULL, 0, NULL, ASSAY_SUBSET_NONE,
                                       false,  NULL,      0};

const assay_generator *assay_generator_find(const char *name)
{
    for (size_t i = 0; i < assay_generator_count; i++)
        if (strcmp(assay_generators[i].name, name) == 0)
            return &assay_generators[i];
    return NULL;
}

void assay_datasets_sort(assay_dataset *sets, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const assay_dataset moved = sets[i];
        size_t to = i;
        for (; to > 0 && sets[to - 1].records > moved.records; to--)
            sets[to] = sets[to - 1];
        sets[to] = moved;
    }
}
