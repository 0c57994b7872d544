#ifndef ASSAY_TOOLKIT_ATOMIC_FILE_H
#define ASSAY_TOOLKIT_ATOMIC_FILE_H

#include <assay/bytes.h>
#include <stdbool.h>

/* A file that appears whole, durable and under its name, or not at all. Written under a temporary
 * path that must not exist yet; made durable by finish; then published, possibly by another process
 * on another machine, by a rename. Entries of directories, of the temporary file too, are durable
 * after assay_directory_sync, so that many files cost one. One thread at a time. */
typedef struct assay_atomic_file assay_atomic_file;

/* What a file holds: the same wherever the file is moved or copied to. */
typedef struct assay_file_digest {
    uint64_t size;
    uint64_t high, low; /* of the 128-bit hash of its bytes */
} assay_file_digest;

assay_file_digest assay_file_digest_of(assay_bytes bytes);
/* *same: whether path holds just that; false also when there is no file. */
assay_status assay_file_compare(const char *path, const assay_file_digest *digest, bool *same,
                                assay_error *error) ASSAY_MUST_USE;

/* IO when temporary exists. On failure nothing was made. */
assay_status assay_atomic_file_create(const char *temporary, assay_atomic_file **file,
                                      assay_error *error) ASSAY_MUST_USE;
/* Buffered. Errors are sticky: every later write and finish fails. */
assay_status assay_atomic_file_write(assay_atomic_file *self, assay_bytes bytes,
                                     assay_error *error) ASSAY_MUST_USE;
/* All bytes are on stable storage when it answers OK. Once; afterwards only free is allowed. */
assay_status assay_atomic_file_finish(assay_atomic_file *self, assay_file_digest *digest,
                                      assay_error *error) ASSAY_MUST_USE;
/* Closes and frees; the temporary file stays as it is. self may be NULL. */
void assay_atomic_file_free(assay_atomic_file *self);

/* Renames temporary to path, replacing what was there. When temporary is gone and path holds what
 * digest says, it was done before: OK (FSK-FIN-02); otherwise IO. */
assay_status assay_atomic_file_publish(const char *temporary, const char *path,
                                       const assay_file_digest *digest,
                                       assay_error *error) ASSAY_MUST_USE;

/* Removes a file that may be gone already. */
assay_status assay_file_remove(const char *path, assay_error *error) ASSAY_MUST_USE;
/* Makes a directory and the missing ones above it, durably; one that exists is fine. */
assay_status assay_directory_make(const char *path, assay_error *error) ASSAY_MUST_USE;
/* Whether the directory is there and can be changed, or is missing and assay_directory_make may be
 * able to make it; otherwise INVALID. */
assay_status assay_directory_check(const char *path, assay_error *error) ASSAY_MUST_USE;
/* Removes the files directly in a directory whose names begin with prefix ("" for all); a directory
 * that is gone is fine. */
assay_status assay_directory_clear(const char *path, const char *prefix,
                                   assay_error *error) ASSAY_MUST_USE;
/* Removes a directory with the files directly in it; one that is gone is fine. */
assay_status assay_directory_remove(const char *path, assay_error *error) ASSAY_MUST_USE;
assay_status assay_directory_sync(const char *path, assay_error *error) ASSAY_MUST_USE;

#endif
