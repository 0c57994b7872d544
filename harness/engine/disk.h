#ifndef ASSAY_ENGINE_DISK_H
#define ASSAY_ENGINE_DISK_H

#include "engine/change.h"

#include <assay/status.h>
#include <time.h>

/* What is below a folder: as it really is, or as a loss of power may leave it. */
typedef struct assay_disk assay_disk;

typedef enum assay_data_loss {
    ASSAY_DATA_KEPT = 0,
    ASSAY_DATA_DROPPED, /* what is not synced was never written; files are cut all the same */
    ASSAY_DATA_ZEROED,  /* by so much as they grew, files have zeros */
    ASSAY_DATA_HALVED   /* of each file the first half of what is not synced */
} assay_data_loss;

/* What a loss of power takes away of changes that were not made to last. */
typedef struct assay_power_loss {
    const char *what; /* "unsynced data is dropped" */
    assay_data_loss data;
    size_t names; /* so many changes of names, from the last one on; but none on which stands what
                     is kept */
} assay_power_loss;

assay_disk *assay_disk_new(void); /* empty; the caller's, to free; NULL: out of memory */
void assay_disk_free(assay_disk *self);

/* Each puts something else in place of what it holds: what the power leaves that fails after the
 * first count changes of an empty folder; what is in a folder now. */
assay_status assay_disk_replay(assay_disk *self, const assay_changes *changes, size_t count,
                               const assay_power_loss *loss) ASSAY_MUST_USE;
assay_status assay_disk_scan(assay_disk *self, const char *folder,
                             assay_error *error) ASSAY_MUST_USE;
/* The same without files and folders that were made after *latest. */
assay_status assay_disk_scan_until(assay_disk *self, const char *folder,
                                   const struct timespec *latest,
                                   assay_error *error) ASSAY_MUST_USE;
/* Empties the folder and makes it so. */
assay_status assay_disk_store(const assay_disk *self, const char *folder,
                              assay_error *error) ASSAY_MUST_USE;

typedef struct assay_disk_hash {
    uint64_t high, low;
} assay_disk_hash;

assay_disk_hash assay_disk_hash_of(const assay_disk *self);

/* The path of something that is not the same in both; NULL: there is none. Borrowed from either. */
const char *assay_disk_difference(const assay_disk *self, const assay_disk *other);

typedef enum assay_disk_change {
    ASSAY_DISK_MORE,
    ASSAY_DISK_LESS,
    ASSAY_DISK_OTHER
} assay_disk_change;
/* The same where self was before other: what became of it. *change is written with a path only. */
const char *assay_disk_changed(const assay_disk *self, const assay_disk *other,
                               assay_disk_change *change);

/* The path of a file that matches the pattern (as of a path below folder, the way fnmatch takes
 * it), is in both, and holds something else; NULL: there is none. Borrowed from self. */
const char *assay_disk_unlike(const assay_disk *self, const assay_disk *other, const char *folder,
                              const char *pattern);

#endif
