/* Data, its store and the commands around it, from JSON to the plan. */
#include "data/manifest_reader.h"

#include "data/generator.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void assay_command_text_clear(assay_command_text *self)
{
    free(self->words);
    free(self->title);
    *self = (assay_command_text){NULL, NULL};
}

static assay_status copy_text(char **to, const char *text)
{
    *to = strdup(text);
    return *to == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

/* NUL at the end of *text becomes what stands between two words. */
static void end_word(assay_buffer *text, char between)
{
    text->data[text->size - 1] = (unsigned char)between;
}

static assay_status put_words(assay_manifest_reader *self, const json_t *words, unsigned later,
                              assay_buffer *text, assay_buffer *title)
{
    for (size_t i = 0; i < json_array_size(words); i++) {
        const char *word = json_string_value(json_array_get(words, i));
        size_t before = assay_path_enter_item(self, i);
        if (i > 0) {
            end_word(text, ASSAY_COMMAND_WORD_END);
            end_word(title, ' ');
        }
        ASSAY_TRY(assay_manifest_put_text(self, word, later, text));
        ASSAY_TRY(assay_buffer_append(&title->out, word, strlen(word) + 1));
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}

assay_status assay_manifest_fill_command(assay_manifest_reader *self, const json_t *words,
                                         unsigned later, assay_command_text *to)
{
    assay_buffer text = ASSAY_BUFFER_INIT, title = ASSAY_BUFFER_INIT;
    if (words == NULL)
        return ASSAY_OK;
    assay_status status = put_words(self, words, later, &text, &title);
    if (status != ASSAY_OK) {
        assay_buffer_clear(&text);
        assay_buffer_clear(&title);
        return status;
    }
    for (size_t i = 0; i + 1 < title.size; i++)
        if (title.data[i] < ' ' || title.data[i] == 0x7f)
            title.data[i] = '?';
    *to = (assay_command_text){(char *)text.data, (char *)title.data};
    return ASSAY_OK;
}

static assay_status fill_hook(assay_manifest_reader *self, const json_t *from, const char *name,
                              assay_command_text *to)
{
    size_t before = assay_path_enter(self, name);
    ASSAY_TRY(assay_manifest_fill_command(self, json_object_get(from, name), 0, to));
    assay_path_leave(self, before);
    return ASSAY_OK;
}

assay_status assay_manifest_fill_hooks(assay_manifest_reader *self, const json_t *from,
                                       assay_hooks *to)
{
    ASSAY_TRY(fill_hook(self, from, "setup", &to->setup));
    ASSAY_TRY(fill_hook(self, from, "teardown", &to->teardown));
    return fill_hook(self, from, "leftovers", &to->leftovers);
}

assay_status assay_manifest_fill_path(assay_manifest_reader *self, const char *path, unsigned later,
                                      char **to)
{
    assay_buffer text = ASSAY_BUFFER_INIT;
    bool absolute = path[0] == '/' || path[0] == '$';
    assay_status status =
        absolute ? ASSAY_OK : assay_manifest_put_text(self, "${manifest.folder}/", 0, &text);
    if (status == ASSAY_OK && !absolute)
        text.size--;
    if (status == ASSAY_OK)
        status = assay_manifest_put_text(self, path, later, &text);
    if (status == ASSAY_OK)
        *to = (char *)text.data;
    else
        assay_buffer_clear(&text);
    return status;
}

static assay_status draw_name(char **to)
{
    unsigned char random[6];
    if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
        return ASSAY_IO;
    int size = asprintf(to, "assay_%02x%02x%02x%02x%02x%02x", random[0], random[1], random[2],
                        random[3], random[4], random[5]);
    if (size >= 0)
        return ASSAY_OK;
    *to = NULL;
    return ASSAY_MEMORY;
}

assay_status assay_manifest_fill_place(assay_manifest_reader *self)
{
    char path[PATH_MAX];
    char full[PATH_MAX];
    const char *slash = strrchr(self->file, '/');
    int size = slash == NULL ? 0 : (int)(slash - self->file + 1);
    if (snprintf(path, sizeof(path), "%.*s.", size, self->file) >= (int)sizeof(path) ||
        realpath(path, full) == NULL)
        return assay_manifest_wrong(self, "cannot find the manifest's folder: %s", strerror(errno));
    ASSAY_TRY(copy_text(&self->manifest->folder, full));
    return draw_name(&self->manifest->run);
}

/* The generator runs the command, so it gets all that belongs to it. */
static assay_status add_command(assay_manifest_reader *self, const char *name, const json_t *words,
                                assay_setting_list *to)
{
    char limit[32];
    assay_command_text command = {NULL, NULL};
    ASSAY_TRY(assay_manifest_fill_command(self, words, 0, &command));
    snprintf(limit, sizeof(limit), "%lld", (long long)self->manifest->command_ms);
    assay_status status = assay_setting_list_add(to, name, command.words);
    if (status == ASSAY_OK)
        status = assay_setting_list_add(to, "command.title", command.title);
    if (status == ASSAY_OK)
        status = assay_setting_list_add(to, "command-ms", limit);
    if (status == ASSAY_OK)
        status = assay_setting_list_add(to, "manifest.folder", self->manifest->folder);
    assay_command_text_clear(&command);
    return status;
}

static assay_status add_option(assay_manifest_reader *self, const char *name, const json_t *value,
                               assay_setting_list *to)
{
    char number[32];
    if (json_is_array(value))
        return add_command(self, name, value, to);
    if (json_is_string(value))
        return assay_setting_list_add(to, name, json_string_value(value));
    if (json_is_boolean(value))
        return assay_setting_list_add(to, name, json_is_true(value) ? "true" : "false");
    snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(value));
    return assay_setting_list_add(to, name, number);
}

/* Existing data of the generator "command" is a path like any other. */
static assay_status add_path_option(assay_manifest_reader *self, const char *path,
                                    assay_setting_list *to)
{
    char *full = NULL;
    ASSAY_TRY(assay_manifest_fill_path(self, path, 0, &full));
    assay_status status = assay_setting_list_add(to, "path", full);
    free(full);
    return status;
}

static assay_status add_path(assay_manifest_reader *self, const json_t *path, assay_data_plan *plan)
{
    ASSAY_TRY(assay_manifest_fill_path(self, json_string_value(path), ASSAY_LATER_DATA,
                                       &plan->paths[plan->path_count]));
    plan->path_count++;
    return ASSAY_OK;
}

static assay_status fill_paths(assay_manifest_reader *self, const json_t *value,
                               assay_data_plan *plan)
{
    if (json_is_string(value))
        return add_path(self, value, plan);
    for (size_t i = 0; i < json_array_size(value); i++) {
        size_t before = assay_path_enter_item(self, i);
        ASSAY_TRY(add_path(self, json_array_get(value, i), plan));
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}

static assay_status fill_key(assay_manifest_reader *self, const char *name, const json_t *value,
                             assay_data_plan *plan)
{
    bool optional = plan->generator->option_count > 0 && plan->generator->fixed;
    if (strcmp(name, assay_data_generator_key.name) == 0)
        return ASSAY_OK;
    if (strcmp(name, assay_data_records_key.name) == 0) {
        plan->records = (uint64_t)json_integer_value(value);
        return ASSAY_OK;
    }
    if (strcmp(name, "store") == 0)
        return assay_manifest_fill_command(self, value, ASSAY_LATER_DATA, &plan->store);
    if (strcmp(name, "truth") == 0)
        return assay_manifest_fill_command(self, value, ASSAY_LATER_DATA, &plan->truth);
    if (strcmp(name, "path") == 0 && optional)
        return add_path_option(self, json_string_value(value), &plan->options);
    if (strcmp(name, "path") == 0)
        return fill_paths(self, value, plan);
    return add_option(self, name, value, &plan->options);
}

assay_status assay_manifest_fill_data(assay_manifest_reader *self, const json_t *value,
                                      assay_data_plan *plan)
{
    const char *name;
    json_t *item;
    const char *generator =
        json_string_value(json_object_get(value, assay_data_generator_key.name));
    size_t before = assay_path_enter(self, "data");
    plan->generator = generator != NULL ? assay_generator_find(generator) : &assay_existing_data;
    json_object_foreach((json_t *)value, name, item)
    {
        size_t here = assay_path_enter(self, name);
        ASSAY_TRY(fill_key(self, name, item, plan));
        assay_path_leave(self, here);
    }
    assay_path_leave(self, before);
    return ASSAY_OK;
}
