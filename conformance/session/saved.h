#ifndef ASSAY_SESSION_SAVED_H
#define ASSAY_SESSION_SAVED_H

#include "runner/replay_file.h"
#include "session/session.h"

/* Saved failures, done once more over the scenarios of a session that has its plan. */

typedef struct assay_saved_failure {
    char *path; /* owned */
    assay_replay replay;
    size_t scenario; /* of the run */
    const assay_clause *clause;
    const assay_known *known; /* of its check, over its scenario; NULL: nothing */
    bool preview;             /* its check is one */
    assay_scenario data;      /* a shallow copy of it, with data sets of its own */
    assay_error not_run;      /* the message says why; empty: it can be done */
} assay_saved_failure;

typedef struct assay_saved_list {
    size_t count;
    assay_saved_failure *items; /* owned */
    char *tape;                 /* owned; file that gets all calls of the one failure; NULL: none */
    size_t beyond_tier; /* failures left out: of checks that are not in the tier of the session */
    size_t elsewhere;   /* saved with another manifest that has the same names */
    char *manifest;     /* owned; one of those; NULL: there is none */
} assay_saved_list;

void assay_saved_clear(assay_saved_list *self); /* before the session */

/* Adds the failure of a file that was read, which is taken over, also when not OK. END: it is about
 * another manifest, connector, scenario or check than those of the session, or about a check that
 * was not selected or does not apply. */
assay_status assay_saved_add(assay_saved_list *self, const assay_session *session, const char *path,
                             assay_replay *replay, assay_error *error) ASSAY_MUST_USE;

/* Makes the data as it was. What cannot be made, or is not what it was, is said in not_run. MEMORY.
 * END: given up because the session's guard asks to stop. */
assay_status assay_saved_make_data(assay_saved_failure *self, const assay_session *session,
                                   size_t number, assay_error *error) ASSAY_MUST_USE;

/* Makes their data and does them, for at most so long (0: without a limit); they become the run's
 * saved items, those for which there was time: skipped, with the reason, when they cannot be done.
 * END: as above; what was done by then is kept. */
assay_status assay_saved_run(assay_saved_list *self, assay_session *session, int64_t limit_ms,
                             assay_error *error) ASSAY_MUST_USE;

#endif
