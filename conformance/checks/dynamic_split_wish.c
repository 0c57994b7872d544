/* Where a split cuts, and where it was asked to. */
#include "checks/dynamic_split.h"
#include <math.h>

enum { MANY = 50, FEWEST = 5 };

/* The mean distance between the fractions asked for and returned; how many were accepted. */
static size_t distance(assay_case *c, assay_driven_source s, double *mean)
{
    size_t accepted = 0;
    double sum = 0;
    for (size_t k = 0; k < ASSAY_INNER_TENTHS; k++) {
        assay_driven_split split;
        assay_driven_reader r = assay_reader_at(c, s, 1);
        if (assay_drive_split(c, &r, assay_tenths[k], &split)) {
            sum += fabs(split.fraction - assay_tenths[k]);
            accepted++;
            assay_drive_release_split(c, &split);
        }
        assay_drive_close(c, &r);
    }
    *mean = accepted > 0 ? sum / (double)accepted : 0;
    return accepted;
}

void assay_check_near_the_wish(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        double mean;
        size_t accepted = assay_records(c, s) >= MANY ? distance(c, s, &mean) : 0;
        if (accepted >= FEWEST) {
            assay_case_expect(c, mean <= 0.15,
                              "splits cut about at the fractions that were asked for",
                              "of fractions from 0.1 to 0.9 %zu were accepted; those returned are "
                              "%.2f away in the mean",
                              accepted, mean);
            assay_case_exercised(c, 0);
        }
        assay_call_release(c, &s);
    }
}
