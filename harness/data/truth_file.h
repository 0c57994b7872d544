#ifndef ASSAY_DATA_TRUTH_FILE_H
#define ASSAY_DATA_TRUTH_FILE_H

#include <stdint.h>

/* A truth file: the header, the bytes of the records, zeros up to a multiple of eight, an entry for
 * each record. In the byte order of the machine, which is the only one that reads it. */
#define ASSAY_TRUTH_MAGIC UINT64_C(0x0148545552544100)
#define ASSAY_TRUTH_ALIGN 8u

/* Written last: as long as it is zeros, the file is not whole. */
typedef struct assay_truth_header {
    uint64_t magic;
    uint64_t fields;
    uint64_t count;
    uint64_t bytes;     /* of all values and ids, without the zeros */
    uint64_t low, high; /* sums of all records */
} assay_truth_header;

typedef struct assay_truth_entry {
    uint64_t offset; /* of the value, from the end of the header; the id follows it */
    uint64_t value_size, id_size;
    int64_t timestamp;
    uint64_t low, high; /* sums of the records before this one */
} assay_truth_entry;

#endif
