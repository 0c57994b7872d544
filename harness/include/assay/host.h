#ifndef ASSAY_HOST_H
#define ASSAY_HOST_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the process that loads a connector lends it, so that a connector needs no clock and no log
 * of its own. Owned by that process, valid until the connector's library is closed. Both calls may
 * come from any thread and never block. */
typedef struct assay_host assay_host;
struct assay_host {
    uint32_t struct_size;
    uint32_t reserved;
    /* Microseconds since 1970-01-01 UTC; may stand still or jump. */
    int64_t (*now)(const assay_host *self);
    /* One line for the person who reads the report. */
    void (*log)(const assay_host *self, const char *message);
};

#ifdef __cplusplus
}
#endif

#endif
