#ifndef ASSAY_CLI_JUDGEMENT_H
#define ASSAY_CLI_JUDGEMENT_H

#include "cli/options.h"
#include "cli/progress.h"
#include "report/journal.h"
#include "runner/baseline.h"
#include "session/saved.h"
#include "session/session.h"

/* What `run` and `self-proof` share: a session from its manifests to its reports. */
typedef struct assay_judgement {
    const assay_options *options;
    assay_session session;
    assay_journal journal;
    char *journal_path; /* owned */
    assay_progress progress;
    bool
        saves; /* failures of earlier runs are done first, those of this one made small and saved */
    assay_saved_list saved;
    assay_baseline baseline; /* of known failures; empty unless the options name one */
} assay_judgement;

void assay_judgement_init(assay_judgement *self, const assay_options *options);
void assay_judgement_clear(assay_judgement *self); /* at any time */

/* The baseline and all the manifests that the options name, with all their scenarios, and whether
 * each filter matches. */
assay_status assay_judgement_read(assay_judgement *self, assay_error *error) ASSAY_MUST_USE;

/* Makes the data of the session, when its scenarios are known. From here on a signal does not end
 * this process at once, but what it does in order: END is the answer of this and of all below. */
assay_status assay_judgement_make_data(assay_judgement *self, assay_error *error) ASSAY_MUST_USE;

/* Over a session that has its scratch folder: looks at the libraries and plans. INVALID: a library
 * is no connector. */
assay_status assay_judgement_plan(assay_judgement *self, assay_error *error) ASSAY_MUST_USE;

/* Over a session that has its data: looks at the libraries, plans, runs everything, writes the
 * journal. INVALID: a library is no connector; nothing ran then. A run that was ended early by a
 * signal, when it had a plan, is one: OK, run.ended_by says which. */
assay_status assay_judgement_run(assay_judgement *self, assay_error *error) ASSAY_MUST_USE;
/* When all is reported: tears down; the exit code that comes of it. */
int assay_judgement_end(assay_judgement *self, int code);

/* The signal that has ended the work early; what was at work is killed. */
int assay_judgement_interrupted(assay_judgement *self);

/* As assay_complain, with the secrets of the manifests masked; for END, that a signal was it. */
int assay_judgement_complain(const assay_judgement *self, assay_status status, assay_error *error);

bool assay_judgement_colour(const assay_judgement *self);

#endif
