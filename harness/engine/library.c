#include "engine/library.h"

#include <assay/toolkit/error.h>
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static assay_status check_connector(const char *path, const assay_connector *connector,
                                    assay_error *error)
{
    if (connector == NULL)
        return assay_error_set(error, ASSAY_INVALID, "'%s': " ASSAY_ENTRY_SYMBOL " gives NULL",
                               path);
    if (connector->contract != ASSAY_CONTRACT_VERSION)
        return assay_error_set(error, ASSAY_INVALID,
                               "'%s' speaks contract version %u, this assay speaks %d", path,
                               connector->contract, ASSAY_CONTRACT_VERSION);
    if (connector->struct_size < sizeof(assay_connector))
        return assay_error_set(error, ASSAY_INVALID, "'%s': its struct_size is %u, not %zu", path,
                               connector->struct_size, sizeof(assay_connector));
    if (connector->name == NULL || connector->version == NULL)
        return assay_error_set(error, ASSAY_INVALID, "'%s' gives no name or no version", path);
    if ((connector->open_source == NULL) != (connector->decode_source == NULL) ||
        (connector->open_sink == NULL) != (connector->decode_sink == NULL))
        return assay_error_set(error, ASSAY_INVALID, "'%s': open and decode do not go together",
                               path);
    return ASSAY_OK;
}

assay_status assay_library_open(const char *path, assay_library *library, assay_error *error)
{
    assay_entry_fn *entry;

    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL)
        return assay_error_set(error, ASSAY_INVALID, "cannot load '%s': %s", path, dlerror());
    void *symbol = dlsym(handle, ASSAY_ENTRY_SYMBOL);
    if (symbol == NULL) {
        dlclose(handle);
        return assay_error_set(error, ASSAY_INVALID,
                               "'%s' is no connector: it exports no " ASSAY_ENTRY_SYMBOL, path);
    }
    memcpy(&entry, &symbol, sizeof(entry)); /* ISO C has no cast from an object to a function */
    library->handle = handle;
    library->connector = entry();
    assay_status status = check_connector(path, library->connector, error);
    if (status != ASSAY_OK)
        assay_library_close(library);
    return status;
}

assay_status assay_library_use(assay_entry_fn *entry, assay_library *library, assay_error *error)
{
    library->handle = NULL;
    library->connector = entry();
    assay_status status = check_connector("the linked-in connector", library->connector, error);
    if (status != ASSAY_OK)
        library->connector = NULL;
    return status;
}

void assay_library_close(assay_library *self)
{
    if (self->handle != NULL)
        dlclose(self->handle);
    self->handle = NULL;
    self->connector = NULL;
}
