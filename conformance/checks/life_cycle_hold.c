#include "checks/life_cycle.h"
#include <stdlib.h>

/* A call made while a record is held. */
typedef struct poke {
    const char *name;
    uint32_t ability; /* 0: always there */
    void (*make)(assay_case *c, assay_driven_source s, assay_driven_reader *r);
} poke;

static void poke_size(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    int64_t bytes;
    (void)r;
    assay_drive_want(c, assay_call_estimate(c, s, &bytes), ASSAY_OK, "size estimate");
}

static void poke_parts(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_parts parts = {0};
    (void)r;
    assay_split_into(c, s, 3, &parts);
    assay_parts_release(c, &parts);
}

static void poke_fraction(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    double fraction;
    (void)s;
    assay_drive_want(c, assay_call_fraction(c, r, &fraction), ASSAY_OK, "progress");
}

static void poke_counts(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    int64_t consumed, remaining;
    (void)s;
    assay_drive_want(c, assay_call_counts(c, r, &consumed, &remaining), ASSAY_OK, "counts");
}

static void poke_current_source(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_driven_source now;
    (void)s;
    assay_drive_want(c, assay_call_current_source(c, r, &now), ASSAY_OK, "current source");
    assay_call_release(c, &now);
}

static void poke_position(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_buffer position = ASSAY_BUFFER_INIT;
    bool split_point;
    (void)s;
    assay_drive_want(c, assay_call_position(c, r, &position, &split_point), ASSAY_OK, "position");
    assay_buffer_clear(&position);
}

static void poke_mark(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_drive_mark(c, s, r, &mark);
    assay_buffer_clear(&mark);
}

static void poke_refused_split(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_driven_split split;
    (void)s;
    if (assay_drive_split(c, r, 0.0, &split))
        assay_drive_release_split(c, &split);
}

static void poke_split(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    static const double fractions[] = {0.99, 0.9, 0.7, 0.5};
    assay_driven_split split;
    (void)s;
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++)
        if (assay_drive_split(c, r, fractions[i], &split)) {
            assay_drive_digest(c, split.residual);
            assay_drive_release_split(c, &split);
        }
}

static void poke_other_reader(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_driven_reader other = assay_drive_reader(c, s);
    (void)r;
    for (int i = 0; i < 3 && assay_drive_next(c, &other); i++)
        assay_drive_current(c, &other);
    assay_drive_close(c, &other);
}

static const poke pokes[] = {
    {"a size estimate", ASSAY_CAN_SIZE, poke_size},
    {"a split into parts", ASSAY_CAN_SPLIT, poke_parts},
    {"progress", ASSAY_CAN_PROGRESS, poke_fraction},
    {"split-point counts", ASSAY_CAN_SPLIT_POINTS, poke_counts},
    {"current-source", ASSAY_CAN_CURRENT_SOURCE, poke_current_source},
    {"position", ASSAY_CAN_POSITION, poke_position},
    {"a mark", ASSAY_CAN_CHECKPOINT, poke_mark},
    {"another reader's steps", 0, poke_other_reader},
    {"a dynamic split at 0", ASSAY_CAN_DYNAMIC_SPLIT, poke_refused_split},
    {"dynamic splits", ASSAY_CAN_DYNAMIC_SPLIT, poke_split},
};

static void hold_and_poke(assay_case *c, assay_driven_source s, assay_driven_reader *r, uint64_t i)
{
    const uint32_t all = ASSAY_DIGEST_IDS | ASSAY_DIGEST_TIMES;
    uint32_t offered = assay_call_abilities(c, s);
    assay_record held = assay_drive_current(c, r);
    assay_digest digest = assay_digest_of(&held, all);
    for (size_t p = 0; p < sizeof pokes / sizeof *pokes; p++) {
        if ((pokes[p].ability & ~offered) != 0)
            continue;
        pokes[p].make(c, s, r);
        assay_case_expect(c, assay_digest_equal(digest, assay_digest_of(&held, all)),
                          "what current showed stays as it was until the next advance",
                          "after %s the bytes of record %llu have changed", pokes[p].name,
                          (unsigned long long)i);
        assay_case_exercised(c, 0);
    }
}

void assay_poke_all(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    uint32_t offered = assay_call_abilities(c, s);
    for (size_t p = 0; p < sizeof pokes / sizeof *pokes; p++)
        if ((pokes[p].ability & ~offered) == 0)
            pokes[p].make(c, s, r);
}

void assay_check_value_stays(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        uint64_t records = assay_records(c, s);
        size_t trials = assay_trials(c, records) / 10;
        assay_sample at = assay_sample_take(c, records, trials < 20 ? trials : 20);
        for (size_t i = 0; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_reader r = assay_reader_at(c, s, at.items[i] + 1);
            hold_and_poke(c, s, &r, at.items[i]);
            assay_drive_close(c, &r);
        }
        free(at.items);
        assay_call_release(c, &s);
    }
}
