/* Reads manifests. */
#include "data/manifest.h"

#include "data/json_file.h"
#include "data/manifest_reader.h"
#include <stdlib.h>

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

static assay_status stand_in(json_t *root, const char *library)
{
    if (library == NULL || !json_is_object(root))
        return ASSAY_OK; /* the check says what is wrong */
    return json_object_set_new(root, "library", json_string(library)) == 0 ? ASSAY_OK
                                                                           : ASSAY_MEMORY;
}

static assay_status fill(const char *path, const char *library, assay_json_file *file,
                         assay_manifest *manifest, assay_error *error)
{
    assay_manifest_reader reader = {
        .file = path, .error = error, .text = (char *)file->text.data, .manifest = manifest};
    ASSAY_TRY(stand_in(file->root, library));
    ASSAY_TRY(assay_manifest_check(&reader, file->root, &assay_manifest_object));
    return assay_manifest_fill(&reader, file->root);
}

assay_status assay_manifest_read_with(const char *path, const char *library,
                                      assay_manifest *manifest, assay_error *error)
{
    assay_json_file file;
    assay_manifest read = {.path = NULL};
    ASSAY_TRY(assay_json_file_read(path, "a manifest", &file, error));
    assay_status status = fill(path, library, &file, &read, error);
    assay_json_file_clear(&file);
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
