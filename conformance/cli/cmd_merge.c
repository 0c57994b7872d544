/* assay merge: the shards of a run become one. */
#include "cli/verbs.h"

#include "cli/reports.h"
#include "report/journal.h"
#include "report/json.h"
#include "report/merge.h"
#include "report/text.h"
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A journal that is read must not be emptied. */
static assay_status check_other(const char *path, const assay_options *options, assay_error *error)
{
    struct stat ours, theirs;
    if (stat(path, &ours) != 0)
        return ASSAY_OK;
    for (int i = 0; i < options->argument_count; i++)
        if (stat(options->arguments[i], &theirs) == 0 && theirs.st_ino == ours.st_ino &&
            theirs.st_dev == ours.st_dev)
            return assay_error_set(error, ASSAY_INVALID,
                                   "%s: the merged journal would take its place; --out DIR puts "
                                   "that elsewhere",
                                   options->arguments[i]);
    return ASSAY_OK;
}

static assay_status write_lines(assay_journal *journal, const assay_run *run, assay_error *error)
{
    ASSAY_TRY(assay_journal_header(journal, run, error));
    for (size_t i = 0; i < run->saved_count; i++)
        ASSAY_TRY(assay_journal_saved(journal, run, i, error));
    for (size_t i = 0; i < run->item_count; i++)
        ASSAY_TRY(assay_journal_item(journal, run, i, error));
    return assay_journal_end(journal, run, error);
}

static assay_status write_journal(const char *path, const assay_options *options,
                                  const assay_run *run, assay_error *error)
{
    assay_journal journal;
    ASSAY_TRY(check_other(path, options, error));
    ASSAY_TRY(assay_journal_open(&journal, path, error));
    assay_status status = write_lines(&journal, run, error);
    assay_journal_close(&journal);
    return status;
}

static assay_status write_out(const assay_options *options, const assay_run *run,
                              assay_error *error)
{
    ASSAY_TRY(assay_directory_make(options->out, error));
    ASSAY_TRY(assay_reports_remove(options, error));
    char *path = assay_reports_path(options, "journal.jsonl", error);
    if (path == NULL)
        return ASSAY_MEMORY;
    assay_status status = write_journal(path, options, run, error);
    if (status == ASSAY_OK)
        status = assay_reports_write(options, path, run, error);
    free(path);
    return status;
}

static assay_status show(const assay_options *options, const assay_run *run, assay_error *error)
{
    if (options->json)
        return assay_json_write(stdout, run, error);
    assay_text_head(stdout, run);
    assay_text_summary(stdout, run, assay_colour_wanted(options), options->verbose);
    return ASSAY_OK;
}

static assay_status merge(const assay_options *options, assay_merge *self, assay_error *error)
{
    ASSAY_TRY(assay_merge_read(self, (const char *const *)options->arguments,
                               (size_t)options->argument_count, error));
    ASSAY_TRY(show(options, assay_merge_run(self), error));
    return write_out(options, assay_merge_run(self), error);
}

int assay_cmd_merge(const assay_options *options)
{
    assay_merge self = {NULL, 0, NULL};
    assay_error error = ASSAY_ERROR_INIT;
    assay_status status = merge(options, &self, &error);
    int code = status == ASSAY_OK ? assay_run_exit_code(assay_merge_run(&self))
                                  : assay_complain(status, &error);
    assay_merge_clear(&self);
    return code;
}
