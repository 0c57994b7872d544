/* A whole write that gets no memory at one call for it. */
#include "checks/memory.h"
#include "checks/sink_checks.h"
#include "checks/sink_resume.h"

#include <string.h>

typedef struct order {
    assay_write_order write; /* first: what cases of a write are told */
    uint64_t refused;        /* 0: none */
    assay_hunger usual;
} order;

static void describe(assay_case *c, assay_driven_sink s)
{
    assay_buffer text = ASSAY_BUFFER_INIT;

    (void)assay_call_validate_sink(c, s);
    (void)assay_call_describe_sink(c, s, &text);
    assay_buffer_clear(&text);
}

static void decode_copy(assay_case *c, assay_driven_sink s)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_driven_sink copy;

    if (assay_call_encode_sink(c, s, &encoded) == ASSAY_OK &&
        assay_call_decode_sink(c, assay_buffer_bytes(&encoded), &copy) == ASSAY_OK)
        assay_call_release_sink(c, &copy);
    assay_buffer_clear(&encoded);
}

/* What a sink can do before anything is written. */
static void open_only(assay_case *c, const assay_write *w)
{
    assay_driven_sink s;

    if (assay_call_open_sink(c, w->out, &s) != ASSAY_OK)
        return;
    describe(c, s);
    decode_copy(c, s);
    assay_call_release_sink(c, &s);
}

/* Gives how many calls for memory there were. */
static uint64_t write_hungry(assay_case *c, uint64_t refused)
{
    assay_write w;
    assay_resume made = assay_resume_take_up(c, &w);

    assay_case_memory_refuse(c, refused);
    open_only(c, &w);
    assay_hunger_expect_told(c);
    uint64_t asked = assay_case_memory_asked(c);
    if (!assay_case_memory_refused(c) && refused > 0)
        assay_case_memory_refuse(c, refused - asked);
    else
        assay_case_memory_refuse(c, 0);
    (void)assay_sink_go_on_failing(c, &w, &made);
    asked += assay_case_memory_asked(c);
    assay_hunger_expect_told(c);
    assay_case_memory_refuse(c, 0);
    assay_write_end(c, &w);
    return asked;
}

/* All of it, elsewhere: what is made once only is made then, and nothing of it counts as lost. */
static void write_elsewhere(assay_case *c)
{
    const order *self = assay_case_argument(c);
    assay_write w;
    static const char name[] = "elsewhere";
    assay_write_order elsewhere = assay_write_order_of(
        self->write.records, self->write.bundles, "%s-%u-%llu", name, self->write.process,
        (unsigned long long)assay_case_random(c, UINT64_MAX));

    assay_write_begin(c, &w, &elsewhere);
    open_only(c, &w);
    assay_write_bundles(c, &w);
    assay_write_commit(c, &w);
    assay_write_cleanup(c, &w);
    assay_write_end(c, &w);
}

static void go_hungry(assay_case *c)
{
    const order *self = assay_case_argument(c);
    assay_hunger found = {0, 0, false};

    assay_case_memory_watch(c);
    found.asked = write_hungry(c, self->refused);
    write_elsewhere(c);
    if (self->refused > 0)
        assay_hunger_expect_given_back(c, &self->usual, write_elsewhere);
    found.counted = assay_case_memory_living(c, &found.living);
    assay_hunger_give(c, &found);
}

typedef struct sweep {
    assay_resumed write;
    order order;
} sweep;

/* Another process of the write, which is told more than usual. */
static bool run(sweep *self, assay_hunger *found)
{
    assay_resumed *write = &self->write;

    self->order.write = write->order;
    self->order.write.process = ++write->order.process;
    self->order.write.handed = assay_buffer_bytes(&write->kept);
    if (!assay_exam_run(write->x, go_hungry, &self->order))
        return false;
    assay_bytes given = assay_exam_output(write->x);
    if (assay_hunger_take(&given, found) &&
        assay_buffer_append(&write->kept.out, given.data, given.size) == ASSAY_OK)
        return true;
    assay_exam_broken(write->x, "what was counted could not be handed over");
    return false;
}

static bool refuse_one(void *to, uint64_t n)
{
    sweep *self = to;
    assay_hunger found;

    assay_resumed_begin(&self->write, "hungry", n, 0);
    self->order.refused = n;
    return run(self, &found) && assay_resumed_run(&self->write, assay_resume_recover);
}

void assay_check_sink_allocation_failure(assay_exam *x)
{
    sweep self = {.write = {.x = x, .kept = ASSAY_BUFFER_INIT, .seen = ASSAY_TAMPERED_INIT}};

    assay_resumed_begin(&self.write, "hungry", 0, 0);
    bool alive = run(&self, &self.order.usual);
    if (alive && self.order.usual.asked == 0)
        assay_exam_skip(x, "it asks for no memory");
    if (alive)
        assay_resumed_count_files(&self.write);
    if (alive && self.order.usual.asked > 0)
        assay_hunger_sweep(x, self.order.usual.asked, 0, refuse_one, &self);
    assay_resumed_clear(&self.write);
}
