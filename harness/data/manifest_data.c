/* Makes the data sets that a manifest asks for. */
#include "data/manifest.h"

#include "data/generator.h"
#include "data/store.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The sizes every check is tried at before the one that is asked for. */
static const uint64_t small[] = {0, 1, 5};

size_t assay_data_plan_sizes(const assay_data_plan *self, uint64_t limit,
                             uint64_t sizes[ASSAY_DATA_SETS])
{
    size_t count = 0;
    if (self->generator == &assay_no_data)
        return 0;
    uint64_t records = limit != 0 && limit < self->records ? limit : self->records;
    for (size_t i = 0; i < sizeof(small) / sizeof(small[0]) && !self->generator->fixed; i++)
        if (small[i] < records)
            sizes[count++] = small[i];
    sizes[count++] = records;
    while (count < self->path_count)
        sizes[count++] = records;
    return count;
}

static assay_status make_folder(const char *path, assay_error *error)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", path, strerror(errno));
}

static assay_status expand(const assay_setting_list *config, const assay_setting_list *variables,
                           assay_error *error)
{
    assay_setting given[] = {{"out", ""}, {"out.name", ""}, {"start", ""}, {"end", ""}};
    const assay_setting_list extra = {sizeof(given) / sizeof(given[0]), given};
    assay_setting_list expanded;
    ASSAY_TRY(assay_expand_list(config, variables, &extra, &expanded, error));
    assay_setting_list_clear(&expanded);
    return ASSAY_OK;
}

static assay_status expand_all(const assay_scenario *scenario, const assay_setting_list *variables,
                               assay_error *error)
{
    ASSAY_TRY(expand(&scenario->config, variables, error));
    for (size_t i = 0; i < scenario->refuse_count; i++)
        ASSAY_TRY(expand(&scenario->refuse[i], variables, error));
    return ASSAY_OK;
}

/* Every variable of the configurations is one that the data will have. */
static assay_status check_variables(const assay_scenario *scenario, const assay_data_plan *plan,
                                    assay_error *error)
{
    assay_setting_list variables = {0, NULL};
    assay_status status = assay_store_variables(plan, &variables, error);
    if (status == ASSAY_OK)
        status = expand_all(scenario, &variables, error);
    assay_setting_list_clear(&variables);
    return status;
}

static assay_status make_set(const assay_manifest *self, size_t scenario,
                             const assay_amount *amount, const char *folder, assay_dataset *dataset,
                             assay_error *error)
{
    const assay_data_plan *plan = &self->data[scenario];
    const bool several = plan->path_count > 1;
    const assay_store_place place = {folder, several ? amount->set - 1 : 0};
    assay_amount watched = *amount;
    watched.guard = self->guard;
    ASSAY_TRY(plan->generator->make(&plan->options, &watched, folder, dataset, error));
    dataset->existing = plan->generator->fixed;
    assay_status status = assay_store_complete(self, plan, &place, dataset, error);
    if (status != ASSAY_OK)
        assay_dataset_clear(dataset);
    return status;
}

/* The first of so many records, which is not known before; where there is none any more, the last.
 */
static assay_status find_set(const assay_manifest *self, size_t scenario,
                             const assay_amount *amount, const char *folder, assay_dataset *dataset,
                             assay_error *error)
{
    assay_amount each = *amount;
    for (each.set = 1;; each.set++) {
        ASSAY_TRY(make_set(self, scenario, &each, folder, dataset, error));
        if (dataset->records == amount->records || each.set == self->data[scenario].path_count)
            return ASSAY_OK;
        assay_dataset_clear(dataset);
    }
}

static assay_status make_dataset(const assay_manifest *self, size_t scenario,
                                 const assay_amount *amount, const char *folder,
                                 assay_dataset *dataset, assay_error *error)
{
    return amount->set == 0 && self->data[scenario].path_count > 1
               ? find_set(self, scenario, amount, folder, dataset, error)
               : make_set(self, scenario, amount, folder, dataset, error);
}

static assay_status make_one(assay_manifest *self, size_t scenario, const assay_amount *amount,
                             const char *folder, assay_error *error)
{
    char *path;
    assay_scenario *to = &self->scenarios[scenario];
    bool several = self->data[scenario].path_count > 1;
    if (asprintf(&path, "%s/%llu", folder,
                 (unsigned long long)(several ? amount->set : amount->records)) < 0)
        return ASSAY_MEMORY;
    assay_status status = make_folder(path, error);
    if (status == ASSAY_OK)
        status =
            make_dataset(self, scenario, amount, path, &to->datasets[to->dataset_count], error);
    free(path);
    to->dataset_count += status == ASSAY_OK;
    return status;
}

static assay_status make_all(assay_manifest *self, size_t scenario, uint64_t seed, uint64_t limit,
                             const char *folder, assay_error *error)
{
    uint64_t sizes[ASSAY_DATA_SETS];
    assay_scenario *to = &self->scenarios[scenario];
    size_t count = assay_data_plan_sizes(&self->data[scenario], limit, sizes);
    to->datasets = calloc(count + 1, sizeof(*to->datasets));
    if (to->datasets == NULL)
        return ASSAY_MEMORY;
    ASSAY_TRY(make_folder(folder, error));
    for (size_t i = 0; i < count; i++) {
        const assay_amount amount = {sizes[i], seed, NULL, i + 1, NULL};
        ASSAY_TRY(make_one(self, scenario, &amount, folder, error));
    }
    assay_datasets_sort(to->datasets, to->dataset_count);
    return ASSAY_OK;
}

/* The reason why there is no data for a scenario, with its name. */
static assay_status name_reason(const assay_manifest *self, size_t i, assay_status status,
                                const assay_error *reason, assay_error *error)
{
    if (status == ASSAY_OK || status == ASSAY_END)
        return status;
    return assay_error_set(error, status, "%s: data of scenario '%s': %s", self->path,
                           self->scenarios[i].name,
                           reason->message[0] != '\0' ? reason->message : "out of memory");
}

static assay_status make_scenario(assay_manifest *self, size_t i, const char *folder, uint64_t seed,
                                  uint64_t limit, assay_error *error)
{
    char *path;
    assay_error reason = ASSAY_ERROR_INIT;
    if (asprintf(&path, "%s/%s", folder, self->scenarios[i].name) < 0)
        return ASSAY_MEMORY;
    assay_status status = make_all(self, i, seed, limit, path, &reason);
    free(path);
    return name_reason(self, i, status, &reason, error);
}

assay_status assay_manifest_check_variables(const assay_manifest *self, assay_error *error)
{
    for (size_t i = 0; i < self->scenario_count; i++) {
        assay_error reason = ASSAY_ERROR_INIT;
        assay_status status = check_variables(&self->scenarios[i], &self->data[i], &reason);
        ASSAY_TRY(name_reason(self, i, status, &reason, error));
    }
    return ASSAY_OK;
}

assay_status assay_manifest_make_data(assay_manifest *self, const char *folder, uint64_t seed,
                                      uint64_t limit, assay_error *error)
{
    ASSAY_TRY(assay_manifest_check_variables(self, error));
    for (size_t i = 0; i < self->scenario_count; i++)
        if (!assay_data_plan_idle(&self->data[i]))
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
    ASSAY_TRY(check_variables(&self->scenarios[scenario], plan, error));
    return make_dataset(self, scenario, amount, folder, dataset, error);
}
