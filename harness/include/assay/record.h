#ifndef ASSAY_RECORD_H
#define ASSAY_RECORD_H

#include <assay/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Event time in microseconds since 1970-01-01 UTC. */
#define ASSAY_TIMESTAMP_MIN INT64_MIN /* of records that have no time of their own (RD-LIFE-08) */
#define ASSAY_TIMESTAMP_MAX INT64_MAX /* as a watermark: nothing will follow */

/* One record as a reader shows it or a writer takes it. */
typedef struct assay_record {
    uint32_t struct_size;
    uint32_t reserved;
    int64_t timestamp;
    assay_bytes value;
    assay_bytes id; /* the same for the same record in every process, for ever; empty: none */
} assay_record;

#define ASSAY_RECORD_INIT                                                                          \
    {                                                                                              \
        sizeof(assay_record), 0, ASSAY_TIMESTAMP_MIN, {0, 0},                                      \
        {                                                                                          \
            0, 0                                                                                   \
        }                                                                                          \
    }

#ifdef __cplusplus
}
#endif

#endif
