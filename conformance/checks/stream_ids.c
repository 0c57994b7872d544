#include "checks/stream.h"
#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

/* A record is told by the pair of id and value; as hashes. */
static int compare_digests(const void *a, const void *b)
{
    const assay_digest *x = a, *y = b;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    return x->low < y->low ? -1 : x->low > y->low;
}

static void expect_unique(assay_case *c, assay_digest *ids, size_t count)
{
    if (count > 0)
        qsort(ids, count, sizeof *ids, compare_digests);
    for (size_t i = 1; i < count; i++)
        assay_case_expect(c, compare_digests(&ids[i - 1], &ids[i]) != 0,
                          "different records have different ids",
                          "an id came twice among %zu records", count);
}

/* The same by two readers, the second one restored from a mark of the first, when that can be. */
static void expect_same_restored(assay_case *c, assay_driven_source s, assay_digest all)
{
    assay_digest sum = {0, 0, 0};
    if (!assay_offers(c, s, ASSAY_CHECKPOINT))
        return;
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_driven_reader r = assay_drive_reader(c, s);
    for (uint64_t i = 0; i <= assay_records(c, s) && assay_drive_next(c, &r); i++) {
        assay_record record = assay_drive_current(c, &r);
        assay_digest_add(&sum, assay_digest_of(&record, ASSAY_DIGEST_IDS));
        if (i != assay_records(c, s) / 2)
            continue;
        assay_drive_mark(c, s, &r, &mark);
        assay_drive_close(c, &r);
        r = assay_drive_restore(c, s, assay_buffer_bytes(&mark));
    }
    assay_drive_close(c, &r);
    assay_buffer_clear(&mark);
    bool whole = sum.count == all.count; /* otherwise it is no matter of ids */
    assay_case_expect(c, !whole || assay_digest_equal(sum, all),
                      "the same record has the same id after a restore",
                      "the ids of %llu records differ once a reader is restored after record %llu",
                      (unsigned long long)all.count, (unsigned long long)assay_records(c, s) / 2);
}

/* Reads all; gives the sum of ids with values. */
static assay_digest read_ids(assay_case *c, assay_driven_source s)
{
    size_t room = (size_t)assay_records(c, s), count = 0;
    assay_digest sum = {0, 0, 0};
    assay_digest *ids = assay_case_allocate(c, (room + 1) * sizeof *ids);
    assay_driven_reader r = assay_drive_reader(c, s);
    while (count < room && assay_drive_next(c, &r)) {
        assay_record record = assay_drive_current(c, &r), id = ASSAY_RECORD_INIT;
        assay_case_expect(c, record.id.size > 0, "every record of a stream with dedup has an id",
                          "record %zu has none", count);
        assay_digest_add(&sum, assay_digest_of(&record, ASSAY_DIGEST_IDS));
        id.value = record.id;
        ids[count++] = assay_digest_of(&id, 0);
        assay_case_exercised(c, 0);
    }
    assay_drive_close(c, &r);
    expect_unique(c, ids, count);
    free(ids);
    return sum;
}

/* The sums of the data sets: given by the first case, expected in the second one. */
typedef struct id_sums {
    assay_digest sums[16];
} id_sums;

static void compare_ids(assay_case *c)
{
    const id_sums *before = assay_case_argument(c);
    id_sums now = {.sums = {{0, 0, 0}}};
    bool dedup = false;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM, &next, &s);) {
        const assay_stream *stream = assay_call_ability(c, s, ASSAY_STREAM);
        if ((stream->flags & ASSAY_STREAM_NEEDS_DEDUP) != 0 && s.dataset < 16) {
            dedup = true;
            now.sums[s.dataset] = read_ids(c, s);
            expect_same_restored(c, s, now.sums[s.dataset]);
            assay_case_expect(c,
                              before == NULL ||
                                  assay_digest_equal(before->sums[s.dataset], now.sums[s.dataset]),
                              "the same record has the same id in every process",
                              "the ids of %llu records differ in another process",
                              (unsigned long long)now.sums[s.dataset].count);
        }
        assay_call_release(c, &s);
    }
    if (!dedup)
        assay_case_skip(c, "the stream does not ask for dedup");
    assay_case_give(c, (assay_bytes){&now, sizeof now});
}

void assay_check_record_ids(assay_exam *x)
{
    id_sums sums;
    if (!assay_exam_run(x, compare_ids, NULL))
        return;
    assay_decoder in = {assay_exam_output(x), false};
    assay_bytes given = assay_take_bytes(&in);
    if (given.size != sizeof sums) {
        assay_exam_broken(x, "the first case gave %zu bytes", given.size);
        return;
    }
    memcpy(&sums, given.data, sizeof sums);
    (void)!assay_exam_run(x, compare_ids, &sums);
}
