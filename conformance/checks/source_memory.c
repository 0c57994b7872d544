/* A source that is used in every way, and gets no memory at one call for it. */
#include "checks/memory.h"
#include "checks/source.h"

#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

enum { RECORDS = 5 };

/* What a case is told. */
typedef struct order {
    size_t dataset;
    uint64_t refused; /* 0: none */
    assay_hunger usual;
} order;

/* A way to use a source. True: it went well, and what was read is in *read; false: an error. */
typedef struct way {
    const char *name;
    bool (*go)(assay_case *c, assay_driven_source s, assay_digest *read);
} way;

static bool is_offered(assay_case *c, assay_driven_reader *r, const char *id)
{
    return assay_call_reader_ability(c, r, id) != NULL;
}

/* What a reader says of where it is; an error of it is none of reading. */
static void look_around(assay_case *c, assay_driven_reader *r)
{
    assay_buffer position = ASSAY_BUFFER_INIT;
    bool split_point;
    double fraction;
    int64_t consumed, remaining;

    if (is_offered(c, r, ASSAY_POSITION))
        (void)assay_call_position(c, r, &position, &split_point);
    if (is_offered(c, r, ASSAY_PROGRESS))
        (void)assay_call_fraction(c, r, &fraction);
    if (is_offered(c, r, ASSAY_SPLIT_POINTS))
        (void)assay_call_counts(c, r, &consumed, &remaining);
    assay_buffer_clear(&position);
}

/* Up to so many more records; true: there they are, or the end. */
static bool read_on(assay_case *c, assay_driven_reader *r, uint64_t count, assay_digest *read)
{
    uint32_t fields = assay_truth_fields(assay_case_truth(c, r->dataset));
    assay_record record;

    for (uint64_t i = 0; i < count; i++) {
        assay_status status = r->started ? assay_call_advance(c, r) : assay_call_start(c, r);
        if (status != ASSAY_OK)
            return status == ASSAY_END;
        look_around(c, r);
        if (assay_call_current(c, r, &record) != ASSAY_OK)
            return false;
        assay_digest_add(read, assay_digest_of(&record, fields));
    }
    return true;
}

/* More than there can be: who does not end is seen by what he gives. */
static bool read_rest(assay_case *c, assay_driven_reader *r, assay_digest *read)
{
    return read_on(c, r, 2 * assay_case_dataset(c, r->dataset)->records + 100, read);
}

static bool leave(assay_case *c, assay_driven_reader *r, bool good)
{
    bool closed = assay_call_close(c, r) == ASSAY_OK;

    assay_call_release_reader(c, r);
    return good && closed;
}

static bool read_source(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_driven_reader r;

    return assay_call_open_reader(c, s, &r) == ASSAY_OK && leave(c, &r, read_rest(c, &r, read));
}

static bool read_copy(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_driven_source copy = {.handle = NULL};

    bool good = assay_call_encode(c, s, &encoded) == ASSAY_OK &&
                assay_call_decode(c, s.dataset, assay_buffer_bytes(&encoded), &copy) == ASSAY_OK &&
                read_source(c, copy, read);
    assay_call_release(c, &copy);
    assay_buffer_clear(&encoded);
    return good;
}

static bool read_described(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_buffer description = ASSAY_BUFFER_INIT;
    int64_t bytes;

    (void)assay_call_validate(c, s);
    (void)assay_call_describe(c, s, &description);
    if (assay_call_ability(c, s, ASSAY_SIZE) != NULL)
        (void)assay_call_estimate(c, s, &bytes);
    assay_buffer_clear(&description);
    return read_source(c, s, read);
}

static void keep_part(assay_case *c, assay_driven_source part, void *to)
{
    assay_parts *parts = to;

    if (parts->count == parts->capacity) {
        parts->capacity = 2 * parts->capacity + 8;
        parts->items = realloc(parts->items, parts->capacity * sizeof(*parts->items));
        if (parts->items == NULL)
            assay_case_broken(c, "out of memory for parts");
    }
    parts->items[parts->count++] = part;
}

static bool read_parts(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_parts parts = {0};

    if (assay_call_ability(c, s, ASSAY_SPLIT) == NULL)
        return false;
    int64_t bytes = assay_case_dataset(c, s.dataset)->stored_bytes;
    bool good = assay_call_by_size(c, s, bytes > 3 ? bytes / 3 : 1, keep_part, &parts) == ASSAY_OK;
    for (size_t i = 0; i < parts.count && good; i++)
        good = read_source(c, parts.items[i], read);
    assay_parts_release(c, &parts);
    return good;
}

/* A reader that cannot be marked goes on. */
static bool go_on_restored(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                           assay_digest *read)
{
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_driven_reader restored;

    if (assay_call_mark(c, s, r, &mark) != ASSAY_OK) {
        assay_buffer_clear(&mark);
        return read_rest(c, r, read);
    }
    bool good = assay_call_restore(c, s, assay_buffer_bytes(&mark), &restored) == ASSAY_OK;
    assay_buffer_clear(&mark);
    return good && leave(c, &restored, read_rest(c, &restored, read));
}

static bool read_restored(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_driven_reader r;

    if (assay_call_ability(c, s, ASSAY_CHECKPOINT) == NULL ||
        assay_call_open_reader(c, s, &r) != ASSAY_OK)
        return false;
    bool good = read_on(c, &r, 2, read) && r.on_record && go_on_restored(c, s, &r, read);
    return leave(c, &r, good);
}

/* One that cannot be split goes on as it would have. */
static bool go_on_split(assay_case *c, assay_driven_reader *r, assay_digest *read)
{
    assay_driven_split split;
    assay_driven_source current = {.handle = NULL};

    if (assay_call_split(c, r, 0.7, &split) != ASSAY_OK)
        return read_rest(c, r, read);
    if (is_offered(c, r, ASSAY_CURRENT_SOURCE))
        (void)assay_call_current_source(c, r, &current);
    bool good = read_source(c, split.residual, read) && read_rest(c, r, read);
    assay_call_release(c, &current);
    assay_call_release(c, &split.primary);
    assay_call_release(c, &split.residual);
    return good;
}

static bool read_split(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_driven_reader r;

    if (assay_call_open_reader(c, s, &r) != ASSAY_OK)
        return false;
    bool good = is_offered(c, &r, ASSAY_DYNAMIC_SPLIT) && read_on(c, &r, 1, read) && r.on_record &&
                go_on_split(c, &r, read);
    return leave(c, &r, good);
}

static const way ways[] = {
    {"a read", read_source},
    {"a read after size and description", read_described},
    {"a read of what was decoded", read_copy},
    {"reads of the parts of a split", read_parts},
    {"a read that is restored on its way", read_restored},
    {"reads of a primary and its residual", read_split},
};

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
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        assay_digest read = {0, 0, 0};
        bool good = ways[i].go(c, s, &read);
        if (good)
            expect_whole(c, ways[i].name, read, wanted);
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

/* The smallest data set with some records. */
static size_t dataset_of(const assay_scenario *scenario)
{
    size_t i = 0;

    while (i + 1 < scenario->dataset_count && scenario->datasets[i].records < RECORDS)
        i++;
    return i;
}

void assay_check_source_allocation_failure(assay_exam *x)
{
    const assay_scenario *scenario = assay_exam_scenario(x);
    sweep self = {.x = x, .order = {.dataset = dataset_of(scenario)}};

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
