#include "checks/split.h"
#include <assay/toolkit/codec.h>

/* For each data set: how many parts, then their encodings. */
static void give_parts(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        assay_driven_source s = assay_drive_open(c, i);
        assay_buffer parent = ASSAY_BUFFER_INIT, text = ASSAY_BUFFER_INIT;
        assay_parts parts = {0};
        assay_drive_encode(c, s, &parent);
        if (assay_offers(c, s, ASSAY_SPLIT))
            assay_split_into(c, s, 20, &parts);
        assay_case_must(c, assay_put_u64(&text.out, parts.count));
        assay_case_give(c, assay_buffer_bytes(&text));
        for (size_t k = 0; k < parts.count; k++) {
            assay_drive_encode(c, parts.items[k], &text);
            assay_case_expect(c, text.size <= 4 * parent.size + 1024,
                              "the encoding of a part is about as small as that of the whole",
                              "part %zu of %zu takes %zu bytes, the whole %zu", k, parts.count,
                              text.size, parent.size);
            assay_case_give(c, assay_buffer_bytes(&text));
        }
        assay_parts_release(c, &parts);
        assay_buffer_clear(&parent);
        assay_buffer_clear(&text);
        assay_call_release(c, &s);
    }
}

/* Encodings of the parts of one data set, not decoded yet. */
typedef struct luggage {
    size_t dataset;
    uint64_t count;
    assay_decoder in;
} luggage;

static void read_luggage(assay_case *c, assay_tally *tally, void *argument)
{
    luggage l = *(luggage *)argument; /* a copy: the same again when it has to be named */
    for (uint64_t k = 0; k < l.count; k++) {
        assay_driven_source s = assay_drive_decode(c, l.dataset, assay_take_bytes(&l.in));
        assay_tally_origin(tally, "part %llu", (unsigned long long)k);
        assay_drive_read_source(c, s, tally);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static void take_parts(assay_case *c)
{
    assay_decoder in = {*(const assay_bytes *)assay_case_argument(c), false};
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        assay_decoder head = {assay_take_bytes(&in), false};
        luggage l = {i, assay_take_u64(&head), in};
        if (l.count > 0)
            assay_drive_judge(c, i, 0, assay_truth_count(assay_case_truth(c, i)), read_luggage, &l,
                              "the parts, decoded in another process");
        for (uint64_t k = 0; k < l.count; k++)
            assay_take_bytes(&in);
    }
}

void assay_parts_travel(assay_exam *x, assay_case_fn *give)
{
    if (!assay_exam_run(x, give, NULL))
        return;
    assay_buffer copy = ASSAY_BUFFER_INIT;
    assay_bytes given = assay_exam_output(x);
    if (assay_buffer_append(&copy.out, given.data, given.size) != ASSAY_OK) {
        assay_exam_broken(x, "out of memory");
        return;
    }
    given = assay_buffer_bytes(&copy);
    (void)!assay_exam_run(x, take_parts, &given);
    assay_buffer_clear(&copy);
}

void assay_check_parts_travel(assay_exam *x)
{
    assay_parts_travel(x, give_parts);
}
