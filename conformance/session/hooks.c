/* The commands around a run: set-up, tear-down in reverse order, and what is left then. */
#include "session/hooks.h"

#include <assay/toolkit/error.h>
#include <stdio.h>
#include <string.h>

#define LEFT_BYTES 300

/* A manifest, or a scenario of it. */
typedef struct place {
    const assay_manifest *manifest;
    const assay_hooks *hooks;
    const char *scenario; /* NULL: the manifest */
    bool idle;            /* nothing is run there */
} place;

/* The i-th of all places, in the order of set-up; false: there are not so many. */
static bool place_at(const assay_session *self, size_t i, place *to)
{
    for (size_t m = 0; m < self->manifest_count; m++) {
        const assay_manifest *manifest = &self->manifests[m];
        if (i == 0)
            *to = (place){manifest, &manifest->hooks, NULL, assay_manifest_idle(manifest)};
        else if (i <= manifest->scenario_count)
            *to = (place){manifest, &manifest->data[i - 1].hooks, manifest->scenarios[i - 1].name,
                          assay_data_plan_idle(&manifest->data[i - 1])};
        if (i <= manifest->scenario_count)
            return true;
        i -= manifest->scenario_count + 1;
    }
    return false;
}

static assay_status name_place(const place *at, const char *what, assay_status status,
                               const char *reason, assay_error *error)
{
    bool scenario = at->scenario != NULL;
    return assay_error_set(error, status, "%s: %s%s%s%s: %s", at->manifest->path, what,
                           scenario ? " of scenario '" : "", scenario ? at->scenario : "",
                           scenario ? "'" : "", reason[0] != '\0' ? reason : "out of memory");
}

static assay_status run_hook(const place *at, const char *what, const assay_command_text *text,
                             assay_buffer *printed, assay_error *error)
{
    char **words = NULL;
    assay_error reason = ASSAY_ERROR_INIT;
    if (text->words == NULL || at->idle)
        return ASSAY_OK;
    assay_command command = {.title = text->title,
                             .folder = at->manifest->folder,
                             .timeout_ms = at->manifest->command_ms,
                             .guard = at->manifest->guard,
                             .take = printed != NULL ? assay_command_keep : NULL,
                             .context = printed};
    assay_status status = assay_words_expand(text->words, NULL, &words, &reason);
    command.words = words;
    if (status == ASSAY_OK)
        status = assay_command_run(&command, NULL, &reason);
    assay_words_free(words);
    return status == ASSAY_OK || status == ASSAY_END
               ? status
               : name_place(at, what, status, reason.message, error);
}

assay_status assay_session_set_up(assay_session *self, assay_error *error)
{
    place at;
    while (place_at(self, self->set_up, &at)) {
        self->set_up++;
        ASSAY_TRY(run_hook(&at, "setup", &at.hooks->setup, NULL, error));
    }
    return ASSAY_OK;
}

/* The lines on one, cut where there is no room. */
static void join_lines(assay_buffer *lines, char to[LEFT_BYTES])
{
    size_t used = 0;
    for (size_t i = 0; i < lines->size && used + 3 < LEFT_BYTES; i++) {
        unsigned char byte = lines->data[i];
        bool last = i + 1 == lines->size;
        if (byte == '\n' && !last)
            used += (size_t)snprintf(to + used, 3, ", ");
        else if (byte != '\n')
            to[used++] = (char)(byte < ' ' || byte == 0x7f ? '?' : byte);
    }
    to[used] = '\0';
}

static assay_status look_for_leftovers(const place *at, assay_error *error)
{
    char left[LEFT_BYTES];
    assay_buffer lines = ASSAY_BUFFER_INIT;
    assay_status status = run_hook(at, "leftovers", &at->hooks->leftovers, &lines, error);
    join_lines(&lines, left);
    assay_buffer_clear(&lines);
    if (status != ASSAY_OK || left[0] == '\0')
        return status;
    return name_place(at, "left behind", ASSAY_IO, left, error);
}

static bool say_trouble(const assay_session *self, assay_status status, assay_error *error)
{
    if (status == ASSAY_OK)
        return false;
    assay_session_mask(self, error);
    fprintf(stderr, "assay: %s\n", error->message);
    *error = (assay_error)ASSAY_ERROR_INIT;
    return true;
}

void assay_session_close_pool(assay_session *self)
{
    if (self->pool != NULL)
        assay_pool_close(self->pool);
    self->pool = NULL;
}

bool assay_session_tear_down(assay_session *self)
{
    place at;
    bool trouble = false;
    assay_error error = ASSAY_ERROR_INIT;
    size_t tried = self->set_up;
    assay_session_close_pool(self);
    self->guard.stop = -1;
    self->set_up = 0;
    for (size_t i = tried; i > 0 && place_at(self, i - 1, &at); i--)
        trouble |=
            say_trouble(self, run_hook(&at, "teardown", &at.hooks->teardown, NULL, &error), &error);
    for (size_t i = 0; i < tried && place_at(self, i, &at); i++)
        trouble |= say_trouble(self, look_for_leftovers(&at, &error), &error);
    return !trouble;
}
