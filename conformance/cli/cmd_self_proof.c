/* assay self-proof: runs clean connectors and mutants of them in one run, and judges the checks. */
#include "cli/verbs.h"

#include "checks/checks.h"
#include "cli/proof_report.h"
#include "cli/judgement.h"
#include "cli/reports.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

typedef struct prover {
    assay_judgement judgement;
    assay_session *session; /* of the judgement */
    assay_proof_list proofs;
    size_t *manifest_of;    /* owned; index of each proof's manifest */
    assay_scenario *copies; /* owned, shallow: scenarios with a mutant's library and name */
    size_t copy_count;
    assay_mutant *mutants; /* owned, one a proof */
    size_t clean;
} prover;

static void clear(prover *self)
{
    assay_judgement_clear(&self->judgement);
    assay_proof_list_clear(&self->proofs);
    free(self->manifest_of);
    free(self->copies);
    free(self->mutants);
}

/* Each manifest is read once, however many mutants use it. */
static assay_status find_manifest(prover *self, const char *path, size_t *index, assay_error *error)
{
    char *real = realpath(path, NULL);
    const char *name = real != NULL ? real : path; /* not there: reading it says so */
    assay_status status = ASSAY_OK;
    size_t i = 0;
    while (i < self->session->manifest_count && strcmp(self->session->manifests[i].path, name) != 0)
        i++;
    *index = i;
    if (i == self->session->manifest_count)
        status = assay_session_read_manifest(self->session, name, error);
    free(real);
    return status;
}

static assay_status read_all(prover *self, assay_error *error)
{
    ASSAY_TRY(assay_proof_list_read(self->judgement.options->arguments[0], &self->proofs, error));
    self->manifest_of = calloc(self->proofs.count, sizeof(*self->manifest_of));
    self->mutants = calloc(self->proofs.count, sizeof(*self->mutants));
    if (self->manifest_of == NULL || self->mutants == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    for (size_t i = 0; i < self->proofs.count; i++)
        ASSAY_TRY(
            find_manifest(self, self->proofs.items[i].manifest, &self->manifest_of[i], error));
    return ASSAY_OK;
}

static assay_status add_clean(prover *self, assay_error *error)
{
    for (size_t i = 0; i < self->session->manifest_count; i++) {
        const assay_manifest *manifest = &self->session->manifests[i];
        for (size_t j = 0; j < manifest->scenario_count; j++)
            ASSAY_TRY(assay_session_add(self->session, i, &manifest->scenarios[j], error));
    }
    self->clean = self->session->run.scenario_count;
    return ASSAY_OK;
}

/* All of them at once: the run keeps pointers to them. */
static assay_status make_room(prover *self, assay_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < self->proofs.count; i++)
        count += self->session->manifests[self->manifest_of[i]].scenario_count;
    self->copies = calloc(count + 1, sizeof(*self->copies));
    return self->copies != NULL ? ASSAY_OK : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

static bool wants(const assay_proof *proof, const char *scenario)
{
    for (size_t i = 0; i < proof->scenario_count; i++)
        if (strcmp(proof->scenarios[i], scenario) == 0)
            return true;
    return proof->scenario_count == 0;
}

static assay_status add_copy(prover *self, size_t index, const assay_scenario *of,
                             assay_error *error)
{
    const assay_proof *proof = &self->proofs.items[index];
    assay_scenario *copy = &self->copies[self->copy_count++];
    *copy = *of;
    copy->library = proof->library;
    copy->connector = proof->name;
    self->mutants[index].count++;
    return assay_session_add(self->session, self->manifest_of[index], copy, error);
}

static assay_status add_mutant(prover *self, size_t index, assay_error *error)
{
    const assay_proof *proof = &self->proofs.items[index];
    const assay_manifest *manifest = &self->session->manifests[self->manifest_of[index]];
    self->mutants[index] = (assay_mutant){proof, self->session->run.scenario_count, 0};
    for (size_t i = 0; i < manifest->scenario_count; i++)
        if (wants(proof, manifest->scenarios[i].name))
            ASSAY_TRY(add_copy(self, index, &manifest->scenarios[i], error));
    size_t count = self->mutants[index].count;
    if (count == 0 || (proof->scenario_count != 0 && count != proof->scenario_count))
        return assay_error_set(error, ASSAY_INVALID, "%s: scenarios: not all of them are in %s",
                               proof->name, manifest->path);
    return ASSAY_OK;
}

static assay_status work(prover *self, assay_error *error)
{
    ASSAY_TRY(read_all(self, error));
    /* Before the copies, which share the data sets. */
    ASSAY_TRY(assay_judgement_make_data(&self->judgement, error));
    ASSAY_TRY(add_clean(self, error));
    ASSAY_TRY(make_room(self, error));
    for (size_t i = 0; i < self->proofs.count; i++)
        ASSAY_TRY(add_mutant(self, i, error));
    ASSAY_TRY(assay_session_verify_filters(self->session, error));
    return assay_judgement_run(&self->judgement, error);
}

/* A proof with parts missing is none. */
static assay_status print(const prover *self, const assay_self_proof *proof, assay_error *error)
{
    const assay_run *run = proof->run;
    if (run->ended_by != 0)
        fprintf(stderr, "assay: %s: %zu of %zu runs of checks not done, nothing is proven\n",
                assay_signal_name(run->ended_by), run->item_count - run->done, run->item_count);
    else if (self->judgement.options->json)
        return assay_proof_write_json(stdout, proof, assay_check_tables, assay_check_table_count,
                                      error);
    else
        assay_proof_write_text(stdout, proof, assay_check_tables, assay_check_table_count,
                               assay_judgement_colour(&self->judgement));
    return ASSAY_OK;
}

static assay_status report(prover *self, const assay_self_proof *proof, assay_error *error)
{
    ASSAY_TRY(print(self, proof, error));
    if (!self->judgement.options->json)
        printf("reports: %s", self->judgement.journal_path);
    assay_status status = assay_reports_write_one(
        self->judgement.options, assay_report_format_find("junit"), &self->session->run, error);
    if (!self->judgement.options->json)
        putchar('\n');
    return status;
}

static int prove(prover *self)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_status status = work(self, &error);
    assay_self_proof proof = {&self->session->run, self->clean, self->proofs.count, self->mutants,
                              &self->session->selection};
    if (status == ASSAY_OK)
        status = report(self, &proof, &error);
    if (status != ASSAY_OK)
        return assay_judgement_complain(&self->judgement, status, &error);
    return proof.run->ended_by != 0
               ? assay_run_exit_code(proof.run)
               : assay_proof_exit_code(&proof, assay_check_tables, assay_check_table_count);
}

int assay_cmd_self_proof(const assay_options *options)
{
    prover self = {.clean = 0};
    assay_judgement_init(&self.judgement, options);
    self.session = &self.judgement.session;
    int code = assay_judgement_end(&self.judgement, prove(&self));
    clear(&self);
    return code;
}
