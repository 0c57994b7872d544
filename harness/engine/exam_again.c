/* A case that died without a word is run again, under escort, to see where. */
#include "engine/exam_private.h"

#include "engine/escort.h"

#include <assay/toolkit/error.h>

enum { SECONDS = 10 };

typedef struct again {
    assay_setup setup;
    assay_board *board;
    assay_case_fn *work;
    const void *argument;
} again;

static void run_in_child(void *argument)
{
    const again *self = argument;
    bool died;

    assay_escort_wait();
    assay_case_perform(&self->setup, self->board, self->work, self->argument, true, &died);
}

static void run(const again *self, assay_buffer *stack)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_process process = {.kept = -1};
    again child = *self;

    if (assay_process_start(run_in_child, &child, &self->board->scene, &process, &error) ==
        ASSAY_OK)
        assay_escort(&process, assay_clock_now() + SECONDS * (int64_t)1000000, stack);
}

void assay_exam_look_again(assay_exam *x, assay_case_fn *work, const void *argument)
{
    again self = {*x->setup, assay_board_new(), work, argument};
    assay_buffer *stack = &x->trail.stack;

    if (self.board == NULL)
        return;
    self.setup.tape = NULL;
    self.board->turns = x->turns_before;
    self.board->calls = x->calls_before;
    run(&self, stack);
    assay_finding_text(&x->finding->stack, "%.*s", (int)stack->size, (const char *)stack->data);
    assay_board_free(self.board);
}
