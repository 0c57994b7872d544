#ifndef REFERENCE_TRACKERS_H
#define REFERENCE_TRACKERS_H

#include <assay/connector.h>

/* The trackers of the toolkit, alone: what they keep account of is up to who asks. */

/* Empty end: unbounded; endless: then all that follows start is inside, else it is not known. */
assay_status trackers_open_offset(const char *start, const char *end, bool endless,
                                  assay_tracker **tracker, assay_error *error) ASSAY_MUST_USE;
assay_status trackers_open_key(const char *start, const char *end, assay_tracker **tracker,
                               assay_error *error) ASSAY_MUST_USE;

#endif
