/* Reads the file of known failures. */
#include "runner/baseline.h"

#include "data/manifest_reader.h"
#include "runner/date.h"
#include "runner/selection.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const assay_key known_keys[] = {
    {.name = "id", .type = ASSAY_KEY_TEXT, .needed = true, .minimum = 1},
    {.name = "reason", .type = ASSAY_KEY_TEXT, .needed = true, .minimum = 1},
    {.name = "link", .type = ASSAY_KEY_TEXT, .minimum = 1},
    {.name = "expires", .type = ASSAY_KEY_TEXT, .minimum = 1},
    {.name = "message", .type = ASSAY_KEY_TEXT, .minimum = 1},
};
static const assay_object known_object = {known_keys, COUNT(known_keys)};
static const assay_key known_item = {.type = ASSAY_KEY_OBJECT, .object = &known_object};

static const assay_key baseline_keys[] = {
    {.name = "assay-baseline", .type = ASSAY_KEY_WHOLE, .needed = true, .minimum = 1, .maximum = 1},
    {.name = "known", .type = ASSAY_KEY_LIST, .needed = true, .item = &known_item},
};
static const assay_object baseline_object = {baseline_keys, COUNT(baseline_keys)};

static const char *text_of(const json_t *value, const char *key)
{
    const char *text = json_string_value(json_object_get(value, key));
    return text != NULL ? text : "";
}

static assay_status check_text(assay_manifest_reader *reader, const char *key, bool right,
                               const char *expected)
{
    if (right)
        return ASSAY_OK;
    assay_path_enter(reader, key);
    return assay_manifest_wrong(reader, "%s", expected);
}

bool assay_link_valid(const char *text)
{
    return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
}

static assay_status check_entry(assay_manifest_reader *reader, const assay_baseline_entry *entry)
{
    const assay_known *known = &entry->known;
    ASSAY_TRY(check_text(reader, "reason", known->reason[strspn(known->reason, " \t\n")] != '\0',
                         "is blank, expected why the check fails"));
    ASSAY_TRY(check_text(reader, "link", known->link[0] == '\0' || assay_link_valid(known->link),
                         "is no link, expected https://..."));
    return check_text(reader, "expires",
                      known->expires[0] == '\0' || assay_date_valid(known->expires),
                      "is no day, expected one like 2026-12-31");
}

static assay_status check_unique(const assay_baseline *self, assay_manifest_reader *reader,
                                 const assay_baseline_entry *entry)
{
    for (const assay_baseline_entry *at = self->entries; at < entry; at++)
        if (strcmp(at->id, entry->id) == 0) {
            assay_path_enter(reader, "id");
            return assay_manifest_wrong(reader, "'%s' is also on line %u, expected it once",
                                        entry->id, at->line);
        }
    return ASSAY_OK;
}

static unsigned line_of(const assay_manifest_reader *reader, size_t index)
{
    char path[64];
    snprintf(path, sizeof(path), "known[%zu].id", index);
    return assay_manifest_line(reader->text, path);
}

static assay_status fill_entry(assay_baseline *self, assay_manifest_reader *reader, size_t index,
                               const json_t *value)
{
    assay_baseline_entry *entry = &self->entries[index];
    *entry = (assay_baseline_entry){.id = text_of(value, "id"),
                                    .known = {.reason = text_of(value, "reason"),
                                              .link = text_of(value, "link"),
                                              .expires = text_of(value, "expires"),
                                              .message = text_of(value, "message")},
                                    .line = line_of(reader, index)};
    size_t before = assay_path_enter(reader, "known");
    assay_path_enter_item(reader, index);
    ASSAY_TRY(check_entry(reader, entry));
    ASSAY_TRY(check_unique(self, reader, entry));
    assay_path_leave(reader, before);
    self->count++;
    return ASSAY_OK;
}

static assay_status fill(assay_baseline *self, assay_error *error)
{
    assay_manifest_reader reader = {
        .file = self->path, .text = (char *)self->file.text.data, .error = error};
    ASSAY_TRY(assay_manifest_check(&reader, self->file.root, &baseline_object));
    const json_t *list = json_object_get(self->file.root, "known");
    self->entries = calloc(json_array_size(list) + 1, sizeof(*self->entries));
    if (self->entries == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "%s: out of memory", self->path);
    for (size_t i = 0; i < json_array_size(list); i++)
        ASSAY_TRY(fill_entry(self, &reader, i, json_array_get(list, i)));
    return ASSAY_OK;
}

assay_status assay_baseline_read(const char *path, assay_baseline *self, assay_error *error)
{
    memset(self, 0, sizeof(*self));
    ASSAY_TRY(assay_json_file_read(path, "a baseline", &self->file, error));
    self->path = strdup(path);
    assay_status status = self->path != NULL
                              ? fill(self, error)
                              : assay_error_set(error, ASSAY_MEMORY, "%s: out of memory", path);
    if (status != ASSAY_OK)
        assay_baseline_clear(self);
    return status;
}

void assay_baseline_clear(assay_baseline *self)
{
    free(self->entries);
    free(self->path);
    assay_json_file_clear(&self->file);
    memset(self, 0, sizeof(*self));
}

assay_status assay_baseline_find(const assay_baseline *self, const assay_scenario *scenario,
                                 const char *check, const assay_baseline_entry **entry,
                                 assay_error *error)
{
    *entry = NULL;
    for (size_t i = 0; i < self->count; i++) {
        const assay_baseline_entry *at = &self->entries[i];
        if (!assay_pattern_matches(at->id, scenario, check))
            continue;
        if (*entry != NULL)
            return assay_error_set(error, ASSAY_INVALID,
                                   "%s:%u: '%s' and '%s' on line %u are both about '%s/%s:%s', "
                                   "expected one entry",
                                   self->path, at->line, at->id, (*entry)->id, (*entry)->line,
                                   scenario->connector, scenario->name, check);
        *entry = at;
    }
    return ASSAY_OK;
}
