#include "host/wire.h"

#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

static assay_status put_scenario(const assay_scenario *scenario, assay_out *to)
{
    assay_buffer bytes = ASSAY_BUFFER_INIT;

    assay_status status = assay_scenario_encode(scenario, &bytes.out);
    if (status == ASSAY_OK)
        status = assay_put_bytes(to, assay_buffer_bytes(&bytes));
    assay_buffer_clear(&bytes);
    return status;
}

assay_status assay_job_encode(const assay_job *self, assay_out *to)
{
    ASSAY_TRY(assay_put_u64(to, self->number));
    ASSAY_TRY(assay_put_text(to, self->check));
    ASSAY_TRY(assay_put_text(to, self->folder));
    ASSAY_TRY(assay_put_u64(to, self->seed));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)self->tier));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)self->profile));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)self->timeout_ms));
    ASSAY_TRY(assay_put_u64(to, self->turn));
    ASSAY_TRY(assay_put_text(to, self->lines != NULL ? self->lines : ""));
    ASSAY_TRY(assay_put_text(to, self->tape != NULL ? self->tape : ""));
    ASSAY_TRY(assay_put_u64(to, self->shows));
    return put_scenario(self->scenario, to);
}

assay_status assay_job_decode(assay_bytes bytes, assay_received_job *self)
{
    assay_decoder from = {bytes, false};

    memset(self, 0, sizeof(*self));
    self->job.number = assay_take_u64(&from);
    self->check = assay_take_text(&from);
    self->folder = assay_take_text(&from);
    self->job.seed = assay_take_u64(&from);
    self->job.tier = (assay_tier)assay_take_u64(&from);
    self->job.profile = (assay_profile)assay_take_u64(&from);
    self->job.timeout_ms = (int64_t)assay_take_u64(&from);
    self->job.turn = assay_take_u64(&from);
    self->lines = assay_take_text(&from);
    self->tape = assay_take_text(&from);
    self->job.shows = assay_take_u64(&from) != 0;
    assay_bytes scenario = assay_take_bytes(&from);
    self->job.check = self->check;
    self->job.folder = self->folder;
    self->job.lines = self->lines;
    self->job.tape = self->tape;
    self->job.scenario = &self->scenario;
    if (assay_decoder_done(&from) && assay_scenario_decode(scenario, &self->scenario) == ASSAY_OK)
        return ASSAY_OK;
    assay_received_job_clear(self);
    return ASSAY_INVALID;
}

void assay_received_job_clear(assay_received_job *self)
{
    free(self->check);
    free(self->folder);
    free(self->lines);
    free(self->tape);
    assay_scenario_clear(&self->scenario);
    memset(self, 0, sizeof(*self));
}

void assay_look_clear(assay_look *self)
{
    assay_finding_clear(&self->finding);
    free(self->name);
    free(self->version);
    memset(self, 0, sizeof(*self));
}

assay_status assay_answer_encode(const assay_answer *self, assay_out *to)
{
    assay_buffer finding = ASSAY_BUFFER_INIT;

    assay_status status = assay_finding_encode(&self->look.finding, &finding.out);
    if (status == ASSAY_OK)
        status = assay_put_u64(to, self->number);
    if (status == ASSAY_OK)
        status = assay_put_bytes(to, assay_buffer_bytes(&finding));
    assay_buffer_clear(&finding);
    ASSAY_TRY(status);
    ASSAY_TRY(assay_put_text(to, self->look.name != NULL ? self->look.name : ""));
    ASSAY_TRY(assay_put_text(to, self->look.version != NULL ? self->look.version : ""));
    return assay_put_u64(to, self->look.offered);
}

assay_status assay_answer_decode(assay_bytes bytes, assay_answer *self)
{
    assay_decoder from = {bytes, false};

    memset(self, 0, sizeof(*self));
    self->number = assay_take_u64(&from);
    assay_bytes finding = assay_take_bytes(&from);
    self->look.name = assay_take_text(&from);
    self->look.version = assay_take_text(&from);
    self->look.offered = (uint32_t)assay_take_u64(&from);
    if (assay_decoder_done(&from) && assay_finding_decode(finding, &self->look.finding) == ASSAY_OK)
        return ASSAY_OK;
    assay_look_clear(&self->look);
    return ASSAY_INVALID;
}
