#include "engine/verdict.h"

#include <assay/toolkit/codec.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const verdict_names[] = {
    [ASSAY_PASS] = "pass",       [ASSAY_FAIL] = "fail",         [ASSAY_CRASH] = "crash",
    [ASSAY_TIMEOUT] = "timeout", [ASSAY_UNPROVEN] = "unproven", [ASSAY_SKIPPED] = "skipped",
    [ASSAY_ERROR] = "error",
};

const char *assay_verdict_name(assay_verdict verdict)
{
    return (unsigned)verdict <= ASSAY_ERROR ? verdict_names[verdict] : "?";
}

enum { TEXTS = 9 };

static void texts_of(assay_finding *self, char **texts[TEXTS])
{
    texts[0] = &self->reason;
    texts[1] = &self->expected;
    texts[2] = &self->observed;
    texts[3] = &self->dataset;
    texts[4] = &self->trace;
    texts[5] = &self->stack;
    texts[6] = &self->output;
    texts[7] = &self->left;
    texts[8] = &self->sketch;
}

assay_status assay_finding_init(assay_finding *self)
{
    char **texts[TEXTS];

    memset(self, 0, sizeof(*self));
    texts_of(self, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        *texts[i] = strdup("");
        if (*texts[i] == NULL) {
            assay_finding_clear(self);
            return ASSAY_MEMORY;
        }
    }
    return ASSAY_OK;
}

void assay_finding_clear(assay_finding *self)
{
    char **texts[TEXTS];

    texts_of(self, texts);
    for (size_t i = 0; i < TEXTS; i++)
        free(*texts[i]);
    memset(self, 0, sizeof(*self));
}

void assay_finding_text(char **text, const char *format, ...)
{
    char *made = NULL;
    va_list arguments;

    va_start(arguments, format);
    int size = vasprintf(&made, format, arguments);
    va_end(arguments);
    if (size < 0)
        return;
    free(*text);
    *text = made;
}

assay_status assay_finding_encode(const assay_finding *self, assay_out *to)
{
    assay_finding copy = *self;
    char **texts[TEXTS];

    texts_of(&copy, texts);
    ASSAY_TRY(assay_put_u64(to, (uint64_t)self->verdict));
    for (size_t i = 0; i < TEXTS; i++)
        ASSAY_TRY(assay_put_text(to, *texts[i]));
    for (size_t i = 0; i < ASSAY_COUNTERS; i++)
        ASSAY_TRY(assay_put_u64(to, self->counters[i]));
    ASSAY_TRY(assay_put_u64(to, self->calls));
    ASSAY_TRY(assay_put_u64(to, self->cases));
    ASSAY_TRY(assay_put_u64(to, self->uncounted));
    ASSAY_TRY(assay_put_u64(to, self->turn));
    ASSAY_TRY(assay_put_u64(to, self->at_call));
    return assay_put_u64(to, (uint64_t)self->microseconds);
}

assay_status assay_finding_decode(assay_bytes bytes, assay_finding *self)
{
    assay_decoder from = {bytes, false};
    char **texts[TEXTS];

    memset(self, 0, sizeof(*self));
    texts_of(self, texts);
    uint64_t verdict = assay_take_u64(&from);
    for (size_t i = 0; i < TEXTS; i++)
        *texts[i] = assay_take_text(&from);
    for (size_t i = 0; i < ASSAY_COUNTERS; i++)
        self->counters[i] = assay_take_u64(&from);
    self->calls = assay_take_u64(&from);
    self->cases = assay_take_u64(&from);
    self->uncounted = assay_take_u64(&from);
    self->turn = assay_take_u64(&from);
    self->at_call = assay_take_u64(&from);
    self->microseconds = (int64_t)assay_take_u64(&from);
    self->verdict = (assay_verdict)verdict;
    if (assay_decoder_done(&from) && verdict <= ASSAY_ERROR)
        return ASSAY_OK;
    assay_finding_clear(self);
    return ASSAY_INVALID;
}
