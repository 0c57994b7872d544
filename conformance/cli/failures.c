/* Failures of earlier runs first, and those of this one for later runs. */
#include "cli/failures.h"

#include "report/escape.h"
#include "runner/shrink.h"
#include <assay/toolkit/error.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 100, LIMIT_MS = 60000 };

/* The caller's, to free. */
static assay_status folder_of(const assay_options *options, char **folder, assay_error *error)
{
    int size = options->failures != NULL ? asprintf(folder, "%s", options->failures)
                                         : asprintf(folder, "%s/failures", options->out);
    return size >= 0 ? ASSAY_OK : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

static void say(const char *text)
{
    fputs("assay: not run: ", stderr);
    assay_escape_line(stderr, text);
    fputc('\n', stderr);
}

static assay_status add_file(assay_judgement *self, const char *path, assay_error *error)
{
    assay_replay replay;
    assay_error reason = ASSAY_ERROR_INIT;
    if (assay_replay_read(path, &replay, &reason) != ASSAY_OK) {
        say(reason.message);
        return ASSAY_OK;
    }
    assay_status status = assay_saved_add(&self->saved, &self->session, path, &replay, error);
    return status == ASSAY_END ? ASSAY_OK : status;
}

static int is_failure(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size > 5 && strcmp(entry->d_name + size - 5, ".json") == 0;
}

static assay_status add_named(assay_judgement *self, const char *folder, const char *name,
                              assay_error *error)
{
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    if (self->saved.count == MOST) {
        say(path);
        free(path);
        return ASSAY_OK;
    }
    assay_status status = add_file(self, path, error);
    free(path);
    return status;
}

static assay_status add_folder(assay_judgement *self, const char *folder, assay_error *error)
{
    struct dirent **entries = NULL;
    assay_status status = ASSAY_OK;
    int count = scandir(folder, &entries, is_failure, alphasort);
    if (count < 0 && errno != ENOENT)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", folder, strerror(errno));
    for (int i = 0; i < count; i++) {
        if (status == ASSAY_OK)
            status = add_named(self, folder, entries[i]->d_name, error);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static void say_left_out(const assay_judgement *self)
{
    const assay_saved_list *saved = &self->saved;
    if (saved->beyond_tier > 0)
        fprintf(stderr,
                "assay: not run: %zu saved failure%s of checks that are not in the %s tier\n",
                saved->beyond_tier, saved->beyond_tier == 1 ? "" : "s",
                assay_tier_name(self->session.run.settings.tier));
    if (saved->elsewhere == 0)
        return;
    fprintf(
        stderr,
        "assay: not run: %zu saved failure%s of scenarios of the same name in another manifest: ",
        saved->elsewhere, saved->elsewhere == 1 ? "" : "s");
    assay_escape_line(stderr, saved->manifest != NULL ? saved->manifest : "?");
    fputc('\n', stderr);
}

static assay_status run_all(assay_judgement *self, assay_error *error)
{
    say_left_out(self);
    assay_status status = assay_saved_run(&self->saved, &self->session, LIMIT_MS, error);
    if (status != ASSAY_OK && status != ASSAY_END)
        return status;
    size_t late = self->saved.count - self->session.run.saved_count;
    if (late > 0 && status == ASSAY_OK)
        fprintf(stderr, "assay: not run for lack of time: %zu of %zu saved failures\n", late,
                self->saved.count);
    for (size_t i = 0; i < self->session.run.saved_count; i++)
        ASSAY_TRY(assay_journal_saved(&self->journal, &self->session.run, i, error));
    return status;
}

assay_status assay_failures_again(assay_judgement *self, assay_error *error)
{
    char *folder;
    ASSAY_TRY(folder_of(self->options, &folder, error));
    self->session.run.saved_folder = folder;
    if (self->session.run.settings.shard > 1) /* the first shard does them */
        return ASSAY_OK;
    ASSAY_TRY(add_folder(self, folder, error));
    return run_all(self, error);
}

static assay_status shrunk(void *context, const assay_run *run, size_t item, assay_error *error)
{
    assay_judgement *self = context;
    return assay_journal_shrunk(&self->journal, run, item, error);
}

assay_status assay_failures_shrink(assay_judgement *self, assay_error *error)
{
    char *folder;
    assay_session *session = &self->session;
    if (self->options->shrink_ms == 0)
        return ASSAY_OK;
    ASSAY_TRY(folder_of(self->options, &folder, error));
    assay_shrink shrink = {
        .run = &session->run,
        .bench = {session->pool, session->scratch.path, session->run.saved_count},
        .manifests = session->manifests,
        .manifest_count = session->manifest_count,
        .limit_ms = self->options->shrink_ms,
        .folder = folder,
        .context = self,
        .shrunk = shrunk};
    assay_status status = assay_shrink_all(&shrink, error);
    free(folder);
    return status;
}
