/* One attempt, order after order. */
#include "engine/company.h"

#include <string.h>

/* Orders that are run whatever they cost: those without a preemption, and some with one. */
enum { DEEP_PART = 3, FIRST_ORDERS = 4 };

uint32_t assay_case_preemptions(const assay_case *c)
{
    return assay_search_order(c->company->search)->preemptions;
}

uint64_t assay_case_cost(const assay_case *c)
{
    return c->board->calls + assay_threads_cost(c->company->threads);
}

bool assay_case_walks(const assay_case *c)
{
    return assay_search_walks(c->company->search);
}

bool assay_case_repeats(const assay_case *c)
{
    return c->setup->turn != 0;
}

bool assay_case_shows(const assay_case *c)
{
    return c->company->threading->shows;
}

/* NULL: there are too many different ones. */
static assay_course *find_course(assay_company *self, uint64_t hash)
{
    for (size_t i = 0; i < ASSAY_COURSES; i++) {
        assay_course *course = &self->courses[(hash + i) % ASSAY_COURSES];
        if (course->attempts > 0 && course->hash != hash)
            continue;
        course->hash = hash;
        return course;
    }
    return NULL;
}

/* Also behind what two threads were asked for together. */
static void demand_locks_kept(assay_company *self)
{
    char text[100];

    if (assay_threads_misused(self->threads, text, sizeof(text)))
        assay_case_fail(self->c, "locks that are given back by those who have them", "%s", text);
}

static void run_orders(assay_company *self, uint32_t most, uint64_t cost, assay_part_of_fn *attempt,
                       void *argument)
{
    const uint64_t began = assay_case_cost(self->c);

    for (uint32_t i = 0; assay_search_next(self->search, most); i++) {
        attempt(self->c, argument);
        demand_locks_kept(self);
        if (cost == 0 || i + 1 < FIRST_ORDERS || assay_case_cost(self->c) - began < cost)
            continue;
        self->left_out = true;
        return;
    }
}

/* Whether to go on with more preemptions: for a course that is new; again for some that are alike,
 * as long as all of this takes no more than a part of the whole. */
static bool goes_deeper(assay_company *self, const assay_exploration *how)
{
    if (how->alike == 0)
        return true;
    assay_course *course = find_course(self, self->course);
    bool cheap = self->deep <= assay_case_cost(self->c) / DEEP_PART;
    if (course == NULL)
        return cheap;
    if (course->attempts > 0 && (course->attempts >= how->alike || !cheap))
        return false;
    course->attempts++;
    return true;
}

static void run(assay_company *self, const assay_exploration *how, assay_part_of_fn *attempt,
                void *argument)
{
    if (self->threading->only != NULL)
        assay_search_only(self->search, self->threading->only);
    else
        assay_search_begin(self->search, &how->effort, assay_random_next(&self->c->random));
    self->course = how->kind;
    self->left_out = false;
    run_orders(self, how->first, how->most, attempt, argument);
    if (!self->left_out && goes_deeper(self, how)) {
        uint64_t before = assay_case_cost(self->c);
        run_orders(self, how->effort.preemptions, how->most, attempt, argument);
        self->deep += assay_case_cost(self->c) - before;
    }
    if (assay_search_incomplete(self->search))
        self->left_out = true;
}

_Noreturn void assay_company_hand_on(assay_case *c)
{
    const assay_order *order = assay_search_order(c->company->search);

    assay_case_give(c, (assay_bytes){ASSAY_HANDED_ON, sizeof(ASSAY_HANDED_ON)});
    assay_case_give(c, (assay_bytes){order, assay_order_size(order)});
    assay_case_stop(c);
}

bool assay_case_explore(assay_case *c, const assay_exploration *how, assay_part_of_fn *attempt,
                        void *argument)
{
    jmp_buf outer;

    memcpy(&outer, &c->leave, sizeof(outer));
    if (setjmp(c->leave) == 0) {
        run(c->company, how, attempt, argument);
        memcpy(&c->leave, &outer, sizeof(outer));
        return !c->company->left_out;
    }
    memcpy(&c->leave, &outer, sizeof(outer));
    if (c->board->verdict == ASSAY_FAIL && !c->company->threading->shows)
        assay_company_hand_on(c);
    longjmp(c->leave, 1);
}
