#ifndef ASSAY_SESSION_HOOKS_H
#define ASSAY_SESSION_HOOKS_H

#include "session/session.h"

/* Runs the set-up commands, of each manifest and then of its scenarios, up to the first that fails.
 * What was tried is to be torn down. */
assay_status assay_session_set_up(assay_session *self, assay_error *error) ASSAY_MUST_USE;

#endif
