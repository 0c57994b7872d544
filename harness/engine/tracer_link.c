#include "engine/rendezvous.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static assay_status make_both(assay_tracer_link *link, assay_error *error)
{
    int ends[2];
    void *shared = mmap(NULL, sizeof(*link->shared), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (shared == MAP_FAILED)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    link->shared = shared;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a socket: %s", strerror(errno));
    link->near = ends[0];
    link->far = ends[1];
    return ASSAY_OK;
}

assay_status assay_tracer_link_open(assay_tracing way, const assay_tamper *plan,
                                    assay_tracer_link *link, assay_error *error)
{
    *link = (assay_tracer_link){.way = way, .plan = plan, .near = -1, .far = -1};
    if (way == ASSAY_TRACING_PTRACE)
        return ASSAY_OK;
    assay_status status = make_both(link, error);
    if (status != ASSAY_OK)
        assay_tracer_link_close(link);
    return status;
}

void assay_tracer_link_close(assay_tracer_link *link)
{
    if (link->near >= 0)
        close(link->near);
    if (link->far >= 0)
        close(link->far);
    if (link->shared != NULL)
        munmap(link->shared, sizeof(*link->shared));
    *link = (assay_tracer_link){.near = -1, .far = -1};
}
