#ifndef ASSAY_SESSION_SESSION_H
#define ASSAY_SESSION_SESSION_H

#include "data/manifest.h"
#include "host/pool.h"
#include "runner/selection.h"
#include "session/scratch.h"

/* From manifests to a plan that can be run: what `assay` and test programs share. The functions in
 * the order in which they stand here. */
/* It stays where it was initialised: its manifests point to the guard. */
typedef struct assay_session {
    assay_selection selection;
    size_t manifest_count;
    assay_manifest *manifests; /* owned */
    assay_scratch scratch;
    assay_guard guard; /* of all that is done up to the tear-down, also for the pool; stop is the
                          caller's to set */
    assay_pool *pool;  /* owned */
    assay_run run;
    const char *lines; /* borrowed; folder that gets the line counts of each job; NULL: none */
    size_t set_up; /* how many places, manifests and their scenarios, have been tried to set up */
} assay_session;

void assay_session_init(assay_session *self, const assay_run_settings *settings,
                        const assay_selection *selection);
void assay_session_clear(assay_session *self); /* at any time */

/* INVALID when it cannot be read. */
assay_status assay_session_read_manifest(assay_session *self, const char *path,
                                         assay_error *error) ASSAY_MUST_USE;
/* The same for a connector that is linked into this program. */
assay_status assay_session_read_linked(assay_session *self, const char *path,
                                       assay_error *error) ASSAY_MUST_USE;
/* Adds a scenario, of the index-th manifest or a copy of one, to the run. */
assay_status assay_session_add(assay_session *self, size_t manifest, const assay_scenario *scenario,
                               assay_error *error) ASSAY_MUST_USE;
/* The same for all scenarios of the index-th manifest. */
assay_status assay_session_add_all(assay_session *self, size_t manifest,
                                   assay_error *error) ASSAY_MUST_USE;
/* The manifest that has the index-th scenario of the run as one of its own; NULL: a copy of one. */
const assay_manifest *assay_session_manifest_of(const assay_session *self, size_t scenario);
/* Whether each filter matches something; before or after the data is made. */
assay_status assay_session_verify_filters(const assay_session *self,
                                          assay_error *error) ASSAY_MUST_USE;
/* Whatever the filters leave nothing of is left out: nothing is run or made for it. Before the data
 * is made. */
void assay_session_leave_out(assay_session *self);
/* Runs the set-up commands, then makes the data. END: given up because the guard asks to stop. */
assay_status assay_session_make_data(assay_session *self, assay_error *error) ASSAY_MUST_USE;

/* With the pool that the caller has opened: looks at the libraries and plans. INVALID: a library is
 * no connector. END: as above. */
assay_status assay_session_plan(assay_session *self, assay_error *error) ASSAY_MUST_USE;

/* Kills what is at work. */
void assay_session_close_pool(assay_session *self);

/* When nothing runs any more: closes the pool, runs the tear-down commands of all that was set up,
 * in reverse order, and asks what is left behind; nothing asks it to stop any more. What goes wrong
 * is said on stderr; false then. Done by clear, too, where it was not. */
bool assay_session_tear_down(assay_session *self);

/* Masks the secrets of the manifests in a message. */
void assay_session_mask(const assay_session *self, assay_error *error);

#endif
