/* Files of delimited records. */
#include "data/generators.h"

#include "data/line_format.h"
#include <stdlib.h>

const assay_option assay_lines_options[ASSAY_LINES_OPTIONS] = {
    ASSAY_LINE_FORMAT_OPTIONS,
    {"files", ASSAY_OPTION_NUMBER, "how many files; of several the second is empty", 1, 1000, "1"},
};

static assay_status write_file(assay_build *build, const assay_line_format *format,
                               const char *name, uint64_t first, uint64_t end, assay_error *error)
{
    char *path;
    FILE *file;
    ASSAY_TRY(assay_build_create(build, name, &path, &file, error));
    assay_status status = assay_line_format_write(format, build, first, end, file, error);
    assay_status closed = assay_build_close(build, path, file, error);
    free(path);
    return status != ASSAY_OK ? status : closed;
}

/* A file of nothing but a head, and one of nothing at all, are between the others. */
static assay_status write_files(assay_build *build, const assay_line_format *format, uint64_t files,
                                assay_error *error)
{
    uint64_t full = files - (files > 2 ? 2 : files - 1);
    uint64_t next = 0;
    for (uint64_t i = 0, done = 0; i < files; i++) {
        char name[64];
        bool empty = i == 1 || (i == 2 && files > 2);
        uint64_t end = empty ? next : build->records / full * ++done;
        if (done == full)
            end = build->records;
        snprintf(name, sizeof(name), "part-%04llu.txt", (unsigned long long)i);
        assay_line_format nothing = *format;
        nothing.bom = false;
        nothing.header_lines = 0;
        ASSAY_TRY(write_file(build, i == 1 ? &nothing : format, name, next, end, error));
        next = end;
    }
    return ASSAY_OK;
}

static assay_status set_path(assay_build *build, const char *name)
{
    char *path;
    if (asprintf(&path, "%s/%s", build->folder, name) < 0)
        return ASSAY_MEMORY;
    assay_status status = assay_build_set_path(build, path);
    free(path);
    return status;
}

static assay_status fill(assay_build *build, assay_error *error)
{
    assay_line_format format;
    uint64_t files = (uint64_t)assay_build_number(build, "files");
    ASSAY_TRY(assay_line_format_init(&format, build, error));
    ASSAY_TRY(assay_build_open_truth(build, 0, error));
    ASSAY_TRY(set_path(build, files == 1 ? "data.txt" : "part-*.txt"));
    if (files == 1)
        return write_file(build, &format, "data.txt", 0, build->records, error);
    return write_files(build, &format, files, error);
}

assay_status assay_lines_make(const assay_setting_list *options, const assay_amount *amount,
                              const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {.name = "lines",
                         .table = assay_lines_options,
                         .option_count = ASSAY_LINES_OPTIONS,
                         .options = options,
                         .amount = amount,
                         .folder = folder,
                         .dataset = dataset};
    return assay_build_run(&build, fill, error);
}
