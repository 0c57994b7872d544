/* Puts what was written where it belongs. */
#include "report/publish.h"

#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static assay_status write_file(const char *path, assay_bytes bytes, assay_file_digest *digest,
                               assay_error *error)
{
    assay_atomic_file *file;
    ASSAY_TRY(assay_atomic_file_create(path, &file, error));
    assay_status status = assay_atomic_file_write(file, bytes, error);
    if (status == ASSAY_OK)
        status = assay_atomic_file_finish(file, digest, error);
    assay_atomic_file_free(file);
    return status;
}

/* The rename is durable when the directory is. */
static assay_status sync_above(const char *path, assay_error *error)
{
    char *copy = strdup(path);
    if (copy == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "cannot write '%s': out of memory", path);
    assay_status status = assay_directory_sync(dirname(copy), error);
    free(copy);
    return status;
}

static assay_status publish(const char *path, assay_bytes bytes, assay_error *error)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.part-%ld", path, (long)getpid()) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "cannot write '%s': out of memory", path);
    assay_file_digest digest;
    assay_status status = write_file(temporary, bytes, &digest, error);
    if (status == ASSAY_OK)
        status = assay_atomic_file_publish(temporary, path, &digest, error);
    if (status == ASSAY_OK)
        status = sync_above(path, error);
    if (status != ASSAY_OK)
        (void)unlink(temporary);
    free(temporary);
    return status;
}

static assay_status render(assay_writer *write, const void *context, char **text, size_t *size,
                           assay_error *error)
{
    *text = NULL;
    FILE *to = open_memstream(text, size);
    if (to == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = write(to, context, error);
    bool failed = ferror(to) != 0;
    if (fclose(to) != 0 || failed)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    return status;
}

assay_status assay_publish(const char *path, assay_writer *write, const void *context,
                           assay_error *error)
{
    char *text;
    size_t size;
    assay_error reason = ASSAY_ERROR_INIT;
    if (path == NULL)
        return write(stdout, context, error);
    assay_status status = render(write, context, &text, &size, &reason);
    if (status == ASSAY_OK)
        status = publish(path, (assay_bytes){text, size}, error);
    else
        assay_error_set(error, status, "cannot write '%s': %s", path, reason.message);
    free(text);
    return status;
}
