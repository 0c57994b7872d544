#ifndef ASSAY_ENGINE_SHORTAGE_H
#define ASSAY_ENGINE_SHORTAGE_H

#include "engine/case.h"
#include <signal.h>
#include <sys/resource.h>

/* For a while, what the connector asks the system for inside of a case is not to be had. */
typedef enum assay_want {
    ASSAY_WANT_ROOM,       /* no file gets a byte more, as on a full disk */
    ASSAY_WANT_DESCRIPTORS /* nothing can be opened */
} assay_want;

typedef struct assay_shortage {
    assay_want want;
    struct rlimit limit; /* as it was */
    struct sigaction alarm;
} assay_shortage;

/* From begin to end the case calls the connector and does nothing else. */
assay_shortage assay_shortage_begin(assay_case *c, assay_want want);
void assay_shortage_end(assay_case *c, const assay_shortage *self);

#endif
