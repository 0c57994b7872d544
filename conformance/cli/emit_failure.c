/* assay replay --emit c: a failure as a program of plain calls. */
#include "cli/emit_failure.h"

#include "emit/emit.h"
#include "emit/mask.h"
#include "runner/mask.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_set_up(const assay_hooks *hooks)
{
    return hooks->setup.words != NULL || hooks->teardown.words != NULL;
}

/* What only commands of the manifest can make or read; NULL: nothing. */
static const char *beyond_calls(const assay_session *session, size_t scenario)
{
    const assay_manifest *manifest = assay_session_manifest_of(session, scenario);
    if (manifest == NULL)
        return NULL;
    size_t i = (size_t)(session->run.scenarios[scenario].scenario - manifest->scenarios);
    const assay_data_plan *plan = &manifest->data[i];
    if (plan->store.words != NULL)
        return "the data is stored by a command";
    if (plan->truth.words != NULL)
        return "the data was there before";
    if (is_set_up(&manifest->hooks) || is_set_up(&plan->hooks))
        return "a command sets up what it needs";
    if (manifest->scenarios[i].readback == ASSAY_READBACK_COMMAND)
        return "a command reads the output back";
    return NULL;
}

assay_status assay_emit_failure_prepare(assay_judgement *self, assay_error *error)
{
    const assay_saved_failure *failure = &self->saved.items[0];
    const char *beyond = beyond_calls(&self->session, failure->scenario);
    if (beyond != NULL)
        return assay_error_set(error, ASSAY_INVALID,
                               "%s: no C program without the manifest's commands: %s",
                               failure->path, beyond);
    if (asprintf(&self->saved.tape, "%s/tape", self->session.scratch.path) >= 0)
        return ASSAY_OK;
    self->saved.tape = NULL;
    return assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

static assay_status read_tape(const char *path, assay_buffer *to, assay_error *error)
{
    char bytes[4096];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    ssize_t got = 0;
    assay_status status = ASSAY_OK;
    while (status == ASSAY_OK && (got = read(file, bytes, sizeof(bytes))) > 0)
        status = assay_buffer_append(&to->out, bytes, (size_t)got);
    close(file);
    if (status != ASSAY_OK)
        return assay_error_set(error, status, "out of memory for a tape");
    if (got < 0)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", path, strerror(errno));
    return ASSAY_OK;
}

/* The tape holds what a secret is, the program must not. */
static assay_status make(const assay_judgement *self, assay_buffer *program, assay_error *error)
{
    const assay_run_item *item = &self->session.run.saved[0];
    const assay_run_scenario *over = &self->session.run.scenarios[item->scenario];
    assay_emit_failure failure = {over->scenario->connector, over->scenario->name, item->check,
                                  &item->finding, false};
    assay_buffer tape = ASSAY_BUFFER_INIT;
    assay_status status = read_tape(self->saved.tape, &tape, error);
    if (status == ASSAY_OK) {
        assay_emit_secret secret = assay_emit_mask(&tape, over->secrets, over->secret_count);
        failure.masked = secret != ASSAY_EMIT_SECRET_NOWHERE;
        status = secret == ASSAY_EMIT_SECRET_IN_DATA
                     ? assay_error_set(error, ASSAY_INVALID,
                                       "a secret of the manifest is in the data, too, and no C "
                                       "program may show it")
                     : assay_emit_c(&failure, assay_buffer_bytes(&tape), &program->out, error);
    }
    assay_buffer_clear(&tape);
    if (status == ASSAY_OK && assay_buffer_append(&program->out, "", 1) != ASSAY_OK)
        status = assay_error_set(error, ASSAY_MEMORY, "out of memory for a program");
    return status;
}

assay_status assay_emit_failure_print(const assay_judgement *self, assay_error *error)
{
    const assay_run *run = &self->session.run;
    const char *path = self->saved.items[0].path;
    assay_verdict verdict = run->saved_count == 1 ? run->saved[0].finding.verdict : ASSAY_ERROR;
    if (verdict == ASSAY_PASS)
        return assay_error_set(error, ASSAY_INVALID, "%s: it fails no longer", path);
    if (verdict != ASSAY_FAIL && verdict != ASSAY_CRASH && verdict != ASSAY_TIMEOUT)
        return assay_error_set(error, ASSAY_INVALID, "%s: it does not fail, but is %s: %s", path,
                               assay_verdict_name(verdict),
                               run->saved_count == 1 ? run->saved[0].finding.reason : "not done");
    const assay_run_scenario *over = &run->scenarios[run->saved[0].scenario];
    assay_buffer program = ASSAY_BUFFER_INIT;
    assay_status status = make(self, &program, error);
    if (status == ASSAY_OK) {
        assay_mask_text((char *)program.data, over->secrets, over->secret_count);
        fputs((const char *)program.data, stdout);
    }
    assay_buffer_clear(&program);
    return status;
}
