#ifndef ASSAY_CLI_PLAN_REPORT_H
#define ASSAY_CLI_PLAN_REPORT_H

#include "session/session.h"
#include <jansson.h>

/* What a session that is planned, but has no data, would do. */

/* What is planned for a check over the index-th scenario; NULL: it is left out. Borrowed. */
const assay_run_item *assay_planned_item(const assay_run *run, size_t scenario,
                                         const assay_check *check);

/* How many checks there are of that kind which are left out over a scenario: by the filters, or
 * all, when the scenario is of the other kind. */
size_t assay_planned_out(const assay_run *run, size_t scenario, assay_kind kind);

/* How many checks run over all scenarios. */
size_t assay_planned_count(const assay_run *run);
size_t assay_planned_previews(const assay_run *run); /* of these */

/* What a scenario's data is made of; the scenario is one of the session's manifests. */
const assay_data_plan *assay_planned_data(const assay_session *session, size_t scenario);

/* A command that would be run. */
typedef struct assay_planned_command {
    const char *key;   /* of the manifest: "data.command" */
    const char *title; /* as the manifest has it, without secrets; borrowed from the manifest */
} assay_planned_command;

enum { ASSAY_PLANNED_COMMANDS = 7 };

/* The commands of a scenario, in the order in which they would be run; how many. */
size_t assay_planned_commands(const assay_session *session, size_t scenario,
                              assay_planned_command to[ASSAY_PLANNED_COMMANDS]);
/* The same for those of the manifest itself, which are run once. */
size_t assay_planned_hooks(const assay_manifest *manifest,
                           assay_planned_command to[ASSAY_PLANNED_COMMANDS]);

void assay_plan_text(FILE *to, const assay_session *session);
json_t *assay_plan_json(const assay_session *session); /* the caller's; NULL: out of memory */

#endif
