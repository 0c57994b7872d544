/* The current source of the reader of a stream. */
#include "checks/stream.h"

static void expect_same(assay_case *c, assay_driven_reader *r, assay_bytes whole, const char *when,
                        uint64_t i)
{
    assay_driven_source now;
    assay_buffer encoding = ASSAY_BUFFER_INIT;
    assay_drive_want(c, assay_call_current_source(c, r, &now), ASSAY_OK, "current source");
    assay_drive_encode(c, now, &encoding);
    assay_case_expect(c, assay_bytes_same(whole, assay_buffer_bytes(&encoding)),
                      "the current source of a stream is the one that is read",
                      "%s, with %llu records read, its encoding is another one", when,
                      (unsigned long long)i);
    assay_buffer_clear(&encoding);
    assay_call_release(c, &now);
    assay_case_exercised(c, 0);
}

static void read_and_compare(assay_case *c, assay_driven_source s)
{
    uint64_t i = 0, every = 1 + assay_records(c, s) / assay_trials(c, 10);
    assay_buffer whole = ASSAY_BUFFER_INIT;
    assay_drive_encode(c, s, &whole);
    assay_driven_reader r = assay_drive_reader(c, s);
    expect_same(c, &r, assay_buffer_bytes(&whole), "before start", 0);
    for (; assay_drive_next(c, &r); i++)
        if (i % every == 0)
            expect_same(c, &r, assay_buffer_bytes(&whole), "on a record", i + 1);
    expect_same(c, &r, assay_buffer_bytes(&whole), "where there is no more for now", i);
    assay_drive_close(c, &r);
    assay_buffer_clear(&whole);
}

void assay_check_current_source_stays(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM | ASSAY_CAN_CURRENT_SOURCE, &next, &s);) {
        read_and_compare(c, s);
        assay_call_release(c, &s);
    }
}
