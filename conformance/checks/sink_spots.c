#include "checks/sink_spots.h"

size_t assay_spots_count(const assay_spots *self)
{
    return self->items.size / sizeof(assay_spot);
}

const assay_spot *assay_spots_get(const assay_spots *self, size_t i)
{
    return (const assay_spot *)(const void *)self->items.data + i;
}

void assay_spots_clear(assay_spots *self)
{
    assay_buffer_clear(&self->items);
}

assay_tamper assay_spots_plan(const assay_spots *self, const assay_spot *spot, assay_tamper_how how)
{
    return (assay_tamper){.classes = self->classes,
                          .how = how,
                          .at = spot->at,
                          .point = self->by_name ? &spot->call : NULL,
                          .later = self->later};
}

static bool add(assay_spots *self, assay_exam *x, uint64_t at, const assay_seen *call)
{
    assay_spot spot = {at, *call};

    if (assay_buffer_append(&self->items.out, &spot, sizeof(spot)) == ASSAY_OK)
        return true;
    assay_exam_broken(x, "out of memory for the calls of a write");
    return false;
}

static bool add_by_number(assay_spots *self, assay_exam *x, const assay_tampered *seen)
{
    for (uint64_t k = 1; k <= seen->counted; k++)
        if (!add(self, x, k, assay_tampered_seen(seen, k)))
            return false;
    return true;
}

/* How many calls like it there are among the first count. */
static uint64_t count_alike(const assay_tampered *seen, uint64_t count, const assay_seen *call)
{
    uint64_t alike = 0;

    for (uint64_t k = 1; k <= count; k++)
        alike += assay_seen_alike(assay_tampered_seen(seen, k), call);
    return alike;
}

/* Those of which the other run has not so many. */
static bool add_by_name(assay_spots *self, assay_exam *x, const assay_tampered *seen,
                        const assay_tampered *other)
{
    for (uint64_t k = 1; k <= seen->counted; k++) {
        const assay_seen *call = assay_tampered_seen(seen, k);
        uint64_t occurrence = count_alike(seen, k, call);
        if ((other == NULL || occurrence > count_alike(other, other->counted, call)) &&
            !add(self, x, occurrence, call))
            return false;
    }
    return true;
}

static void sketch(const assay_spots *self, assay_exam *x)
{
    char call[120];

    for (size_t i = 0; i < assay_spots_count(self); i++) {
        assay_seen_print(&assay_spots_get(self, i)->call, call, sizeof(call));
        assay_exam_sketch(x, ASSAY_MARK_CALL, i + 1, call);
    }
    assay_exam_sketch_keep(x);
}

static bool has_sockets(const assay_tampered *seen)
{
    for (uint64_t k = 1; k <= seen->counted; k++)
        if ((assay_tampered_seen(seen, k)->classes & ASSAY_CALLS_SOCKET) != 0)
            return true;
    return false;
}

static bool take_up(assay_spots *self, assay_exam *x, const assay_tampered *one,
                    const assay_tampered *other)
{
    if (has_sockets(one) || has_sockets(other))
        self->classes |= ASSAY_CALLS_SOCKET;
    self->by_name = !assay_tampered_equal(one, other);
    if (!self->by_name)
        return add_by_number(self, x, one);
    assay_exam_limit(x, "its calls are not the same ones in the same order each time: they were "
                        "told by call, file and occurrence, and not all orders were tried");
    return add_by_name(self, x, one, NULL) && add_by_name(self, x, other, one);
}

bool assay_spots_find(assay_spots *self, assay_resumed *write, assay_case_fn *work, bool later)
{
    const assay_tamper counting = {.classes = ASSAY_CALLS_CHANGE | ASSAY_CALLS_SOCKET,
                                   .later = later};
    assay_tampered one = ASSAY_TAMPERED_INIT;

    self->classes = ASSAY_CALLS_CHANGE;
    self->later = later;
    assay_resumed_begin(write, "counted", 1, 0);
    bool alive = assay_resumed_run_tampered(write, work, &counting);
    one = write->seen;
    write->seen = (assay_tampered)ASSAY_TAMPERED_INIT;
    assay_resumed_begin(write, "counted", 2, 0);
    alive = alive && assay_resumed_run_tampered(write, work, &counting);
    if (alive) {
        assay_resumed_count_files(write);
        alive = take_up(self, write->x, &one, &write->seen);
        sketch(self, write->x);
    }
    assay_tampered_clear(&one);
    if (alive && self->items.size == 0)
        assay_exam_unproven(write->x, "no call that changes a file in its folder, or talks to "
                                      "somebody, was seen");
    return alive && self->items.size > 0;
}
