#include "data/unique_name.h"

#include "data/digest.h"
#include <stdio.h>
#include <string.h>

void assay_unique_name(const char *run, const char *folder, char to[ASSAY_UNIQUE_NAME_SIZE])
{
    assay_record record = ASSAY_RECORD_INIT;
    record.value = (assay_bytes){folder, strlen(folder)};
    snprintf(to, ASSAY_UNIQUE_NAME_SIZE, "%.24s_%012llx", run != NULL ? run : "",
             (unsigned long long)(assay_digest_of(&record, 0).low >> 16));
}
