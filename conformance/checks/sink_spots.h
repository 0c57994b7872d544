#ifndef ASSAY_CHECKS_SINK_SPOTS_H
#define ASSAY_CHECKS_SINK_SPOTS_H

#include "checks/sink_resume.h"

/* The calls of a write, by which it changes files or talks to somebody, as places to do something
 * to it: by their numbers, if they are the same ones in the same order each time; else by call,
 * file and occurrence. */

typedef struct assay_spot {
    uint64_t at; /* the number, or the occurrence */
    assay_seen call;
} assay_spot;

typedef struct assay_spots {
    assay_buffer items; /* assay_spot, one after the other */
    uint32_t classes;   /* of calls that there are */
    bool later;         /* as in a plan */
    bool by_name;
} assay_spots;

#define ASSAY_SPOTS_INIT                                                                           \
    {                                                                                              \
        .items = ASSAY_BUFFER_INIT                                                                 \
    }

/* Writes twice, undisturbed. False: the verdict is given: unproven if there is no such call. */
bool assay_spots_find(assay_spots *self, assay_resumed *write, assay_case_fn *work,
                      bool later) ASSAY_MUST_USE;
size_t assay_spots_count(const assay_spots *self);
const assay_spot *assay_spots_get(const assay_spots *self, size_t i);
/* What is to be done there, to which whoever asks adds the rest; valid as long as the spot. */
assay_tamper assay_spots_plan(const assay_spots *self, const assay_spot *spot,
                              assay_tamper_how how);
void assay_spots_clear(assay_spots *self);

#endif
