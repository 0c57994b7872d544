#ifndef ASSAY_CHECKS_RACES_H
#define ASSAY_CHECKS_RACES_H

#include "checks/dynamic_split.h"
#include "checks/readings.h"
#include "engine/explore.h"

/* What checks share in which a reader is used by two threads, or its calls come in every order: the
 * same small work done very often. */

/* A data set and what is known of it. */
typedef struct assay_ground {
    assay_driven_source s;
    uint64_t records;
    uint32_t fields;      /* of its digests */
    bool ordered;         /* readers give the records in the order of the data, as is promised */
    bool cuts_at;         /* readers are split at positions; else at fractions */
    bool shows_source;    /* they say what their current source is */
    assay_layout layout;  /* with cuts_at */
    assay_readings known; /* what parts of it read */
    assay_digest all;
} assay_ground;

/* The next data set with those abilities, of at most so many records. False: there is none. The
 * caller clears it. */
bool assay_ground_next(assay_case *c, uint32_t needs, uint64_t most, size_t *next,
                       assay_ground *ground);
void assay_ground_clear(assay_case *c, assay_ground *self);

/* A new reader that has moved over so many records; their digest is added, and they to the tally,
 * if it is not NULL. */
assay_driven_reader assay_ground_reader(assay_case *c, const assay_ground *self, uint64_t at,
                                        assay_digest *read, assay_tally *tally);
/* About where a record begins. */
assay_cut assay_ground_cut(const assay_ground *self, uint64_t record);
assay_digest assay_ground_digest(const assay_ground *self, const assay_record *record);

/* Unproven unless some order has switched between threads inside of a call; calls: "advance and
 * split". */
void assay_races_expect_inside(assay_case *c, bool inside, const char *calls);

/* What is left of what the check may cost in this tier, for that data set: each has its part, and
 * what those before it leave. share: of what a large check costs. */
enum { ASSAY_RACE_PART = 8 }; /* no attempt costs more than this part of it */
uint64_t assay_races_left(const assay_case *c, const assay_ground *ground, double share);

/* Splits while the reader reads, in every data set, at all places: of what the two threads do the
 * first so many kinds, each as how says, until that much is spent. Gives how many orders were run.
 */
enum { ASSAY_RACE_FRACTIONS = 4, ASSAY_RACE_KINDS = 6 };
uint64_t assay_race_splits(assay_case *c, size_t kinds, const assay_exploration *how, double share);

/* Places to stop at, in an order in which any number of them is spread over all, as numbers of
 * records read before: all up to 200 records, else the corners, some others, and each where the
 * next advance reads from the store. */
assay_sample assay_ground_places(assay_case *c, assay_ground *self);

#endif
