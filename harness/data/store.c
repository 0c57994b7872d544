/* Data sets in stores of the author's: stored and looked at by commands. */
#include "data/store.h"

#include "data/generator.h"
#include "data/record_lines.h"
#include "data/stored_bytes.h"
#include "data/tally.h"
#include "data/truth_lines.h"
#include "data/unique_name.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PIECE 32768
#define LOOK_EVERY 1024 /* records that are compared between two looks at the guard */

typedef struct storing {
    const assay_manifest *manifest;
    const assay_data_plan *plan;
    const char *folder;
    const char *pattern; /* of the stored files; NULL: none */
    assay_dataset *dataset;
} storing;

/* In place of a variable of the same name. */
static assay_status set_variable(assay_setting_list *list, const char *name, const char *value)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].key, name) != 0)
            continue;
        char *own = strdup(value);
        if (own == NULL)
            return ASSAY_MEMORY;
        free((char *)list->items[i].value);
        list->items[i].value = own;
        return ASSAY_OK;
    }
    return assay_setting_list_add(list, name, value);
}

static assay_status set_names(const storing *self)
{
    char name[ASSAY_UNIQUE_NAME_SIZE], records[32];
    assay_setting_list *to = &self->dataset->variables;
    assay_unique_name(self->manifest->run, self->folder, name);
    snprintf(records, sizeof(records), "%llu", (unsigned long long)self->dataset->records);
    ASSAY_TRY(set_variable(to, "data.name", name));
    ASSAY_TRY(set_variable(to, "data.folder", self->folder));
    return self->plan->generator == &assay_existing_data
               ? ASSAY_OK
               : set_variable(to, "data.records", records);
}

/* Where the stored files will be; with a store the generator's are not what is read. */
static assay_status set_path(const storing *self, assay_error *error)
{
    assay_buffer path = ASSAY_BUFFER_INIT;
    assay_dataset *dataset = self->dataset;
    if (self->plan->store.words == NULL && self->pattern == NULL)
        return ASSAY_OK;
    const char *pattern = self->pattern != NULL ? self->pattern : "";
    assay_status status = assay_expand(pattern, &dataset->variables, NULL, &path.out, error);
    if (status == ASSAY_OK)
        status = assay_buffer_append(&path.out, "", 1);
    if (status != ASSAY_OK) {
        assay_buffer_clear(&path);
        return status;
    }
    free(dataset->path);
    dataset->path = (char *)path.data;
    dataset->stored_bytes = -1;
    if (self->pattern == NULL)
        return ASSAY_OK;
    ASSAY_TRY(set_variable(&dataset->variables, "data", dataset->path));
    return set_variable(&dataset->variables, "data.path", dataset->path);
}

static assay_command command_of(const storing *self, const assay_command_text *text)
{
    return (assay_command){.title = text->title,
                           .folder = self->manifest->folder,
                           .timeout_ms = self->manifest->command_ms,
                           .guard = self->manifest->guard};
}

typedef struct feeding {
    assay_truth *truth;
    uint64_t next;
} feeding;

static assay_status feed_records(void *context, assay_buffer *to, assay_error *error)
{
    feeding *self = context;
    (void)error;
    while (to->size < PIECE && self->next < assay_truth_count(self->truth)) {
        assay_record record = assay_truth_record(self->truth, self->next++);
        ASSAY_TRY(assay_record_line_put(&record, assay_truth_fields(self->truth), &to->out));
    }
    return ASSAY_OK;
}

static assay_status feed_words(const storing *self, char **words, assay_error *error)
{
    feeding fed = {NULL, 0};
    assay_command command = command_of(self, &self->plan->store);
    command.words = words;
    command.feed = feed_records;
    command.context = &fed;
    ASSAY_TRY(assay_truth_open(self->dataset->truth, &fed.truth, error));
    assay_status status = assay_command_run(&command, NULL, error);
    assay_truth_close(fed.truth);
    return status;
}

static assay_status store(const storing *self, assay_error *error)
{
    char **words = NULL;
    ASSAY_TRY(
        assay_words_expand(self->plan->store.words, &self->dataset->variables, &words, error));
    assay_status status = feed_words(self, words, error);
    assay_words_free(words);
    return status;
}

static assay_status print_truth(const storing *self, const char *path, uint32_t fields,
                                assay_error *error)
{
    char **words = NULL;
    assay_command command = command_of(self, &self->plan->truth);
    ASSAY_TRY(
        assay_words_expand(self->plan->truth.words, &self->dataset->variables, &words, error));
    command.words = words;
    assay_status status = assay_truth_print(&command, path, fields, error);
    assay_words_free(words);
    return status;
}

static bool count_stored(const storing *self, assay_tally *tally, const assay_truth *generated,
                         const assay_truth *stored)
{
    for (uint64_t i = 0; i < assay_truth_count(stored); i++) {
        assay_record record = assay_truth_record(stored, i);
        if (i % LOOK_EVERY == 0 && assay_guard_stopped(self->manifest->guard))
            return false;
        assay_tally_add(tally, &record);
    }
    return assay_tally_matches(tally, 0, assay_truth_count(generated));
}

