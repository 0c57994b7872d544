#ifndef ASSAY_REPORT_PUBLISH_H
#define ASSAY_REPORT_PUBLISH_H

#include <assay/status.h>
#include <stdio.h>

/* Writes what goes to a stream. Whether all could be written is the stream's to say. */
typedef assay_status assay_writer(FILE *to, const void *context, assay_error *error);

/* Has it written to a file that appears whole, durable, or not at all; path NULL: to standard
 * output. */
assay_status assay_publish(const char *path, assay_writer *write, const void *context,
                           assay_error *error) ASSAY_MUST_USE;

#endif
