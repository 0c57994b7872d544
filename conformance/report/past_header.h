#ifndef ASSAY_REPORT_PAST_HEADER_H
#define ASSAY_REPORT_PAST_HEADER_H

#include "report/past.h"

/* Fills a zeroed past from the first line of a journal, which becomes its own in any case. INVALID:
 * the message is about the line, without its place. */
assay_status assay_past_take_header(assay_past *self, json_t *line,
                                    assay_error *error) ASSAY_MUST_USE;

#endif
