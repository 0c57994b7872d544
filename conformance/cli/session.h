#ifndef ASSAY_CLI_SESSION_H
#define ASSAY_CLI_SESSION_H

#include "cli/options.h"
#include "cli/progress.h"
#include "cli/scratch.h"
#include "data/manifest.h"
#include "host/pool.h"
#include "report/journal.h"
#include "runner/selection.h"

/* What `run` and `self-proof` share, from manifests to a finished run. Zeroed but for options and
 * selection, then the functions in the order in which they stand here. */
typedef struct assay_session {
    const assay_options *options;
    assay_selection selection;
    size_t manifest_count;
    assay_manifest *manifests; /* owned */
    assay_scratch scratch;
    assay_pool *pool;
    assay_run run;
    assay_journal journal;
    char *journal_path; /* owned */
    char *junit_path;   /* owned */
    assay_progress progress;
} assay_session;

void assay_session_init(assay_session *self, const assay_options *options);
void assay_session_clear(assay_session *self); /* at any time */

/* INVALID when it cannot be read. */
assay_status assay_session_read_manifest(assay_session *self, const char *path,
                                         assay_error *error) ASSAY_MUST_USE;
/* Adds a scenario, of the index-th manifest or a copy of one, to the run. */
assay_status assay_session_add(assay_session *self, size_t manifest, const assay_scenario *scenario,
                               assay_error *error) ASSAY_MUST_USE;
/* Whether each filter matches something; before or after the data is made. */
assay_status assay_session_verify_filters(const assay_session *self,
                                          assay_error *error) ASSAY_MUST_USE;
assay_status assay_session_make_data(assay_session *self, assay_error *error) ASSAY_MUST_USE;

/* Looks at the libraries, plans, runs everything, writes the journal. INVALID: a library is no
 * connector; nothing ran then. */
assay_status assay_session_run(assay_session *self, assay_error *error) ASSAY_MUST_USE;
assay_status assay_session_write_junit(assay_session *self, assay_error *error) ASSAY_MUST_USE;

/* As assay_complain, with the secrets of the manifests masked. */
int assay_session_complain(const assay_session *self, assay_status status, assay_error *error);

bool assay_session_colour(const assay_session *self);

#endif
