#ifndef ASSAY_CLI_NEW_FILES_H
#define ASSAY_CLI_NEW_FILES_H

#include <assay/toolkit/buffer.h>

#define ASSAY_NEW_FILES_MAX 8

typedef struct assay_new_file {
    char *name; /* owned */
    assay_buffer content;
} assay_new_file;

/* Files that are to be written together. Starts zeroed. */
typedef struct assay_new_files {
    size_t count;
    assay_new_file files[ASSAY_NEW_FILES_MAX];
} assay_new_files;

/* Writes all of them to folder, which is made if it is missing, or nothing: none may exist. INVALID
 * where the caller's user can mend it; otherwise IO. */
assay_status assay_new_files_write(const assay_new_files *self, const char *folder,
                                   assay_error *error) ASSAY_MUST_USE;
void assay_new_files_clear(assay_new_files *self);

#endif
