#include "engine/search.h"

#include "data/random.h"

#include <stdlib.h>
#include <string.h>

/* Orders that wait to be run. */
typedef struct level {
    unsigned char *bytes; /* orders, packed */
    size_t size, room, next;
} level;

enum { LEVEL_ROOM = 1 << 20 };

struct assay_search {
    assay_effort effort;
    level levels[ASSAY_LEVELS];
    uint32_t at; /* the level that is being run */
    uint32_t orders, walks;
    assay_order order; /* to follow; at random: as it comes to be */
    size_t followed;   /* switches of it that were made */
    uint32_t step;
    assay_choice *steps; /* of this run */
    assay_random random;
    bool began;
    bool ran; /* and what it could have done otherwise is not looked at yet */
    bool only, walking, incomplete;
};

assay_search *assay_search_new(void)
{
    assay_search *self = calloc(1, sizeof(*self));

    if (self == NULL)
        return NULL;
    self->steps = calloc(ASSAY_STEPS, sizeof(*self->steps));
    for (size_t i = 0; i < ASSAY_LEVELS; i++) {
        self->levels[i].bytes = malloc(LEVEL_ROOM);
        self->levels[i].room = self->levels[i].bytes != NULL ? LEVEL_ROOM : 0;
    }
    if (self->steps != NULL)
        return self;
    assay_search_free(self);
    return NULL;
}

void assay_search_free(assay_search *self)
{
    if (self == NULL)
        return;
    for (size_t i = 0; i < ASSAY_LEVELS; i++)
        free(self->levels[i].bytes);
    free(self->steps);
    free(self);
}

void assay_search_begin(assay_search *self, const assay_effort *effort, uint64_t seed)
{
    self->effort = *effort;
    for (size_t i = 0; i < ASSAY_LEVELS; i++)
        self->levels[i].size = self->levels[i].next = 0;
    self->at = self->orders = self->walks = 0;
    self->order.count = self->order.preemptions = 0;
    self->random = (assay_random){seed};
    self->began = self->ran = self->only = self->walking = self->incomplete = false;
}

void assay_search_only(assay_search *self, const assay_order *order)
{
    const assay_effort none = {0, 0, 1};

    assay_search_begin(self, &none, 0);
    memcpy(&self->order, order, assay_order_size(order));
    self->only = true;
}

static void keep(assay_search *self, const assay_order *order)
{
    level *to = &self->levels[order->preemptions];
    size_t size = assay_order_size(order);

    if (to->room - to->size < size) {
        self->incomplete = true;
        return;
    }
    memcpy(to->bytes + to->size, order, size);
    to->size += size;
}

/* The same as far as that step, and then that thread. */
static void keep_other(assay_search *self, uint32_t step, uint32_t thread, bool preempts)
{
    assay_order *order = &self->order;

    if (order->preemptions + (uint32_t)preempts > self->effort.preemptions)
        return;
    if (order->count == ASSAY_SWITCHES) {
        self->incomplete = true;
        return;
    }
    assay_order_add(order, (assay_switch){(uint16_t)step, (uint8_t)thread, preempts});
    keep(self, order);
    assay_order_remove(order, order->count - 1U);
}

/* What the last run could have done otherwise behind its last switch: what it could have done
 * before is known from the run that it came from. */
static void learn(assay_search *self)
{
    uint32_t first = self->order.count > 0 ? self->order.at[self->order.count - 1].step + 1U : 0;
    uint32_t end = self->step < ASSAY_STEPS ? self->step : ASSAY_STEPS;

    self->ran = false;
    if (self->followed < self->order.count || self->step > ASSAY_STEPS)
        self->incomplete = true;
    for (uint32_t i = first; i < end; i++)
        for (uint32_t thread = 0; thread < ASSAY_THREADS; thread++)
            if ((self->steps[i].options >> thread & 1) != 0 && thread != self->steps[i].usual)
                keep_other(self, i, thread, self->steps[i].preempts);
}

