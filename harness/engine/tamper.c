/* What was seen: kept, compared, printed. */
#include "engine/tamper.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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
    if (row->file < 0 && row->path < 0)
        snprintf(to, size, "%s", row->name);
    else
        snprintf(to, size, "%s '%s'%s", row->name, self->name, bytes);
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
        return transfers && reads;
    default:
        return how != ASSAY_TAMPER_NONE;
    }
}
