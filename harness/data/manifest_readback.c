/* How a sink's output is read back, from JSON to the scenario. */
#include "data/manifest_reader.h"

#include <stdlib.h>
#include <string.h>

static assay_status wrong_at(assay_manifest_reader *self, const char *key, const char *what)
{
    assay_path_enter(self, key);
    return assay_manifest_wrong(self, "%s", what);
}

static assay_readback format_of(const json_t *readback)
{
    static const struct {
        const char *name;
        assay_readback format;
    } formats[] = {{"lines", ASSAY_READBACK_LINES},
                   {"gzip", ASSAY_READBACK_GZIP},
                   {"files", ASSAY_READBACK_FILES},
                   {"command", ASSAY_READBACK_COMMAND}};
    const char *given = json_string_value(json_object_get(readback, "format"));
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (strcmp(formats[i].name, given) == 0)
            return formats[i].format;
    return ASSAY_READBACK_NONE;
}

/* The keys that go with the format, and no other. */
static assay_status check_keys(assay_manifest_reader *self, const json_t *readback, bool command)
{
    const char *needed = command ? "command" : "path";
    static const char *const not_with_command[] = {"path", "delimiter"};
    static const char *const not_with_files[] = {"command"};
    const char *const *odd = command ? not_with_command : not_with_files;
    for (size_t i = 0; i < (command ? 2 : 1); i++)
        if (json_object_get(readback, odd[i]) != NULL)
            return wrong_at(self, odd[i],
                            command ? "is for files, expected nothing but 'command'"
                                    : "is not for files, expected format 'command'");
    return json_object_get(readback, needed) != NULL
               ? ASSAY_OK
               : wrong_at(self, needed, "is missing, expected this key");
}

static bool has_ids(const assay_data_plan *plan)
{
    const char *given = assay_setting_list_find(&plan->options, "ids");
    return given != NULL && strcmp(given, "true") == 0;
}

/* What is read back must be able to be what was written. */
static assay_status check_files(assay_manifest_reader *self, const assay_scenario *scenario,
                                const assay_data_plan *plan)
{
    const char *delimiter = assay_setting_list_find(&plan->options, "delimiter");
    bool files = scenario->readback == ASSAY_READBACK_FILES;
    if (files != has_ids(plan))
        return wrong_at(self, "data.ids",
                        files ? "is not true, expected true: files are named by ids"
                              : "is true, expected false: this output has no ids");
    if (strncmp(scenario->readback_path, "${out}", 6) != 0 ||
        strstr(scenario->readback_path + 6, "${") != NULL)
        return wrong_at(self, "readback.path", "expected '${out}' at its start and no other ${}");
    if (!files && strcmp(scenario->readback_delimiter, delimiter != NULL ? delimiter : "\n") != 0)
        return wrong_at(self, "readback.delimiter", "expected the same as data.delimiter");
    return ASSAY_OK;
}

static assay_status copy_text(char **to, const json_t *text, const char *fallback)
{
    *to = strdup(text != NULL ? json_string_value(text) : fallback);
    return *to == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

static assay_status fill_command(assay_manifest_reader *self, const json_t *words,
                                 assay_scenario *scenario)
{
    assay_command_text command = {NULL, NULL};
    size_t before = assay_path_enter(self, "command");
    ASSAY_TRY(assay_manifest_fill_command(self, words, ASSAY_LATER_OUT, &command));
    assay_path_leave(self, before);
    scenario->readback_command = command.words;
    scenario->readback_title = command.title;
    scenario->command_ms = (uint64_t)self->manifest->command_ms;
    scenario->command_folder = strdup(self->manifest->folder);
    return scenario->command_folder == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

assay_status assay_manifest_fill_readback(assay_manifest_reader *self, const json_t *readback,
                                          assay_scenario *scenario, const assay_data_plan *plan)
{
    scenario->readback = format_of(readback);
    bool command = scenario->readback == ASSAY_READBACK_COMMAND;
    if (command && scenario->shards > 0)
        return wrong_at(self, "shards", "is for outputs of files, expected none");
    size_t before = assay_path_enter(self, "readback");
    ASSAY_TRY(check_keys(self, readback, command));
    if (command)
        ASSAY_TRY(fill_command(self, json_object_get(readback, "command"), scenario));
    assay_path_leave(self, before);
    ASSAY_TRY(copy_text(&scenario->readback_path, json_object_get(readback, "path"), ""));
    ASSAY_TRY(
        copy_text(&scenario->readback_delimiter, json_object_get(readback, "delimiter"), "\n"));
    return command ? ASSAY_OK : check_files(self, scenario, plan);
}
