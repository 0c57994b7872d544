/* Readers of one source beside each other. */
#include "checks/life_cycle.h"

/* Two readers at once, of which one is put on the tally. */
typedef struct pair_of_readers {
    assay_driven_source s;
    bool second;
    uint64_t every; /* nested: the other one reads everything after each so many records */
} pair_of_readers;

static void read_alternately(assay_case *c, assay_tally *tally, void *argument)
{
    pair_of_readers *pair = argument;
    assay_driven_reader one = assay_drive_reader(c, pair->s), two = assay_drive_reader(c, pair->s);
    uint64_t a = 1, b = 1;
    while (a + b > 0) {
        a = a > 0 ? assay_drive_read(c, &one, 1, pair->second ? NULL : tally) : 0;
        b = b > 0 ? assay_drive_read(c, &two, 1, pair->second ? tally : NULL) : 0;
    }
    assay_drive_close(c, &one);
    assay_drive_close(c, &two);
}

static void read_nested(assay_case *c, assay_tally *tally, void *argument)
{
    pair_of_readers *pair = argument;
    assay_driven_reader outer = assay_drive_reader(c, pair->s);
    while (assay_drive_read(c, &outer, pair->every, tally) == pair->every)
        assay_drive_read_source(c, pair->s, NULL);
    assay_drive_close(c, &outer);
}

void assay_check_two_readers(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        uint64_t records = assay_records(c, s), trials = assay_trials(c, records);
        pair_of_readers pair = {s, false, 1 + records / trials};
        assay_drive_judge(c, s.dataset, 0, records, read_alternately, &pair,
                          "the first of two readers stepped in turn");
        assay_drive_judge(c, s.dataset, 0, records, read_nested, &pair,
                          "a reader while others read everything between its records");
        pair.second = true;
        assay_drive_judge(c, s.dataset, 0, records, read_alternately, &pair,
                          "the second of two readers stepped in turn");
        if (records > 1)
            assay_case_exercised(c, 0);
        assay_call_release(c, &s);
    }
}
