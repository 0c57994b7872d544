#ifndef ASSAY_CMOCKA_SUITE_H
#define ASSAY_CMOCKA_SUITE_H

#include "session/session.h"

/* What a test of ours has as its state. */
typedef struct assay_suite_test {
    const void *mark; /* says that it is one */
    struct assay_suite *suite;
    size_t item; /* of the run */
    char *name;  /* owned */
} assay_suite_test;

struct assay_suite {
    assay_session session;
    bool selected;           /* by filters: not every check is here */
    char *text;              /* owned; of the last test that failed */
    assay_suite_test *tests; /* owned; one an item */
};

/* Names the tests once there are items. */
assay_status assay_suite_name_tests(struct assay_suite *self, assay_error *error) ASSAY_MUST_USE;

#endif
