/* Makes the data sets that a manifest asks for. */
#include "data/manifest.h"

#include "data/generator.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The sizes every check is tried at before the one that is asked for. */
static const uint64_t small[] = {0, 1, 5};
#define SMALL (sizeof(small) / sizeof(small[0]))

static assay_status make_folder(const char *path, assay_error *error)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", path, strerror(errno));
}

/* Every variable of the configuration is one that this data has. */
static assay_status check_variables(const assay_scenario *scenario, const assay_dataset *dataset,
                                    assay_error *error)
{
    assay_setting out = {"out", ""};
    const assay_setting_list extra = {1, &out};
    assay_setting_list expanded;
    ASSAY_TRY(assay_expand_list(&scenario->config, &dataset->variables, &extra, &expanded, error));
    assay_setting_list_clear(&expanded);
    for (size_t i = 0; i < scenario->refuse_count; i++) {
        ASSAY_TRY(
            assay_expand_list(&scenario->refuse[i], &dataset->variables, &extra, &expanded, error));
        assay_setting_list_clear(&expanded);
    }
    return ASSAY_OK;
}

static assay_status make_one(assay_scenario *scenario, const assay_data_plan *plan,
                             uint64_t records, uint64_t seed, const char *folder,
                             assay_error *error)
{
    char *path;
    const assay_amount amount = {records, seed, NULL};
    assay_dataset *dataset = &scenario->datasets[scenario->dataset_count];
    if (asprintf(&path, "%s/%llu", folder, (unsigned long long)records) < 0)
        return ASSAY_MEMORY;
    assay_status status = make_folder(path, error);
    if (status == ASSAY_OK)
        status = plan->generator->make(&plan->options, &amount, path, dataset, error);
    free(path);
    ASSAY_TRY(status);
    scenario->dataset_count++;
    return check_variables(scenario, dataset, error);
}

static assay_status make_all(assay_scenario *scenario, const assay_data_plan *plan,
                             uint64_t records, uint64_t seed, const char *folder,
                             assay_error *error)
{
    scenario->datasets = calloc(SMALL + 1, sizeof(*scenario->datasets));
    if (scenario->datasets == NULL)
        return ASSAY_MEMORY;
    ASSAY_TRY(make_folder(folder, error));
    for (size_t i = 0; i < SMALL && !plan->generator->fixed; i++)
        if (small[i] < records)
            ASSAY_TRY(make_one(scenario, plan, small[i], seed, folder, error));
    return make_one(scenario, plan, records, seed, folder, error);
}

static assay_status make_scenario(assay_manifest *self, size_t i, const char *folder, uint64_t seed,
                                  uint64_t limit, assay_error *error)
{
    char *path;
    assay_error reason = ASSAY_ERROR_INIT;
    const assay_data_plan *plan = &self->data[i];
    uint64_t records = limit != 0 && limit < plan->records ? limit : plan->records;
    if (asprintf(&path, "%s/%s", folder, self->scenarios[i].name) < 0)
        return ASSAY_MEMORY;
    assay_status status = make_all(&self->scenarios[i], plan, records, seed, path, &reason);
    free(path);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    return assay_error_set(error, status, "%s: data of scenario '%s': %.300s", self->path,
                           self->scenarios[i].name,
                           reason.message[0] != '\0' ? reason.message : "out of memory");
}

assay_status assay_manifest_make_data(assay_manifest *self, const char *folder, uint64_t seed,
                                      uint64_t limit, assay_error *error)
{
    for (size_t i = 0; i < self->scenario_count; i++)
        ASSAY_TRY(make_scenario(self, i, folder, seed, limit, error));
    return ASSAY_OK;
}

assay_subset assay_manifest_subsets(const assay_manifest *self, size_t scenario)
{
    return self->data[scenario].generator->subsets;
}

assay_status assay_manifest_make_dataset(const assay_manifest *self, size_t scenario,
                                         const assay_amount *amount, const char *folder,
                                         assay_dataset *dataset, assay_error *error)
{
    const assay_data_plan *plan = &self->data[scenario];
    ASSAY_TRY(assay_amount_check(amount, plan->generator->subsets, error));
    ASSAY_TRY(plan->generator->make(&plan->options, amount, folder, dataset, error));
    assay_status status = check_variables(&self->scenarios[scenario], dataset, error);
    if (status != ASSAY_OK)
        assay_dataset_clear(dataset);
    return status;
}
