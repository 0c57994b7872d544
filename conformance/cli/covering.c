/* From journals to clauses by connectors. */
#include "cli/covering.h"

#include "checks/checks.h"
#include "checks/clause_state.h"
#include "report/cover_forms.h"
#include "report/past.h"
#include "report/publish.h"
#include <assay/toolkit/error.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

typedef struct covering {
    size_t count;
    assay_past *pasts;      /* owned */
    const assay_run **runs; /* owned; of the pasts, and one before them where there is one */
    size_t run_count;
    assay_cover cover;
} covering;

static unsigned kinds_of(const char *clause)
{
    unsigned kinds = 0;
    const assay_check *check;
    for (size_t next = 0; (check = assay_check_about(clause, &next)) != NULL;)
        kinds |= 1u << check->kind;
    return kinds;
}

static assay_status read_all(covering *self, char **paths, size_t count, assay_error *error)
{
    for (; self->count < count; self->count++) {
        ASSAY_TRY(assay_past_read(&self->pasts[self->count], paths[self->count], error));
        self->runs[self->run_count++] = &self->pasts[self->count].run;
    }
    return ASSAY_OK;
}

static bool is_wanted(const void *context, const char *connector)
{
    const assay_options *options = context;
    for (size_t i = 0; i < options->only_count; i++)
        if (fnmatch(options->only[i], connector, 0) == 0)
            return true;
    return options->only_count == 0;
}

static assay_status write_cover(FILE *to, const void *context, assay_error *error)
{
    const void *const *both = context;
    const assay_cover_form *form = both[0];
    return form->write(to, both[1], error);
}

static assay_status work(covering *self, const assay_options *options, int first, const char *form,
                         assay_error *error)
{
    ASSAY_TRY(read_all(self, options->arguments + first, (size_t)(options->argument_count - first),
                       error));
    assay_cover_input input = {
        self->runs, self->run_count, options->expected, options->expected_count,
        is_wanted,  options,         kinds_of};
    if (assay_cover_make(&self->cover, &input) != ASSAY_OK)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    if (self->cover.column_count == 0) {
        assay_cover_clear(&self->cover);
        return assay_error_set(error, ASSAY_INVALID, "no connector is left to be shown");
    }
    const void *both[] = {assay_cover_form_find(form), &self->cover};
    assay_status status = assay_publish(options->to, write_cover, both, error);
    assay_cover_clear(&self->cover);
    return status;
}

assay_status assay_covering_write(const assay_options *options, const assay_run *one, int first,
                                  const char *form, assay_error *error)
{
    size_t count = (size_t)(options->argument_count - first);
    covering self = {.pasts = calloc(count + 1, sizeof(*self.pasts)),
                     .runs = calloc(count + 2, sizeof(*self.runs))};
    assay_status status = ASSAY_MEMORY;
    if (self.pasts != NULL && self.runs != NULL) {
        if (one != NULL)
            self.runs[self.run_count++] = one;
        status = work(&self, options, first, form, error);
    } else {
        assay_error_set(error, status, "out of memory");
    }
    for (size_t i = 0; i < self.count; i++)
        assay_past_clear(&self.pasts[i]);
    free(self.pasts);
    free(self.runs);
    return status;
}