static bool take(assay_search *self, uint32_t most)
{
    while (self->at <= most && self->at <= self->effort.preemptions) {
        level *from = &self->levels[self->at];
        if (from->next == from->size) {
            self->at++;
            continue;
        }
        if (self->orders == self->effort.orders) {
            self->incomplete = true;
            return false;
        }
        memcpy(&self->order, from->bytes + from->next, offsetof(assay_order, at));
        memcpy(&self->order, from->bytes + from->next, assay_order_size(&self->order));
        from->next += assay_order_size(&self->order);
        return true;
    }
    return false;
}

static bool walk(assay_search *self, uint32_t most)
{
    if (most < self->effort.preemptions || self->walks == self->effort.walks)
        return false;
    self->walks++;
    self->walking = true;
    self->order.count = self->order.preemptions = 0;
    return true;
}

static bool advance(assay_search *self, uint32_t most)
{
    if (!self->began)
        return self->began = true;
    return !self->only && ((!self->walking && take(self, most)) || walk(self, most));
}

bool assay_search_next(assay_search *self, uint32_t most)
{
    if (self->ran && !self->walking && !self->only)
        learn(self);
    if (!advance(self, most))
        return false;
    self->ran = true;
    self->orders += !self->walking;
    assay_search_repeat(self);
    return true;
}

void assay_search_repeat(assay_search *self)
{
    self->step = 0;
    self->followed = 0;
}

static uint32_t choose_any(assay_search *self, const assay_choice *choice)
{
    uint32_t number =
        (uint32_t)assay_random_below(&self->random, (uint64_t)__builtin_popcount(choice->options));
    uint32_t thread = 0;

    for (;; thread++)
        if ((choice->options >> thread & 1) != 0 && number-- == 0)
            break;
    if (thread == choice->usual || self->order.count == ASSAY_SWITCHES)
        return choice->usual;
    assay_order_add(&self->order,
                    (assay_switch){(uint16_t)self->step, (uint8_t)thread, choice->preempts});
    return thread;
}

static uint32_t follow(assay_search *self, const assay_choice *choice)
{
    const assay_switch *next = &self->order.at[self->followed];

    if (self->followed == self->order.count || next->step != self->step)
        return choice->usual;
    self->followed++;
    if ((choice->options >> next->thread & 1) != 0)
        return next->thread;
    self->incomplete = true;
    return choice->usual;
}

uint32_t assay_search_choose(void *context, const assay_choice *choice)
{
    assay_search *self = context;
    uint32_t chosen =
        self->walking && self->step < UINT16_MAX ? choose_any(self, choice) : follow(self, choice);

    if (self->step < ASSAY_STEPS)
        self->steps[self->step] = *choice;
    self->step++;
    return chosen;
}

void assay_search_sift(assay_search *self, bool (*matters)(const void *context, const void *lock),
                       const void *context)
{
    for (uint32_t i = 0; i < self->step && i < ASSAY_STEPS; i++) {
        assay_choice *choice = &self->steps[i];
        if (choice->preempts && choice->lock != NULL && !matters(context, choice->lock))
            choice->options = 0;
    }
}

uint64_t assay_search_course(const assay_search *self)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (uint32_t i = 0; i < self->step && i < ASSAY_STEPS; i++) {
        const assay_choice *choice = &self->steps[i];
        uint64_t what = (uint64_t)choice->usual << 8 | (uint64_t)choice->deed;
        if (choice->options != 0)
            hash = (hash ^ what ^ (uint64_t)choice->options << 16) * UINT64_C(1099511628211);
    }
    return hash;
}

const assay_order *assay_search_order(const assay_search *self)
{
    return &self->order;
}

bool assay_search_walks(const assay_search *self)
{
    return self->walking;
}

bool assay_search_incomplete(const assay_search *self)
{
    return self->incomplete;
}
