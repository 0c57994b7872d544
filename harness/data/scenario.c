/* Scenarios: what they own, and the bytes in which they travel to the processes that run checks. */
#include "data/scenario.h"

#include "data/generator.h"
#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

/* What an item of a list takes at least: two sizes of texts or a count and more. */
#define SMALLEST_SETTING 16
#define SMALLEST_LIST 8
#define SMALLEST_DATASET 56

const char *assay_kind_name(assay_kind kind)
{
    static const char *const names[ASSAY_KINDS] = {"source", "sink", "tracker"};
    return names[kind];
}

static void free_lists(assay_setting_list *lists, size_t count)
{
    for (size_t i = 0; lists != NULL && i < count; i++)
        assay_setting_list_clear(&lists[i]);
    free(lists);
}

void assay_dataset_clear(assay_dataset *self)
{
    free(self->name);
    free(self->truth);
    free(self->path);
    assay_setting_list_clear(&self->variables);
    *self = (assay_dataset){.name = NULL};
}

void assay_scenario_clear(assay_scenario *self)
{
    for (size_t i = 0; self->datasets != NULL && i < self->dataset_count; i++)
        assay_dataset_clear(&self->datasets[i]);
    free(self->datasets);
    free_lists(self->refuse, self->refuse_count);
    assay_setting_list_clear(&self->config);
    free(self->connector);
    free(self->name);
    free(self->library);
    free(self->run);
    free(self->readback_path);
    free(self->readback_delimiter);
    free(self->readback_command);
    free(self->readback_title);
    free(self->command_folder);
    *self = (assay_scenario){.connector = NULL};
}

static assay_status put_text(assay_out *to, const char *text)
{
    return assay_put_text(to, text != NULL ? text : "");
}

static assay_status put_double(assay_out *to, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    return assay_put_u64(to, bits);
}

static assay_status put_list(assay_out *to, const assay_setting_list *list)
{
    ASSAY_TRY(assay_put_u64(to, list->count));
    for (size_t i = 0; i < list->count; i++) {
        ASSAY_TRY(put_text(to, list->items[i].key));
        ASSAY_TRY(put_text(to, list->items[i].value));
    }
    return ASSAY_OK;
}

static assay_status put_dataset(assay_out *to, const assay_dataset *dataset)
{
    ASSAY_TRY(put_text(to, dataset->name));
    ASSAY_TRY(assay_put_u64(to, dataset->records));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)dataset->stored_bytes));
    ASSAY_TRY(put_text(to, dataset->truth));
    ASSAY_TRY(put_text(to, dataset->path));
    ASSAY_TRY(assay_put_u64(to, dataset->existing));
    return put_list(to, &dataset->variables);
}

static assay_status put_head(assay_out *to, const assay_scenario *self)
{
    ASSAY_TRY(put_text(to, self->connector));
    ASSAY_TRY(put_text(to, self->name));
    ASSAY_TRY(put_text(to, self->library));
    ASSAY_TRY(put_text(to, self->run));
    ASSAY_TRY(assay_put_u64(to, self->kind));
    ASSAY_TRY(assay_put_u64(to, self->declared));
    ASSAY_TRY(assay_put_u64(to, self->promises));
    ASSAY_TRY(put_double(to, self->size_tolerance));
    ASSAY_TRY(assay_put_u64(to, self->bundles));
    ASSAY_TRY(assay_put_u64(to, self->shards));
    ASSAY_TRY(assay_put_u64(to, self->readback));
    ASSAY_TRY(put_text(to, self->readback_path));
    ASSAY_TRY(put_text(to, self->readback_delimiter));
    ASSAY_TRY(put_text(to, self->readback_command));
    ASSAY_TRY(put_text(to, self->readback_title));
    ASSAY_TRY(put_text(to, self->command_folder));
    ASSAY_TRY(assay_put_u64(to, self->command_ms));
    return assay_put_u64(to, self->read_only);
}

assay_status assay_scenario_encode(const assay_scenario *self, assay_out *to)
{
    ASSAY_TRY(put_head(to, self));
    ASSAY_TRY(put_list(to, &self->config));
    ASSAY_TRY(assay_put_u64(to, self->refuse_count));
    for (size_t i = 0; i < self->refuse_count; i++)
        ASSAY_TRY(put_list(to, &self->refuse[i]));
    ASSAY_TRY(assay_put_u64(to, self->dataset_count));
    for (size_t i = 0; i < self->dataset_count; i++)
        ASSAY_TRY(put_dataset(to, &self->datasets[i]));
    return ASSAY_OK;
}

static assay_status take_text(assay_decoder *from, char **to)
{
    *to = assay_take_text(from);
    if (*to != NULL)
        return ASSAY_OK;
    return from->failed ? ASSAY_INVALID : ASSAY_MEMORY;
}

/* A number up to limit, as a count whose items have to fit into what is left. */
static assay_status take_number(assay_decoder *from, uint64_t limit, uint64_t *to)
{
    *to = assay_take_u64(from);
    return from->failed || *to > limit ? ASSAY_INVALID : ASSAY_OK;
}

