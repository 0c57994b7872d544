/* assay baseline: keeps the file of known failures. */
#include "cli/verbs.h"

#include "report/escape.h"
#include "report/past.h"
#include "report/publish.h"
#include "runner/baseline_update.h"
#include "runner/date.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct work {
    const assay_options *options;
    char day[ASSAY_DATE_SIZE]; /* today */
    assay_baseline baseline;   /* as it is */
    size_t past_count;
    assay_past *pasts;      /* owned */
    const assay_run **runs; /* owned array; of the pasts */
    assay_fact_list facts;
    assay_baseline_update update;
} work;

static void clear(work *self)
{
    assay_baseline_update_clear(&self->update);
    assay_fact_list_clear(&self->facts);
    for (size_t i = 0; i < self->past_count; i++)
        assay_past_clear(&self->pasts[i]);
    free(self->pasts);
    free(self->runs);
    assay_baseline_clear(&self->baseline);
}

static assay_status check_options(const work *self, assay_error *error)
{
    const assay_options *options = self->options;
    const char *expires = options->added.expires;
    if (options->baseline == NULL)
        return assay_error_set(error, ASSAY_INVALID,
                               "baseline update needs --baseline FILE, the file to write");
    if (expires != NULL && strcmp(expires, self->day) < 0)
        return assay_error_set(error, ASSAY_INVALID, "--expires '%s': expected a day to come",
                               expires);
    return ASSAY_OK;
}

static assay_status read_past(work *self, const char *path, assay_error *error)
{
    assay_past *past = &self->pasts[self->past_count];
    ASSAY_TRY(assay_past_read(past, path, error));
    self->runs[self->past_count++] = &past->run;
    if (!past->run.cut)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "%s: the run did not end: %zu of %zu checks were done",
                           path, past->run.done, past->run.item_count);
}

static assay_status read_all(work *self, assay_error *error)
{
    const assay_options *options = self->options;
    size_t count = (size_t)options->argument_count;
    self->pasts = calloc(count, sizeof(*self->pasts));
    self->runs = calloc(count, sizeof(*self->runs));
    if (self->pasts == NULL || self->runs == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    if (access(options->baseline, F_OK) == 0)
        ASSAY_TRY(assay_baseline_read(options->baseline, &self->baseline, error));
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(read_past(self, options->arguments[i], error));
    return ASSAY_OK;
}

static const char *first_added(const assay_baseline_update *update)
{
    for (size_t i = 0; i < update->step_count; i++)
        if (strcmp(update->steps[i].what, "added") == 0)
            return update->steps[i].id;
    return "";
}

static assay_status make_update(work *self, assay_error *error)
{
    const assay_known *given = &self->options->added;
    const assay_known added = {given->reason != NULL ? given->reason : "",
                               given->link != NULL ? given->link : "",
                               given->expires != NULL ? given->expires : "", ""};
    if (assay_fact_list_make(self->runs, self->past_count, &self->facts) != ASSAY_OK)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    ASSAY_TRY(assay_baseline_update_make(&self->baseline, &self->facts, &added, self->day,
                                         &self->update, error));
    size_t count = self->update.added;
    if (given->reason != NULL || count == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID,
                           "%zu failure%s not in '%s', the first is %s: --reason TEXT has to say "
                           "why %s known",
                           count, count == 1 ? " is" : "s are", self->options->baseline,
                           first_added(&self->update), count == 1 ? "it is" : "they are");
}

static bool is_as_it_was(const work *self, const char *text, size_t size)
{
    const assay_buffer *before = &self->baseline.file.text;
    return before->size == size + 1 && memcmp(before->data, text, size) == 0;
}

static assay_status write_text(FILE *to, const void *text, assay_error *error)
{
    (void)error;
    fputs(text, to);
    return ASSAY_OK;
}

/* *same: it holds that already. */
static assay_status write_file(const work *self, bool *same, assay_error *error)
{
    char *dump = json_dumps(self->update.root, JSON_INDENT(2)), *text = NULL;
    int size = dump != NULL ? asprintf(&text, "%s\n", dump) : -1;
    free(dump);
    if (size < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    *same = is_as_it_was(self, text, (size_t)size);
    assay_status status = ASSAY_OK;
    if (!*same)
        status = assay_publish(self->options->baseline, write_text, text, error);
    free(text);
    return status;
}

static void print(const work *self, bool same)
{
    const assay_baseline_update *update = &self->update;
    for (size_t i = 0; i < update->step_count; i++) {
        printf("%-10s ", update->steps[i].what);
        assay_escape_line(stdout, update->steps[i].id);
        fputs(": ", stdout);
        assay_escape_line(stdout, update->steps[i].why);
        putchar('\n');
    }
    size_t count = update->kept + update->added;
    assay_escape_line(stdout, self->options->baseline);
    printf(": %s%zu known failure%s, %zu of them new\n", same ? "as it was, " : "", count,
           count == 1 ? "" : "s", update->added);
}

static assay_status run(work *self, assay_error *error)
{
    bool same;
    ASSAY_TRY(check_options(self, error));
    ASSAY_TRY(read_all(self, error));
    ASSAY_TRY(make_update(self, error));
    ASSAY_TRY(write_file(self, &same, error));
    print(self, same);
    return ASSAY_OK;
}

int assay_cmd_baseline(const assay_options *options)
{
    work self = {.options = options};
    assay_error error = ASSAY_ERROR_INIT;
    assay_date_of((int64_t)time(NULL), self.day);
    assay_status status = run(&self, &error);
    clear(&self);
    return status == ASSAY_OK ? ASSAY_EXIT_CONFORMANT : assay_complain(status, &error);
}
