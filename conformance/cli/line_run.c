/* The suite with line counts. */
#include "cli/line_run.h"

#include "engine/line_counts.h"
#include "runner/schedule.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

assay_status assay_line_run_init(assay_line_run *self, const assay_options *options,
                                 assay_error *error)
{
    memset(self, 0, sizeof(*self));
    assay_judgement_init(&self->judgement, options);
    self->root = getcwd(NULL, 0);
    if (self->root == NULL)
        return assay_error_set(error, ASSAY_IO, "cannot tell the current folder: %s",
                               strerror(errno));
    self->coverage.root = self->root;
    self->coverage.chosen = options->include_count > 0;
    self->coverage.started = self->judgement.session.run.started;
    self->sources = (assay_sources){options->includes, options->include_count, self->root};
    return ASSAY_OK;
}

void assay_line_run_clear(assay_line_run *self)
{
    assay_coverage_clear(&self->coverage);
    for (size_t i = 0; i < self->library_count; i++)
        assay_gcov_library_clear(&self->libraries[i]);
    free(self->libraries);
    assay_judgement_clear(&self->judgement);
    free(self->root);
    free(self->lines);
    free(self->work);
    free(self->flaw);
}

static assay_gcov_library *find_library(const assay_line_run *self, const char *path)
{
    for (size_t i = 0; i < self->library_count; i++)
        if (strcmp(self->libraries[i].path, path) == 0)
            return &self->libraries[i];
    return NULL;
}

static assay_status add_library(assay_line_run *self, const char *path, assay_error *error)
{
    if (find_library(self, path) != NULL)
        return ASSAY_OK;
    assay_gcov_library *more =
        reallocarray(self->libraries, self->library_count + 1, sizeof(*more));
    if (more == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->libraries = more;
    return assay_gcov_library_open(path, &more[self->library_count++], error);
}

assay_status assay_line_run_read(assay_line_run *self, assay_error *error)
{
    ASSAY_TRY(assay_judgement_read(&self->judgement, error));
    const assay_run *run = &self->judgement.session.run;
    for (size_t i = 0; i < run->scenario_count; i++)
        ASSAY_TRY(add_library(self, run->scenarios[i].scenario->library, error));
    return ASSAY_OK;
}

static assay_status make_folder(const assay_line_run *self, const char *name, char **folder,
                                assay_error *error)
{
    if (asprintf(folder, "%s/%s", self->judgement.session.scratch.path, name) < 0) {
        *folder = NULL;
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    if (mkdir(*folder, 0700) == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", *folder, strerror(errno));
}

static assay_gcov gcov_of(assay_line_run *self)
{
    return (assay_gcov){self->judgement.options->gcov, self->work, &self->sources, &self->coverage,
                        &self->judgement.session.guard};
}

static assay_status note_lines(assay_line_run *self, assay_error *error)
{
    assay_gcov gcov = gcov_of(self);
    ASSAY_TRY(make_folder(self, "lines", &self->lines, error));
    ASSAY_TRY(make_folder(self, "gcov", &self->work, error));
    gcov.folder = self->work;
    for (size_t i = 0; i < self->library_count; i++)
        ASSAY_TRY(assay_gcov_note(&gcov, &self->libraries[i], error));
    if (self->coverage.file_count > 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "no source file of '%s' is left to look at",
                           self->libraries[0].path);
}

/* Those of the cases that ended, or of those that were killed. */
static assay_status count_some(assay_line_run *self, const assay_run_item *item, const char *folder,
                               size_t test, unsigned ways, assay_error *error)
{
    assay_gcov gcov = gcov_of(self);
    const char *path = self->judgement.session.run.scenarios[item->scenario].scenario->library;
    char *flaw = NULL;
    ASSAY_TRY(assay_gcov_count(&gcov, find_library(self, path), folder, test, ways, &flaw, error));
    self->flaw_count += flaw != NULL;
    if (self->flaw != NULL)
        free(flaw);
    else
        self->flaw = flaw;
    return ASSAY_OK;
}

static bool has_failed(assay_verdict verdict)
{
    return assay_verdict_against(verdict) || verdict == ASSAY_ERROR;
}

typedef struct kind {
    const char *folder;
    unsigned ways;
} kind;

static const kind kinds[] = {{ASSAY_LINE_COUNTS_ENDED, 0},
                             {ASSAY_LINE_COUNTS_KILLED, ASSAY_LINE_KILLED}};

static assay_status count_item(assay_line_run *self, size_t index, assay_error *error)
{
    const assay_run_item *item = &self->judgement.session.run.items[index];
    unsigned failing = has_failed(item->finding.verdict) ? ASSAY_LINE_FAILING : 0;
    char of_item[4096], folder[4096 + 16];
    size_t test;
    if (!assay_schedule_lines(self->lines, index, of_item, sizeof(of_item)))
        return assay_error_set(error, ASSAY_INVALID, "the scratch folder's path is too long");
    ASSAY_TRY(assay_coverage_test_find(&self->coverage, item->check->id, &test));
    self->coverage.tests[test].cases += item->finding.cases;
    self->coverage.tests[test].lost += item->finding.uncounted;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        unsigned ways = kinds[i].ways | failing;
        snprintf(folder, sizeof(folder), "%s/%s", of_item, kinds[i].folder);
        ASSAY_TRY(count_some(self, item, folder, test, ways != 0 ? ways : ASSAY_LINE_WELL, error));
    }
    return ASSAY_OK;
}

static assay_status count_lines(assay_line_run *self, assay_error *error)
{
    const assay_run *run = &self->judgement.session.run;
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].done && !run->items[i].decided)
            ASSAY_TRY(count_item(self, i, error));
    assay_coverage_finish(&self->coverage);
    return ASSAY_OK;
}

assay_status assay_line_run_work(assay_line_run *self, assay_error *error)
{
    assay_run *run = &self->judgement.session.run;
    ASSAY_TRY(assay_judgement_make_data(&self->judgement, error));
    ASSAY_TRY(note_lines(self, error));
    self->judgement.session.lines = self->lines;
    ASSAY_TRY(assay_judgement_run(&self->judgement, error));
    assay_status status = run->ended_by != 0 ? ASSAY_OK : count_lines(self, error);
    if (status == ASSAY_END)
        run->ended_by = assay_judgement_interrupted(&self->judgement);
    return status == ASSAY_END ? ASSAY_OK : status;
}
