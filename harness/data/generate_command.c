/* Data that exists: what a command prints is the truth about it. */
#include "data/generators.h"

#include "data/build.h"
#include "data/command.h"
#include "data/cutter.h"
#include "data/stored_bytes.h"
#include <assay/toolkit/error.h>
#include <string.h>

const assay_option assay_command_options[ASSAY_COMMAND_OPTIONS] = {
    {"command", ASSAY_OPTION_WORDS, "prints the records, each with the delimiter", 0, 0, NULL},
    {"path", ASSAY_OPTION_TEXT, "the stored data, a file or a pattern", 0, 0, NULL},
    {"delimiter", ASSAY_OPTION_TEXT, "ends a record of what is printed", 0, 0, "\n"},
    {"crlf", ASSAY_OPTION_SWITCH, "a CR before LF is not part of a record", 0, 0, "true"},
};

static assay_status take_record(void *context, assay_bytes value, assay_error *error)
{
    assay_build *build = context;
    build->records++;
    return assay_build_add_value(build, value, error);
}

static assay_status feed_cutter(void *context, assay_bytes piece, assay_error *error)
{
    return assay_cutter_feed(context, piece, error);
}

/* Where and how long a command may run is known to who read the manifest. */
static assay_status run_words(const assay_build *build, char **words, assay_cutter *cutter,
                              assay_error *error)
{
    const char *title = assay_build_text(build, "command.title");
    const char *folder = assay_build_text(build, "manifest.folder");
    int64_t limit = assay_build_number(build, "command-ms");
    const assay_command command = {.words = words,
                                   .title = title[0] != '\0' ? title : words[0],
                                   .folder = folder[0] != '\0' ? folder : NULL,
                                   .timeout_ms = limit > 0 ? limit : ASSAY_COMMAND_MS,
                                   .guard = build->amount->guard,
                                   .take = feed_cutter,
                                   .context = cutter};
    ASSAY_TRY(assay_command_run(&command, NULL, error));
    return assay_cutter_finish(cutter, error);
}

static assay_status cut_output(assay_build *build, char **words, assay_error *error)
{
    const char *delimiter = assay_build_text(build, "delimiter");
    assay_cutter cutter = {.delimiter = {delimiter, strlen(delimiter)},
                           .crlf =
                               assay_build_switch(build, "crlf") && strcmp(delimiter, "\n") == 0,
                           .take = take_record,
                           .context = build,
                           .pending = ASSAY_BUFFER_INIT};
    if (delimiter[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "option 'delimiter' is empty");
    assay_status status = run_words(build, words, &cutter, error);
    assay_buffer_clear(&cutter.pending);
    build->dataset->records = build->records;
    return status;
}

static assay_status fill(assay_build *build, assay_error *error)
{
    const char *path = assay_build_text(build, "path");
    char **words = NULL;
    build->records = 0;
    ASSAY_TRY(assay_words_expand(assay_build_text(build, "command"), NULL, &words, error));
    assay_status status = assay_build_set_path(build, path);
    if (status == ASSAY_OK)
        status = assay_stored_bytes(path, &build->dataset->stored_bytes, error);
    if (status == ASSAY_OK)
        status = assay_build_open_truth(build, 0, error);
    if (status == ASSAY_OK)
        status = cut_output(build, words, error);
    assay_words_free(words);
    return status;
}

assay_status assay_command_make(const assay_setting_list *options, const assay_amount *amount,
                                const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {.name = "command",
                         .table = assay_command_options,
                         .option_count = ASSAY_COMMAND_OPTIONS,
                         .options = options,
                         .amount = amount,
                         .folder = folder,
                         .dataset = dataset};
    return assay_build_run(&build, fill, error);
}
