/* Counts the files below a folder. */
#include "data/readback.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fts.h>
#include <string.h>

assay_status assay_folder_count(const char *folder, uint64_t *files, assay_error *error)
{
    char *const roots[] = {(char *)folder, NULL};
    assay_status status = ASSAY_OK;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    *files = 0;
    if (walk == NULL)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", folder, strerror(errno));
    for (FTSENT *entry; status == ASSAY_OK && (entry = fts_read(walk)) != NULL;) {
        bool gone = entry->fts_errno == ENOENT || entry->fts_errno == ENOTDIR;
        if (entry->fts_info == FTS_F)
            ++*files;
        else if ((entry->fts_info == FTS_ERR || entry->fts_info == FTS_DNR ||
                  entry->fts_info == FTS_NS) &&
                 !gone)
            status = assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", entry->fts_path,
                                     strerror(entry->fts_errno));
    }
    fts_close(walk);
    return status;
}
