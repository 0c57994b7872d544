#ifndef ASSAY_TOOLKIT_KEY_TRACKER_H
#define ASSAY_TOOLKIT_KEY_TRACKER_H

#include <assay/bytes.h>
#include <pthread.h>
#include <stdbool.h>

/* As assay/toolkit/offset_tracker.h, over byte-string keys in memcmp order. An empty end is above
 * every key. Copies the keys it is given. */
typedef struct assay_key_tracker assay_key_tracker;

/* NULL: out of memory, or start after end. The caller's, to free. */
assay_key_tracker *assay_key_tracker_new(assay_bytes start, assay_bytes end);
void assay_key_tracker_free(assay_key_tracker *self);

assay_status assay_key_tracker_claim(assay_key_tracker *self, assay_bytes key,
                                     bool split_point) ASSAY_MUST_USE;
void assay_key_tracker_finish(assay_key_tracker *self);
assay_status assay_key_tracker_split(assay_key_tracker *self, assay_bytes key) ASSAY_MUST_USE;
assay_status assay_key_tracker_position_at(assay_key_tracker *self, double fraction,
                                           assay_out *key) ASSAY_MUST_USE;
assay_status assay_key_tracker_done(assay_key_tracker *self, assay_error *error) ASSAY_MUST_USE;
double assay_key_tracker_fraction(assay_key_tracker *self);
assay_status assay_key_tracker_range(assay_key_tracker *self, assay_out *start,
                                     assay_out *end) ASSAY_MUST_USE;

/* The key at about a fraction, 0 to below 1, between two keys: never before start, and before end
 * (KR-04). INVALID for other fractions and for an empty range. An empty end counts as all 0xff. */
assay_status assay_key_interpolate(assay_bytes start, assay_bytes end, double fraction,
                                   assay_out *key) ASSAY_MUST_USE;
/* Where key lies in [start, end]: 0 to 1, monotone (KR-05). */
double assay_key_fraction(assay_bytes start, assay_bytes end, assay_bytes key);
int assay_key_compare(assay_bytes a, assay_bytes b); /* <0, 0, >0 */

#endif
