/* assay coverage clauses: what a run, or journals, have shown of each clause. */
#include "cli/verbs.h"

#include "cli/covering.h"
#include "cli/judgement.h"
#include "report/past.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <string.h>

/* Journals begin so, and manifests do not. */
static bool is_journal(const char *path)
{
    static const char start[] = "{\"type\":\"header\"";
    char block[sizeof(start) - 1];
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    size_t size = fread(block, 1, sizeof(block), file);
    fclose(file);
    return size == sizeof(block) && memcmp(block, start, size) == 0;
}

static int journals_of(const assay_options *options)
{
    int count = 0;
    for (int i = 0; i < options->argument_count; i++)
        count += is_journal(options->arguments[i]);
    return count;
}

static assay_status judge(assay_judgement *self, assay_error *error)
{
    ASSAY_TRY(assay_judgement_read(self, error));
    ASSAY_TRY(assay_session_make_data(&self->session, error));
    return assay_judgement_run(self, error);
}

/* Runs the manifests without a word, then tells what they have shown. */
static assay_status cover_manifests(assay_judgement *self, const char *form, assay_error *error)
{
    ASSAY_TRY(judge(self, error));
    return assay_covering_write(self->options, &self->session.run, self->options->argument_count,
                                form, error);
}

static int run_and_cover(const assay_options *options, const char *form)
{
    assay_judgement self;
    assay_error error = ASSAY_ERROR_INIT;
    assay_options quiet = *options;
    quiet.json = true; /* what is printed is the coverage */
    assay_judgement_init(&self, &quiet);
    assay_status status = cover_manifests(&self, form, &error);
    int code = status == ASSAY_OK ? ASSAY_EXIT_CONFORMANT
                                  : assay_judgement_complain(&self, status, &error);
    code = assay_judgement_end(&self, code);
    assay_judgement_clear(&self);
    return code;
}

int assay_cmd_coverage_clauses(const assay_options *options)
{
    assay_error error = ASSAY_ERROR_INIT;
    const char *form = options->cover_form != NULL ? options->cover_form : "text";
    int journals = journals_of(options);
    if (journals == 0)
        return run_and_cover(options, form);
    assay_status status =
        journals == options->argument_count
            ? assay_covering_write(options, NULL, 0, form, &error)
            : assay_error_set(&error, ASSAY_INVALID, "either manifests or journals, not both");
    return status == ASSAY_OK ? ASSAY_EXIT_CONFORMANT : assay_complain(status, &error);
}
