#ifndef ASSAY_ENGINE_LIBRARY_H
#define ASSAY_ENGINE_LIBRARY_H

#include <assay/connector.h>

/* A connector's shared object, loaded. */
typedef struct assay_library {
    void *handle;
    const assay_connector *connector; /* valid until close */
} assay_library;

typedef const assay_connector *assay_entry_fn(void);

/* INVALID, with the reason, when the file cannot be loaded, has no entry, speaks another version of
 * the contract, or gives a connector with a name, a version or a needed function missing. Runs
 * whatever the library does when it is loaded. */
assay_status assay_library_open(const char *path, assay_library *library,
                                assay_error *error) ASSAY_MUST_USE;
/* The same for a connector that is linked into this program, by its entry. */
assay_status assay_library_use(assay_entry_fn *entry, assay_library *library,
                               assay_error *error) ASSAY_MUST_USE;
/* Also runs the library's own clean-up, so that its coverage counters are written. */
void assay_library_close(assay_library *self);
/* The same for a library of which threads are still at work: its code stays where it is. The
 * process cannot go on with it, and should soon be gone. */
void assay_library_finish(assay_library *self);

#endif
