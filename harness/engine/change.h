#ifndef ASSAY_ENGINE_CHANGE_H
#define ASSAY_ENGINE_CHANGE_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>
#include <stdint.h>

/* What the calls of a run changed below a folder, in the order in which they came back: a log, from
 * which the states are made that a loss of power may leave. */

typedef enum assay_change_kind {
    ASSAY_CHANGE_MAKE = 0, /* path is a new file or folder ("": a file without a name), or a
                              symbolic link to data */
    ASSAY_CHANGE_NAME,     /* path is one more name of file */
    ASSAY_CHANGE_RENAME,   /* other becomes path */
    ASSAY_CHANGE_SWAP,     /* other and path */
    ASSAY_CHANGE_REMOVE,   /* path is no more */
    ASSAY_CHANGE_WRITE,    /* data is at offset of file */
    ASSAY_CHANGE_SIZE,     /* file has offset bytes, cut or filled up with zeros */
    ASSAY_CHANGE_SYNC,     /* what is written to file lasts; of a folder: the names in it */
    ASSAY_CHANGE_SYNC_ALL
} assay_change_kind;

#define ASSAY_FILE_ROOT 0          /* number of the folder itself */
#define ASSAY_FILE_NONE UINT64_MAX /* of a file that was not made in this log */

typedef struct assay_change {
    assay_change_kind kind;
    uint32_t mode;          /* MAKE: as stat gives it */
    uint64_t call;          /* its number among those that were counted */
    uint64_t before, after; /* how much the case had handed over then */
    uint64_t file;   /* appended: as the system numbers it, which it may do again with that number;
                        read: a number of its own */
    uint64_t folder; /* the same of the folder that path is in */
    uint64_t offset;
    const char *path, *other; /* below the folder, without a slash in front; "": none */
    assay_bytes data;
    uint64_t system;   /* read: file as it was appended */
    size_t lasts_from; /* read: after so many changes no loss of power undoes it; or SIZE_MAX */
} assay_change;

bool assay_change_names(const assay_change *self);  /* it is one of names */
bool assay_change_writes(const assay_change *self); /* of what is in a file */

/* Adds it to a log; copies what it borrows. */
assay_status assay_change_append(assay_buffer *log, const assay_change *change) ASSAY_MUST_USE;

typedef struct assay_changes {
    assay_change *items; /* owned; what is in them is borrowed from the log */
    size_t count;
} assay_changes;

/* *changes: the caller's, to clear. */
assay_status assay_changes_read(assay_bytes log, assay_changes *changes) ASSAY_MUST_USE;
void assay_changes_clear(assay_changes *self);

#endif
