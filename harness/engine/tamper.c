/* What was seen: kept, compared, printed. */
#include "engine/tamper.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool can_answer(const assay_seen *seen, int reason)
{
    const int *errors = assay_seen_errors(seen);

    while (*errors != 0 && *errors != reason)
        errors++;
    return *errors != 0;
}

static bool is_meant(const assay_tamper *plan, const assay_seen *seen, uint64_t k)
{
    bool answers = plan->how == ASSAY_TAMPER_ERROR || plan->how == ASSAY_TAMPER_LOST;

    if (plan->how == ASSAY_TAMPER_NONE || k < plan->at || (k > plan->at && !plan->lasting))
        return false;
    return assay_seen_allows(seen, plan->how) && (!answers || can_answer(seen, plan->reason));
}

bool assay_tampered_count(assay_tampered *self, const assay_tamper *plan, const assay_seen *seen,
                          bool *meant)
{
    bool matches = plan->point == NULL || assay_seen_alike(plan->point, seen);

    self->counted++;
    self->matched += matches;
    *meant = matches && is_meant(plan, seen, self->matched);
    return assay_buffer_append(&self->log.out, seen, sizeof(*seen)) == ASSAY_OK;
}

void assay_tampered_fire(assay_tampered *self)
{
    if (self->fired++ == 0)
        self->fired_at = self->counted;
}

const assay_seen *assay_tampered_seen(const assay_tampered *self, uint64_t k)
{
    const assay_seen *all = (const assay_seen *)(const void *)self->log.data;

    return k >= 1 && k <= self->log.size / sizeof(*all) ? &all[k - 1] : NULL;
}

void assay_tampered_clear(assay_tampered *self)
{
    assay_buffer_clear(&self->log);
    assay_buffer_clear(&self->changes);
    *self = (assay_tampered)ASSAY_TAMPERED_INIT;
}

/* Names may hold what differs from run to run, as of a temporary file; the calls may not. */
bool assay_tampered_equal(const assay_tampered *a, const assay_tampered *b)
{
    if (a->counted != b->counted)
        return false;
    for (uint64_t k = 1; k <= a->counted; k++) {
        const assay_seen *one = assay_tampered_seen(a, k), *other = assay_tampered_seen(b, k);
        if (one == NULL || other == NULL || one->row != other->row || one->size != other->size)
            return false;
    }
    return true;
}

void assay_seen_print(const assay_seen *self, char *to, size_t size)
{
    const assay_syscall *row = &assay_syscalls[self->row];
    char bytes[40] = "";

    if (row->size >= 0)
        snprintf(bytes, sizeof(bytes), ", %" PRIu64 " bytes", self->size);
    if (self->name[0] == 0)
        snprintf(to, size, "%s", row->name);
    else
        snprintf(to, size, "%s '%s'%s", row->name, self->name, bytes);
}

static bool is_wait(const assay_syscall *row)
{
    return row->classes == ASSAY_CALLS_SOCKET && row->file < 0;
}

bool assay_seen_allows(const assay_seen *self, assay_tamper_how how)
{
    const assay_syscall *row = &assay_syscalls[self->row];
    bool transfers = row->size >= 0 && self->size >= 2;
    bool reads = (row->classes & (ASSAY_CALLS_READ | ASSAY_CALLS_SOCKET)) != 0;

    switch (how) {
    case ASSAY_TAMPER_TEAR:
        return transfers && (row->classes & ASSAY_CALLS_CHANGE) != 0;
    case ASSAY_TAMPER_SHORT:
        return transfers;
    case ASSAY_TAMPER_NOTHING:
        return (transfers && reads) || (is_wait(row) && self->size > 0);
    default:
        return how != ASSAY_TAMPER_NONE;
    }
}

const int *assay_seen_errors(const assay_seen *self)
{
    const assay_syscall *row = &assay_syscalls[self->row];

    return (self->classes & ASSAY_CALLS_SOCKET) == 0 || row->of_socket == NULL ? row->errors
                                                                               : row->of_socket;
}

/* The next character that counts: of what begins with a digit, none but the first. */
static char next_of(const char **text)
{
    char now = **text;

    if (now != 0)
        (*text)++;
    if (!isdigit((unsigned char)now))
        return now;
    while (isalnum((unsigned char)**text) || **text == '-')
        (*text)++;
    return '0';
}

bool assay_seen_alike(const assay_seen *a, const assay_seen *b)
{
    const char *one = a->name, *other = b->name;
    char now;

    if (a->row != b->row)
        return false;
    do {
        now = next_of(&one);
        if (now != next_of(&other))
            return false;
    } while (now != 0);
    return true;
}
