/* What generators share: the data set's names, truth, options and files. */
#include "data/build.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static assay_status start(assay_build *self)
{
    assay_dataset *dataset = self->dataset;
    self->records = assay_amount_count(self->amount);
    *dataset = (assay_dataset){.records = self->records};
    dataset->path = strdup("");
    if (asprintf(&dataset->truth, "%s/truth", self->folder) < 0)
        dataset->truth = NULL;
    return dataset->path != NULL && dataset->truth != NULL ? ASSAY_OK : ASSAY_MEMORY;
}

/* Not before the end: existing data has as many records as it has. */
static assay_status set_name(assay_build *self)
{
    assay_dataset *dataset = self->dataset;
    unsigned long long records = dataset->records, full = self->amount->records;
    int size = self->amount->keep == NULL
                   ? asprintf(&dataset->name, "%s-%llu", self->name, records)
                   : asprintf(&dataset->name, "%s-%llu of %llu", self->name, records, full);
    if (size >= 0)
        return ASSAY_OK;
    dataset->name = NULL;
    return ASSAY_MEMORY;
}

assay_status assay_build_run(assay_build *self,
                             assay_status (*fill)(assay_build *self, assay_error *error),
                             assay_error *error)
{
    assay_status status = start(self);
    if (status == ASSAY_OK)
        status = fill(self, error);
    if (status == ASSAY_OK && assay_guard_stopped(self->amount->guard))
        status = ASSAY_END; /* it may have been cut off */
    if (self->truth != NULL) {
        assay_status finished = assay_truth_writer_finish(self->truth, error);
        status = status == ASSAY_OK ? finished : status;
    }
    if (status == ASSAY_OK)
        status = set_name(self);
    if (status != ASSAY_OK)
        assay_dataset_clear(self->dataset);
    return status;
}

assay_status assay_build_open_truth(assay_build *self, uint32_t fields, assay_error *error)
{
    ASSAY_TRY(assay_truth_writer_open(self->dataset->truth, fields, &self->truth, error));
    assay_truth_writer_watch(self->truth, self->amount->guard);
    return ASSAY_OK;
}

assay_status assay_build_add_value(assay_build *self, assay_bytes value, assay_error *error)
{
    assay_record record = ASSAY_RECORD_INIT;
    record.value = value;
    return assay_truth_writer_add(self->truth, &record, error);
}

assay_status assay_build_set_path(assay_build *self, const char *path)
{
    char *own = strdup(path);
    if (own == NULL)
        return ASSAY_MEMORY;
    free(self->dataset->path);
    self->dataset->path = own;
    ASSAY_TRY(assay_setting_list_add(&self->dataset->variables, "data", path));
    return assay_setting_list_add(&self->dataset->variables, "data.path", path);
}

assay_status assay_build_set_variable(assay_build *self, const char *name, int64_t value)
{
    char text[32];
    snprintf(text, sizeof(text), "%lld", (long long)value);
    return assay_setting_list_add(&self->dataset->variables, name, text);
}

const char *assay_build_text(const assay_build *self, const char *name)
{
    const char *given = assay_setting_list_find(self->options, name);
    for (size_t i = 0; given == NULL && i < self->option_count; i++)
        if (strcmp(self->table[i].name, name) == 0)
            given = self->table[i].fallback;
    return given != NULL ? given : "";
}

int64_t assay_build_number(const assay_build *self, const char *name)
{
    return strtoll(assay_build_text(self, name), NULL, 10);
}

bool assay_build_switch(const assay_build *self, const char *name)
{
    return strcmp(assay_build_text(self, name), "true") == 0;
}

assay_status assay_build_create(const assay_build *self, const char *name, char **path, FILE **file,
                                assay_error *error)
{
    if (asprintf(path, "%s/%s", self->folder, name) < 0) {
        *path = NULL;
        return ASSAY_MEMORY;
    }
    *file = fopen(*path, "w+e");
    if (*file != NULL)
        return ASSAY_OK;
    assay_status status =
        assay_error_set(error, ASSAY_IO, "cannot create '%s': %s", *path, strerror(errno));
    free(*path);
    *path = NULL;
    return status;
}

assay_status assay_build_close(assay_build *self, const char *path, FILE *file, assay_error *error)
{
    errno = 0;
    bool failed = fflush(file) != 0 || ferror(file) != 0;
    self->dataset->stored_bytes += ftello(file);
    if (fclose(file) == 0 && !failed)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot write '%s': %s", path, strerror(errno));
}
