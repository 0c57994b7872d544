#ifndef ASSAY_CHECKS_READINGS_H
#define ASSAY_CHECKS_READINGS_H

#include "checks/support.h"

/* What sources read, each distinct encoding once. */
typedef struct assay_readings {
    struct assay_reading {
        assay_digest key, value; /* key.count 0: free */
    } * items;
    size_t capacity, count;
} assay_readings;
assay_digest assay_readings_of(assay_case *c, assay_readings *self, assay_driven_source s);
/* What a reader gives that is restored from a mark, over a decoded copy of the source; the count is
 * UINT64_MAX when it is not restored. */
assay_digest assay_readings_after(assay_case *c, assay_readings *self, assay_driven_source s,
                                  assay_bytes mark);
void assay_readings_clear(assay_readings *self);

#endif