static assay_status name_difference(const storing *self, const assay_truth *generated,
                                    const assay_truth *stored, assay_error *error)
{
    char what[240];
    assay_tally *tally = assay_tally_new(generated, true);
    if (tally == NULL)
        return ASSAY_MEMORY;
    (void)count_stored(self, tally, generated, stored);
    assay_tally_explain(tally, 0, assay_truth_count(generated), what, sizeof(what));
    assay_tally_free(tally);
    return assay_error_set(error, ASSAY_CORRUPT,
                           "stored %llu records, the truth command prints %llu: %s",
                           (unsigned long long)assay_truth_count(generated),
                           (unsigned long long)assay_truth_count(stored), what);
}

static assay_status compare(const storing *self, const assay_truth *generated,
                            const assay_truth *stored, assay_error *error)
{
    uint32_t lacking = assay_truth_fields(generated) & ~assay_truth_fields(stored);
    if (lacking != 0)
        return assay_error_set(error, ASSAY_CORRUPT, "the truth command prints no %s, expected %s",
                               (lacking & ASSAY_DIGEST_IDS) != 0 ? "ids" : "timestamps",
                               "those of the records that were stored");
    assay_tally *tally = assay_tally_new(generated, false);
    if (tally == NULL)
        return ASSAY_MEMORY;
    bool same = count_stored(self, tally, generated, stored);
    assay_tally_free(tally);
    if (same)
        return ASSAY_OK;
    return assay_guard_stopped(self->manifest->guard)
               ? ASSAY_END
               : name_difference(self, generated, stored, error);
}

/* Existing data is what the command says; anything else has to be what was generated. */
static assay_status judge_truth(const storing *self, const assay_truth *generated, const char *path,
                                assay_error *error)
{
    assay_truth *stored = NULL;
    bool existing = self->plan->generator == &assay_existing_data;
    ASSAY_TRY(print_truth(self, path, assay_truth_fields(generated), error));
    ASSAY_TRY(assay_truth_open(path, &stored, error));
    assay_status status = existing ? ASSAY_OK : compare(self, generated, stored, error);
    self->dataset->records = assay_truth_count(stored);
    assay_truth_close(stored);
    return status;
}

/* One of several is known by its file. */
static assay_status rename_existing(const storing *self)
{
    char records[32], *name = NULL;
    assay_dataset *dataset = self->dataset;
    const char *slash = strrchr(dataset->path, '/');
    bool several = self->plan->path_count > 1 && slash != NULL;
    snprintf(records, sizeof(records), "%llu", (unsigned long long)dataset->records);
    if (asprintf(&name, "%s-%s", several ? slash + 1 : "existing", records) < 0)
        return ASSAY_MEMORY;
    free(dataset->name);
    dataset->name = name;
    return set_variable(&dataset->variables, "data.records", records);
}

static assay_status look(const storing *self, assay_error *error)
{
    char *path = NULL;
    assay_truth *generated = NULL;
    assay_dataset *dataset = self->dataset;
    if (asprintf(&path, "%s/stored-truth", self->folder) < 0)
        return ASSAY_MEMORY;
    assay_status status = assay_truth_open(dataset->truth, &generated, error);
    if (status == ASSAY_OK)
        status = judge_truth(self, generated, path, error);
    assay_truth_close(generated);
    if (status != ASSAY_OK) {
        free(path);
        return status;
    }
    free(dataset->truth);
    dataset->truth = path;
    return self->plan->generator == &assay_existing_data ? rename_existing(self) : ASSAY_OK;
}

/* Runs a step and says in which one something went wrong. */
static assay_status step(const storing *self, const char *name, bool wanted,
                         assay_status (*work)(const storing *self, assay_error *error),
                         assay_error *error)
{
    assay_error reason = ASSAY_ERROR_INIT;
    assay_status status = wanted ? work(self, &reason) : ASSAY_OK;
    if (status == ASSAY_OK || status == ASSAY_END || status == ASSAY_MEMORY)
        return status;
    return assay_error_set(error, status, "%s: %s", name, reason.message);
}

/* What is younger than its truth does not belong to the data set. */
static assay_status date_truth(const storing *self, assay_error *error)
{
    if (utimensat(AT_FDCWD, self->dataset->truth, NULL, 0) == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot change '%s': %s", self->dataset->truth,
                           strerror(errno));
}

static assay_status measure(const storing *self, assay_error *error)
{
    return assay_stored_bytes(self->dataset->path, &self->dataset->stored_bytes, error);
}

assay_status assay_store_complete(const assay_manifest *manifest, const assay_data_plan *plan,
                                  const assay_store_place *place, assay_dataset *dataset,
                                  assay_error *error)
{
    const char *pattern = place->path < plan->path_count ? plan->paths[place->path] : NULL;
    const storing self = {manifest, plan, place->folder, pattern, dataset};
    ASSAY_TRY(set_names(&self));
    ASSAY_TRY(step(&self, "path", true, set_path, error));
    ASSAY_TRY(step(&self, "store", plan->store.words != NULL, store, error));
    ASSAY_TRY(step(&self, "path", self.pattern != NULL, measure, error));
    ASSAY_TRY(step(&self, "truth", plan->truth.words != NULL, look, error));
    return step(&self, "truth", true, date_truth, error);
}
