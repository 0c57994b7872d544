#include "engine/pending.h"

#include <sys/uio.h>

enum { PIECES = 64 };

assay_pending *assay_pending_find(assay_pending_list *self, pid_t thread)
{
    for (size_t i = 0; i < ASSAY_PENDING_ROOM; i++)
        if (self->items[i].thread == thread)
            return &self->items[i];
    return NULL;
}

assay_pending *assay_pending_add(assay_pending_list *self, pid_t thread, assay_tamper_how how)
{
    assay_pending *made = assay_pending_find(self, 0);

    if (made != NULL)
        *made = (assay_pending){.thread = thread, .how = how};
    return made;
}

/* Makes the pieces of a vector half as many bytes: *pieces is how many of them stay. */
static bool halve_vector(assay_tracee thread, uint64_t address, uint64_t half, uint64_t *pieces,
                         assay_pending *wait)
{
    struct iovec all[PIECES];
    size_t count = *pieces < PIECES ? (size_t)*pieces : PIECES;
    size_t i = 0;

    if (!assay_tracee_read(thread, address, all, count * sizeof(*all)))
        return false;
    while (i < count && all[i].iov_len <= half)
        half -= all[i++].iov_len;
    *pieces = i + (half > 0);
    if (half == 0 || i == count)
        return true;
    wait->piece = address + i * sizeof(*all) + offsetof(struct iovec, iov_len);
    wait->size = all[i].iov_len;
    return assay_tracee_write(thread, wait->piece, &half, sizeof(half));
}

bool assay_pending_halve(assay_pending *self, assay_tracee thread, assay_tracee_call *call,
                         const assay_seen *seen)
{
    const assay_syscall *row = &assay_syscalls[seen->row];
    uint64_t *size = &call->arguments[row->size];

    if (row->vector >= 0)
        return halve_vector(thread, call->arguments[row->vector], seen->size / 2, size, self);
    *size = seen->size / 2;
    return true;
}
