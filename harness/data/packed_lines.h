#ifndef ASSAY_DATA_PACKED_LINES_H
#define ASSAY_DATA_PACKED_LINES_H

#include "data/build.h"

/* Writes size bytes of delimited records, from the beginning of from, in another form. */
typedef assay_status (*assay_pack)(const assay_build *build, FILE *from, uint64_t size, FILE *to,
                                   assay_error *error);

/* Makes a data set of one file, "data.gz": the records of the build in the options of
 * ASSAY_LINE_FORMAT_OPTIONS, packed by pack. */
assay_status assay_packed_lines_fill(assay_build *build, assay_pack pack,
                                     assay_error *error) ASSAY_MUST_USE;

#endif
