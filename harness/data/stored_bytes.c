#include "data/stored_bytes.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>

assay_status assay_stored_bytes(const char *pattern, int64_t *bytes, assay_error *error)
{
    glob_t found;
    struct stat stat_of;
    if (glob(pattern, 0, NULL, &found) != 0)
        return assay_error_set(error, ASSAY_IO, "no file matches '%s'", pattern);
    assay_status status = ASSAY_OK;
    *bytes = 0;
    for (size_t i = 0; status == ASSAY_OK && i < found.gl_pathc; i++) {
        if (stat(found.gl_pathv[i], &stat_of) != 0)
            status = assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", found.gl_pathv[i],
                                     strerror(errno));
        else
            *bytes += stat_of.st_size;
    }
    globfree(&found);
    return status;
}
