/* Lists of settings that own their texts. */
#include "data/scenario.h"

#include <stdlib.h>
#include <string.h>

assay_status assay_setting_list_add(assay_setting_list *self, const char *key, const char *value)
{
    assay_setting *items = realloc(self->items, (self->count + 1) * sizeof(*items));
    if (items == NULL)
        return ASSAY_MEMORY;
    self->items = items;
    char *own_key = strdup(key);
    char *own_value = strdup(value);
    if (own_key == NULL || own_value == NULL) {
        free(own_key);
        free(own_value);
        return ASSAY_MEMORY;
    }
    items[self->count++] = (assay_setting){own_key, own_value};
    return ASSAY_OK;
}

void assay_setting_list_clear(assay_setting_list *self)
{
    for (size_t i = 0; i < self->count; i++) {
        free((char *)self->items[i].key);
        free((char *)self->items[i].value);
    }
    free(self->items);
    *self = (assay_setting_list){0, NULL};
}

const char *assay_setting_list_find(const assay_setting_list *self, const char *key)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->items[i].key, key) == 0)
            return self->items[i].value;
    return NULL;
}
