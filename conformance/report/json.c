/* The run as one JSON document. */
#include "report/json.h"

#include "report/value.h"
#include <assay/toolkit/error.h>

static json_t *results(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < run->item_count; i++) {
        if (!run->items[i].done)
            continue;
        if (json_array_append_new(list, assay_value_item(run, &run->items[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *saved(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < run->saved_count; i++)
        if (json_array_append_new(list, assay_value_saved(run, &run->saved[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *document(const assay_run *run)
{
    json_t *value = assay_value_header(run);
    if (value != NULL && json_object_set_new(value, "type", json_string("run")) == 0 &&
        json_object_set_new(value, "saved", saved(run)) == 0 &&
        json_object_set_new(value, "results", results(run)) == 0 &&
        json_object_set_new(value, "totals", assay_value_totals(run)) == 0)
        return value;
    json_decref(value);
    return NULL;
}

assay_status assay_json_write(FILE *to, const assay_run *run, assay_error *error)
{
    json_t *value = document(run);
    if (value == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "cannot write the report: out of memory");
    int failed = json_dumpf(value, to, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    json_decref(value);
    if (failed != 0 || fputc('\n', to) == EOF)
        return assay_error_set(error, ASSAY_IO, "cannot write the report");
    return ASSAY_OK;
}
