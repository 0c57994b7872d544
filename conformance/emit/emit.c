#include "emit/emit.h"

#include "clauses/clause.h"
#include "emit/program.h"
#include "emit/refusal.h"
#include <assay/toolkit/error.h>
#include <assay/version.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 1 << 18 };

static void print_clause(assay_emit_text *to, const assay_check *check)
{
    char id[64], label[80];
    const assay_clause *clause;

    snprintf(id, sizeof(id), "%.*s", (int)strcspn(check->clauses, " "), check->clauses);
    clause = assay_clause_find(id);
    snprintf(label, sizeof(label), "Clause %s:", id);
    if (clause != NULL)
        assay_emit_comment(to, label, clause->text);
}

static void print_head(assay_emit_text *to, const assay_emit_failure *failure)
{
    const assay_finding *finding = failure->finding;

    assay_emit_print(to, "/* %s fails over %s/%s.\n", failure->check->id, failure->connector,
                     failure->scenario);
    print_clause(to, failure->check);
    if (finding->expected[0] != 0)
        assay_emit_comment(to, "Expected:", finding->expected);
    if (finding->observed[0] != 0)
        assay_emit_comment(to, "Observed:", finding->observed);
    if (finding->verdict != ASSAY_FAIL)
        assay_emit_comment(to, "Observed:", finding->reason);
    assay_emit_print(
        to,
        "%s *\n"
        " *     cc -I PREFIX/include repro.c -ldl && ./a.out path/to/%s.so\n"
        " *\n"
        " * Exit code 1, or a crash: it fails; 0: it does not. Written by assay %s. */\n",
        failure->masked ? " * Secrets are stars here: put them in first.\n" : "",
        failure->connector, ASSAY_VERSION);
}

static assay_status make_body(const assay_emit_failure *failure, assay_emit_body *body,
                              assay_error *error)
{
    ASSAY_TRY(assay_emit_refusal(body->log, body->slice, failure->finding->expected, error));
    return assay_emit_body_write(body);
}

static assay_status write_program(const assay_emit_failure *failure, assay_emit_log *log,
                                  assay_emit_text *to, assay_error *error)
{
    assay_emit_slice slice;
    bool is_lent = strcmp(failure->check->id, "sink.record-unchanged") == 0;
    bool whole = strncmp(failure->check->id, "checkpoint.", 11) == 0;
    ASSAY_TRY(assay_emit_refusal_early(log, error));
    ASSAY_TRY(assay_emit_slice_make(log, failure->finding->verdict, whole, &slice, error));
    assay_emit_body body = {.log = log,
                            .slice = &slice,
                            .text = {ASSAY_BUFFER_INIT, ASSAY_OK},
                            .wanted = failure->finding->expected,
                            .watched = is_lent};
    if (is_lent && slice.proof == ASSAY_EMIT_ALL)
        slice.proof = ASSAY_EMIT_ENDING; /* the program sees it by copies of its own */
    assay_status status = make_body(failure, &body, error);
    if (status == ASSAY_OK) {
        print_head(to, failure);
        assay_emit_program_print(to, &body, failure->finding->verdict);
        status = to->status;
    }
    assay_emit_body_clear(&body);
    return status;
}

static assay_status give(assay_bytes program, assay_out *to, assay_error *error)
{
    if (program.size > LONGEST)
        return assay_error_set(error, ASSAY_INVALID,
                               "the program would have %zu bytes, and no one would read it",
                               program.size);
    return to->append(to, program.data, program.size);
}

assay_status assay_emit_c(const assay_emit_failure *failure, assay_bytes tape, assay_out *to,
                          assay_error *error)
{
    assay_emit_log log = {0};
    assay_emit_text text = {ASSAY_BUFFER_INIT, ASSAY_OK};

    assay_status status = assay_emit_log_read(tape, &log, error);
    if (status == ASSAY_OK)
        status = write_program(failure, &log, &text, error);
    if (status == ASSAY_OK)
        status = give(assay_buffer_bytes(&text.buffer), to, error);
    if (status == ASSAY_MEMORY)
        status = assay_error_set(error, ASSAY_MEMORY, "out of memory for a program");
    assay_buffer_clear(&text.buffer);
    assay_emit_log_clear(&log);
    return status;
}
