/* The coordinator of a check whose threads run in many orders. */
#include "engine/company.h"
#include "engine/exam_private.h"

#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

/* An order that failed, and how. */
typedef struct failing {
    assay_order order;
    char expected[ASSAY_BOARD_TEXT], observed[ASSAY_BOARD_TEXT];
} failing;

typedef struct explorer {
    assay_exam *x;
    assay_case_fn *work;
    const void *argument;
    assay_setup setup;     /* of its cases */
    uint64_t before, turn; /* turns when it began, and of the attempt that fails */
    uint64_t at_call;      /* calls until it had failed for the first time */
    bool only_turn;        /* nothing but that attempt */
    failing found;
} explorer;

/* In a process of its own. False: the verdict is given. */
static bool run_case(explorer *self, const assay_order *only, bool shows)
{
    assay_threading threading = {only, shows};
    const assay_setup *setup = self->x->setup;

    self->setup = *setup;
    self->setup.threading = &threading;
    if (only != NULL || self->only_turn) {
        self->setup.turn = self->turn;
        self->x->board->turns = self->before;
    }
    self->x->setup = &self->setup;
    bool alive = assay_exam_run(self->x, self->work, self->argument);
    self->x->setup = setup;
    return alive;
}

static void copy_text(char *to, const char *from)
{
    memcpy(to, from, ASSAY_BOARD_TEXT);
    to[ASSAY_BOARD_TEXT - 1] = 0;
}

/* What the last case handed on; false: nothing, no order failed. */
static bool take_order(explorer *self, failing *to)
{
    const assay_board *board = self->x->board;
    assay_decoder from = {assay_exam_output(self->x), false};
    assay_bytes mark = assay_take_bytes(&from), bytes = assay_take_bytes(&from);

    if (from.failed || mark.size != sizeof(ASSAY_HANDED_ON) ||
        memcmp(mark.data, ASSAY_HANDED_ON, mark.size) != 0)
        return false;
    if (bytes.size < offsetof(assay_order, at) || bytes.size > sizeof(to->order))
        return false;
    memcpy(&to->order, bytes.data, bytes.size);
    if (to->order.count > ASSAY_SWITCHES || assay_order_size(&to->order) != bytes.size)
        return false;
    copy_text(to->expected, board->expected);
    copy_text(to->observed, board->observed);
    return true;
}

/* A case that ends in another way is no failure of this kind, and no verdict. */
static void forget_verdict(assay_exam *x)
{
    assay_finding *finding = x->finding;
    char **texts[] = {&finding->reason, &finding->expected, &finding->observed, &finding->stack};

    x->settled = false;
    finding->verdict = ASSAY_PASS;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        (*texts[i])[0] = 0;
}

static bool still_fails(explorer *self, const assay_order *order, failing *to)
{
    if (run_case(self, order, false))
        return take_order(self, to);
    forget_verdict(self->x);
    return false;
}

/* Leaves out one switch after the other, the last ones first, as long as it fails without. */
static void make_small(explorer *self)
{
    failing *smaller = malloc(sizeof(*smaller));

    for (size_t i = self->found.order.count; i-- > 0 && smaller != NULL;) {
        assay_order order = self->found.order;
        assay_order_remove(&order, i);
        if (!still_fails(self, &order, smaller))
            continue;
        self->found = *smaller;
        i = i < self->found.order.count ? i : self->found.order.count;
    }
    free(smaller);
}

/* Its order, after what was observed. A debugger has one case, in which the order is found. */
static void say_order(explorer *self)
{
    char order[400];
    assay_finding *finding = self->x->finding;

    finding->at_call = self->at_call;
    if (finding->verdict != ASSAY_FAIL)
        return;
    assay_order_print(&self->found.order, order, sizeof(order));
    assay_finding_text(&finding->observed, "%s; order: %s", finding->observed, order);
}

/* In a case that does nothing else; false: it does not fail there. */
static bool show(explorer *self)
{
    if (run_case(self, &self->found.order, true))
        return false;
    say_order(self);
    return true;
}

/* The same attempt once more, in all its orders and a fresh process. */
static bool find_again(explorer *self)
{
    self->only_turn = true;
    bool alive = run_case(self, NULL, false);
    self->only_turn = false;
    return alive && take_order(self, &self->found);
}

/* What fails once and never again may be the doing of others, outside of the process. */
static void give_up(explorer *self)
{
    assay_exam_unproven(self->x,
                        "an order of threads failed once, and not when it was run again in a fresh "
                        "process: %s",
                        self->found.observed);
}

static bool explore(explorer *self)
{
    self->before = self->x->board->turns;
    if (!run_case(self, NULL, false))
        return false;
    if (!take_order(self, &self->found))
        return true;
    self->turn = self->x->board->turns;
    self->at_call = self->x->board->calls;
    make_small(self);
    if (!show(self) && !(find_again(self) && show(self)))
        give_up(self);
    return false;
}

bool assay_exam_explore(assay_exam *x, assay_case_fn *work, const void *argument)
{
    if (x->settled)
        return false;
    explorer *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        assay_exam_broken(x, "out of memory");
        return false;
    }
    *self = (explorer){.x = x, .work = work, .argument = argument};
    /* In a process of everything else there is one case: what it finds first is what is shown. */
    bool alive = x->isolated ? explore(self) : run_case(self, NULL, true);
    free(self);
    return alive;
}
