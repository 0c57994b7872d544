/* Reads manifests. */
#include "data/manifest.h"

#include "data/manifest_reader.h"
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 65536
#define FILE_MAX (16 << 20)

static void clear_hooks(assay_hooks *self)
{
    assay_command_text_clear(&self->setup);
    assay_command_text_clear(&self->teardown);
    assay_command_text_clear(&self->leftovers);
}

static void clear_plan(assay_data_plan *self)
{
    clear_hooks(&self->hooks);
    assay_setting_list_clear(&self->options);
    assay_command_text_clear(&self->store);
    assay_command_text_clear(&self->truth);
    for (size_t i = 0; i < self->path_count; i++)
        free(self->paths[i]);
}

void assay_manifest_clear(assay_manifest *self)
{
    for (size_t i = 0; i < self->scenario_count; i++) {
        assay_scenario_clear(&self->scenarios[i]);
        clear_plan(&self->data[i]);
    }
    for (size_t i = 0; i < self->secret_count; i++)
        free(self->secrets[i]);
    free(self->scenarios);
    free(self->data);
    free(self->secrets);
    free(self->path);
    free(self->name);
    free(self->folder);
    clear_hooks(&self->hooks);
    free(self->run);
    *self = (assay_manifest){.path = NULL};
}

static assay_status read_all(FILE *file, const char *path, assay_buffer *to, assay_error *error)
{
    for (;;) {
        void *room = assay_buffer_reserve(to, BLOCK);
        if (room == NULL)
            return ASSAY_MEMORY;
        size_t got = fread(room, 1, BLOCK, file);
        to->size += got;
        if (got == 0)
            break;
        if (to->size > FILE_MAX)
            return assay_error_set(error, ASSAY_INVALID, "%s: is too large for a manifest", path);
    }
    if (ferror(file))
        return assay_error_set(error, ASSAY_INVALID, "%s: cannot read: %s", path, strerror(errno));
    if (to->size == 0)
        return assay_error_set(error, ASSAY_INVALID, "%s: is empty, expected a manifest", path);
    return ASSAY_OK;
}

static assay_status load(const char *path, assay_buffer *to, assay_error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return assay_error_set(error, ASSAY_INVALID, "%s: cannot open: %s", path, strerror(errno));
    assay_status status = read_all(file, path, to, error);
    fclose(file);
    return status;
}

static assay_status not_json(const char *path, json_error_t *wrong, assay_error *error)
{
    for (char *at = wrong->text; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = '?';
    return assay_error_set(error, ASSAY_INVALID, "%s:%d: %s, expected JSON", path,
                           wrong->line > 0 ? wrong->line : 1, wrong->text);
}

static assay_status stand_in(json_t *root, const char *library)
{
    if (library == NULL || !json_is_object(root))
        return ASSAY_OK; /* the check says what is wrong */
    return json_object_set_new(root, "library", json_string(library)) == 0 ? ASSAY_OK
                                                                           : ASSAY_MEMORY;
}

static assay_status parse(const char *path, const char *library, assay_buffer *bytes,
                          assay_manifest *manifest, assay_error *error)
{
    json_error_t wrong;
    json_t *root =
        json_loadb((const char *)bytes->data, bytes->size, JSON_REJECT_DUPLICATES, &wrong);
    if (root == NULL)
        return not_json(path, &wrong, error);
    assay_manifest_reader reader = {
        .file = path, .error = error, .text = (char *)bytes->data, .manifest = manifest};
    assay_status status = assay_buffer_append(&bytes->out, "", 1);
    reader.text = (char *)bytes->data;
    if (status == ASSAY_OK)
        status = stand_in(root, library);
    if (status == ASSAY_OK)
        status = assay_manifest_check(&reader, root, &assay_manifest_object);
    if (status == ASSAY_OK)
        status = assay_manifest_fill(&reader, root);
    json_decref(root);
    return status;
}

assay_status assay_manifest_read_with(const char *path, const char *library,
                                      assay_manifest *manifest, assay_error *error)
{
    assay_buffer bytes = ASSAY_BUFFER_INIT;
    assay_manifest read = {.path = NULL};
    assay_status status = load(path, &bytes, error);
    if (status == ASSAY_OK)
        status = parse(path, library, &bytes, &read, error);
    assay_buffer_clear(&bytes);
    if (status == ASSAY_OK)
        *manifest = read;
    else
        assay_manifest_clear(&read);
    return status;
}

assay_status assay_manifest_read(const char *path, assay_manifest *manifest, assay_error *error)
{
    return assay_manifest_read_with(path, NULL, manifest, error);
}
