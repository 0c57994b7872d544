#include "engine/shortage.h"
#include "engine/case_private.h"

#include <fcntl.h>
#include <unistd.h>

static const int resources[] = {
    [ASSAY_WANT_ROOM] = RLIMIT_FSIZE, [ASSAY_WANT_DESCRIPTORS] = RLIMIT_NOFILE};

/* The first limit at which nothing more is given. */
static rlim_t least(assay_case *c, assay_want want)
{
    if (want == ASSAY_WANT_ROOM)
        return 0;
    int next = open("/", O_PATH | O_CLOEXEC);
    if (next < 0)
        assay_case_broken(c, "no descriptor is left");
    close(next);
    return (rlim_t)next;
}

assay_shortage assay_shortage_begin(assay_case *c, assay_want want)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    assay_shortage self = {.want = want};
    bool known = getrlimit(resources[want], &self.limit) == 0;
    const struct rlimit none = {least(c, want), self.limit.rlim_max};

    assay_tape_mark(&c->tape, ASSAY_TAPE_TAMPER, 0, 0);
    if (!known || sigaction(SIGXFSZ, &ignore, &self.alarm) != 0 ||
        setrlimit(resources[want], &none) != 0)
        assay_case_broken(c, "cannot limit what this process may have");
    return self;
}

void assay_shortage_end(assay_case *c, const assay_shortage *self)
{
    if (setrlimit(resources[self->want], &self->limit) != 0 ||
        sigaction(SIGXFSZ, &self->alarm, NULL) != 0)
        assay_case_broken(c, "cannot give back what this process may have");
}
