#ifndef ASSAY_TOOLKIT_ATOMIC_FILE_H
#define ASSAY_TOOLKIT_ATOMIC_FILE_H

#include <assay/bytes.h>

/* A file that appears whole, durable and under its name, or not at all. Written under a temporary
 * path that must not exist yet; then flushed and fsynced by finish; then published, possibly by
 * another process, by a rename that is made durable. One thread at a time. */
typedef struct assay_atomic_file assay_atomic_file;

assay_status assay_atomic_file_create(const char *temporary, assay_atomic_file **file,
                                      assay_error *error) ASSAY_MUST_USE;
/* Buffered. Errors are sticky: every later write and finish fails. */
assay_status assay_atomic_file_write(assay_atomic_file *self, assay_bytes bytes,
                                     assay_error *error) ASSAY_MUST_USE;
/* All bytes and the directory entry are on stable storage when it answers OK. */
assay_status assay_atomic_file_finish(assay_atomic_file *self, assay_error *error) ASSAY_MUST_USE;
/* Closes and frees; the temporary file stays as it is. */
void assay_atomic_file_free(assay_atomic_file *self);

/* Renames temporary to path and fsyncs the directories. When temporary is gone and path is there,
 * it was done before: OK (FSK-FIN-02). */
assay_status assay_atomic_file_publish(const char *temporary, const char *path,
                                       assay_error *error) ASSAY_MUST_USE;

/* Removes a file that may be gone already. */
assay_status assay_file_remove(const char *path, assay_error *error) ASSAY_MUST_USE;
/* Makes a directory and the missing ones above it, durably; one that exists is fine. */
assay_status assay_directory_make(const char *path, assay_error *error) ASSAY_MUST_USE;
/* Removes a directory with the files directly in it; one that is gone is fine. */
assay_status assay_directory_remove(const char *path, assay_error *error) ASSAY_MUST_USE;
assay_status assay_directory_sync(const char *path, assay_error *error) ASSAY_MUST_USE;

#endif