static assay_status take_u32(assay_decoder *from, uint64_t limit, uint32_t *to)
{
    uint64_t number;
    ASSAY_TRY(take_number(from, limit, &number));
    *to = (uint32_t)number;
    return ASSAY_OK;
}

/* Zeroed room for as many items as the next number says. */
static assay_status take_items(assay_decoder *from, size_t smallest, size_t size, void **items,
                               size_t *count)
{
    uint64_t number;
    ASSAY_TRY(take_number(from, UINT64_MAX, &number));
    if (number > from->rest.size / smallest)
        return ASSAY_INVALID;
    *items = number == 0 ? NULL : calloc(number, size);
    if (number > 0 && *items == NULL)
        return ASSAY_MEMORY;
    *count = number;
    return ASSAY_OK;
}

static assay_status take_setting(assay_decoder *from, assay_setting_list *to)
{
    char *key = NULL;
    char *value = NULL;
    assay_status status = take_text(from, &key);
    if (status == ASSAY_OK)
        status = take_text(from, &value);
    if (status == ASSAY_OK)
        status = assay_setting_list_add(to, key, value);
    free(key);
    free(value);
    return status;
}

static assay_status take_list(assay_decoder *from, assay_setting_list *to)
{
    uint64_t count;
    ASSAY_TRY(take_number(from, from->rest.size / SMALLEST_SETTING, &count));
    for (uint64_t i = 0; i < count; i++)
        ASSAY_TRY(take_setting(from, to));
    return ASSAY_OK;
}

static assay_status take_dataset(assay_decoder *from, assay_dataset *to)
{
    ASSAY_TRY(take_text(from, &to->name));
    ASSAY_TRY(take_number(from, UINT64_MAX, &to->records));
    to->stored_bytes = (int64_t)assay_take_u64(from);
    ASSAY_TRY(take_text(from, &to->truth));
    ASSAY_TRY(take_text(from, &to->path));
    ASSAY_TRY(take_u32(from, 1, &to->existing));
    return take_list(from, &to->variables);
}

static assay_status take_head(assay_decoder *from, assay_scenario *to)
{
    uint32_t kind, readback;
    uint64_t tolerance;
    ASSAY_TRY(take_text(from, &to->connector));
    ASSAY_TRY(take_text(from, &to->name));
    ASSAY_TRY(take_text(from, &to->library));
    ASSAY_TRY(take_text(from, &to->run));
    ASSAY_TRY(take_u32(from, ASSAY_KINDS - 1, &kind));
    ASSAY_TRY(take_u32(from, UINT32_MAX, &to->declared));
    ASSAY_TRY(take_u32(from, UINT32_MAX, &to->promises));
    ASSAY_TRY(take_number(from, UINT64_MAX, &tolerance));
    ASSAY_TRY(take_u32(from, UINT32_MAX, &to->bundles));
    ASSAY_TRY(take_u32(from, UINT32_MAX, &to->shards));
    ASSAY_TRY(take_u32(from, ASSAY_READBACK_COMMAND, &readback));
    to->kind = (assay_kind)kind;
    to->readback = (assay_readback)readback;
    memcpy(&to->size_tolerance, &tolerance, sizeof(tolerance));
    ASSAY_TRY(take_text(from, &to->readback_path));
    ASSAY_TRY(take_text(from, &to->readback_delimiter));
    ASSAY_TRY(take_text(from, &to->readback_command));
    ASSAY_TRY(take_text(from, &to->readback_title));
    ASSAY_TRY(take_text(from, &to->command_folder));
    ASSAY_TRY(take_number(from, UINT64_MAX, &to->command_ms));
    return take_u32(from, 1, &to->read_only);
}

static assay_status take_scenario(assay_decoder *from, assay_scenario *to)
{
    ASSAY_TRY(take_head(from, to));
    ASSAY_TRY(take_list(from, &to->config));
    ASSAY_TRY(take_items(from, SMALLEST_LIST, sizeof(*to->refuse), (void **)&to->refuse,
                         &to->refuse_count));
    for (size_t i = 0; i < to->refuse_count; i++)
        ASSAY_TRY(take_list(from, &to->refuse[i]));
    ASSAY_TRY(take_items(from, SMALLEST_DATASET, sizeof(*to->datasets), (void **)&to->datasets,
                         &to->dataset_count));
    for (size_t i = 0; i < to->dataset_count; i++)
        ASSAY_TRY(take_dataset(from, &to->datasets[i]));
    return assay_decoder_done(from) ? ASSAY_OK : ASSAY_INVALID;
}

assay_status assay_scenario_decode(assay_bytes bytes, assay_scenario *self)
{
    assay_decoder decoder = {bytes, false};
    assay_scenario scenario = {.connector = NULL};
    assay_status status = take_scenario(&decoder, &scenario);
    if (status == ASSAY_OK)
        *self = scenario;
    else
        assay_scenario_clear(&scenario);
    return status;
}
