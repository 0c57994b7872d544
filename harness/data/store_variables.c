/* The variables of a data set, before there is one. */
#include "data/store.h"

#include "data/generator.h"
#include <assay/toolkit/error.h>

static const char *const own[] = {"data.name", "data.folder", "data.records"};
static const char *const of_path[] = {"data", "data.path"};

static assay_status add_names(assay_setting_list *to, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (assay_setting_list_find(to, names[i]) == NULL)
            ASSAY_TRY(assay_setting_list_add(to, names[i], ""));
    return ASSAY_OK;
}

/* Whether text, NULL or not, has no other variables. */
static assay_status check_text(const char *name, const char *text,
                               const assay_setting_list *variables, assay_error *error)
{
    assay_buffer expanded = ASSAY_BUFFER_INIT;
    assay_error reason = ASSAY_ERROR_INIT;
    if (text == NULL)
        return ASSAY_OK;
    assay_status status = assay_expand(text, variables, NULL, &expanded.out, &reason);
    assay_buffer_clear(&expanded);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    return assay_error_set(error, status, "%s: %s", name, reason.message);
}

assay_status assay_store_variables(const assay_data_plan *plan, assay_setting_list *to,
                                   assay_error *error)
{
    const assay_generator *generator = plan->generator;
    for (size_t i = 0; i < generator->variable_count; i++)
        ASSAY_TRY(add_names(to, &generator->variables[i].name, 1));
    ASSAY_TRY(add_names(to, own, generator == &assay_existing_data ? 2 : 3));
    for (size_t i = 0; i < plan->path_count; i++)
        ASSAY_TRY(check_text("path", plan->paths[i], to, error));
    if (plan->path_count > 0)
        ASSAY_TRY(add_names(to, of_path, 2));
    ASSAY_TRY(check_text("store", plan->store.words, to, error));
    ASSAY_TRY(check_text("truth", plan->truth.words, to, error));
    return add_names(to, own, 3);
}
