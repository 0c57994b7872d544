/* The two threads of a case at a gate. They run as they like, but for the gate. */
#include "engine/case_private.h"
#include "engine/gated.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct other {
    assay_case c;
    assay_gate_words *words;
    assay_part_of_fn *work;
    void *argument;
    bool left; /* its case was left: the verdict is on the board */
} other;

static void wait_at(assay_gate_words *words)
{
    while (atomic_load(&words->state) == ASSAY_GATE_OPEN)
        syscall(SYS_futex, &words->state, FUTEX_WAIT, ASSAY_GATE_OPEN, NULL, NULL, 0);
}

static void *attend(void *argument)
{
    other *self = argument;

    atomic_store(&self->words->caller, (uint32_t)syscall(SYS_gettid));
    wait_at(self->words);
    if (atomic_load(&self->words->state) != ASSAY_GATE_HELD)
        return NULL;
    if (setjmp(self->c.leave) == 0)
        self->work(&self->c, self->argument);
    else
        self->left = true;
    atomic_store(&self->words->state, ASSAY_GATE_BACK);
    return NULL;
}

/* Nothing was held: there is nothing to do for it. */
static void send_away(assay_gate_words *words)
{
    uint32_t open = ASSAY_GATE_OPEN;

    if (atomic_compare_exchange_strong(&words->state, &open, ASSAY_GATE_OVER))
        syscall(SYS_futex, &words->state, FUTEX_WAKE, 1, NULL, NULL, 0);
}

void assay_case_at_gate(assay_case *c, assay_part_of_fn *first, assay_part_of_fn *second,
                        void *argument)
{
    other *self = assay_case_allocate(c, sizeof(*self));
    pthread_t thread;

    *self = (other){.c = *c, .words = &c->board->gate, .work = second, .argument = argument};
    self->c.thread = 2;
    self->c.handles += 1000; /* numbers that the other thread does not give */
    self->c.tape = (assay_tape){-1, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    if (pthread_create(&thread, NULL, attend, self) != 0)
        assay_case_broken(c, "cannot make a thread");
    while (atomic_load(&self->words->caller) == 0)
        sched_yield(); /* whoever looks at it has to know it */
    c->thread = 1;
    first(c, argument);
    c->thread = 0;
    send_away(self->words);
    pthread_join(thread, NULL);
    if (self->left)
        longjmp(c->leave, 1);
    free(self);
}
