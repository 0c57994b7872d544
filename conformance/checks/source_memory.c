/* A source that is used in every way, and gets no memory at one call for it. */
#include "checks/memory.h"
#include "checks/source.h"

#include <assay/toolkit/codec.h>
#include <string.h>

/* What a case is told. */
typedef struct order {
    size_t dataset;
    uint64_t refused; /* 0: none */
    assay_hunger usual;
} order;

/* What is wrong without a refusal is no matter of memory. */
static void expect_whole(assay_case *c, const char *what, assay_digest read, assay_digest wanted)
{
    const order *self = assay_case_argument(c);

    if (self->refused == 0 && !assay_digest_equal(read, wanted))
        assay_case_unproven(c, "undisturbed, %s is not whole, either", what);
    assay_case_expect(
        c, assay_digest_equal(read, wanted), "a read that gets no memory is whole, or it fails",
        "%s ended normally with %llu records, %s the %llu of the data", what,
        (unsigned long long)read.count, read.count == wanted.count ? "but not" : "not with",
        (unsigned long long)wanted.count);
}

/* All ways one after the other; true: the plain read went well. */
static bool go_all_ways(assay_case *c)
{
    const order *self = assay_case_argument(c);
    const assay_truth *truth = assay_case_truth(c, self->dataset);
    assay_digest wanted = assay_truth_digest(truth, 0, assay_truth_count(truth));
    assay_driven_source s;
    bool plain = false;

    if (assay_call_open(c, self->dataset, &s) != ASSAY_OK)
        return false;
    for (size_t i = 0; i < ASSAY_SOURCE_WAYS; i++) {
        assay_digest read = {0, 0, 0};
        bool good = assay_source_ways[i].go(c, s, &read);
        if (good)
            expect_whole(c, assay_source_ways[i].name, read, wanted);
        plain = i == 0 ? good : plain;
    }
    assay_call_release(c, &s);
    return plain;
}

static void go_again(assay_case *c)
{
    assay_case_expect(c, go_all_ways(c), "what got no memory once works when there is some",
                      "the read after it answers %s", assay_call_message(c));
}

static void learn(assay_case *c)
{
    assay_hunger usual = {0, 0, false};

    assay_case_memory_watch(c);
    assay_case_memory_refuse(c, 0);
    if (!go_all_ways(c))
        assay_case_unproven(c, "the undisturbed read is not whole: see life-cycle.reads-truth");
    usual.asked = assay_case_memory_asked(c);
    if (!go_all_ways(c))
        assay_case_unproven(c, "the undisturbed read is not whole: see life-cycle.reads-truth");
    usual.counted = assay_case_memory_living(c, &usual.living);
    assay_hunger_give(c, &usual);
}

static void go_hungry(assay_case *c)
{
    const order *self = assay_case_argument(c);

    (void)assay_case_truth(c, self->dataset);
    assay_case_memory_watch(c);
    assay_case_memory_refuse(c, self->refused);
    (void)go_all_ways(c);
    assay_hunger_expect_told(c);
    assay_case_memory_refuse(c, 0);
    go_again(c);
    assay_hunger_expect_given_back(c, &self->usual, go_again);
}

typedef struct sweep {
    assay_exam *x;
    order order;
} sweep;

static bool refuse_one(void *to, uint64_t n)
{
    sweep *self = to;

    self->order.refused = n;
    return assay_exam_run(self->x, go_hungry, &self->order);
}

void assay_check_source_allocation_failure(assay_exam *x)
{
    const assay_scenario *scenario = assay_exam_scenario(x);
    sweep self = {.x = x, .order = {.dataset = assay_small_dataset(scenario)}};

    if (scenario->dataset_count == 0 || !assay_exam_run(x, learn, &self.order))
        return;
    assay_bytes given = assay_exam_output(x);
    if (!assay_hunger_take(&given, &self.order.usual))
        assay_exam_broken(x, "what was counted could not be handed over");
    else if (self.order.usual.asked == 0)
        assay_exam_skip(x, "it asks for no memory");
    else
        assay_hunger_sweep(x, self.order.usual.asked,
                           scenario->datasets[self.order.dataset].records, refuse_one, &self);
}
