#include "engine/board.h"

#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

static const size_t board_size = sizeof(assay_board) + ASSAY_BOARD_OUTPUT;

assay_board *assay_board_new(void)
{
    void *made = mmap(NULL, board_size, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return made == MAP_FAILED ? NULL : made;
}

void assay_board_free(assay_board *self)
{
    if (self != NULL)
        munmap(self, board_size);
}

void assay_board_reset(assay_board *self)
{
    atomic_store(&self->phase, ASSAY_PHASE_LOADING);
    self->verdict = ASSAY_PASS;
    self->reason[0] = self->expected[0] = self->observed[0] = self->dataset[0] = 0;
    atomic_store(&self->log_size, 0);
    self->output_size = 0;
    memset(&self->left, 0, offsetof(assay_left, text) + 1);
    self->counted = 0;
    self->trace.next = 0;
    atomic_store(&self->gate.state, ASSAY_GATE_OPEN);
    atomic_store(&self->gate.caller, 0);
}
