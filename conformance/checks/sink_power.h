#ifndef ASSAY_CHECKS_SINK_POWER_H
#define ASSAY_CHECKS_SINK_POWER_H

#include "checks/sink_resume.h"
#include "engine/disk.h"

#include <limits.h>

/* One write, recorded, and the states in which a loss of power may leave its disk. */

/* The power fails after so many changes, when so much had been said, and takes that away. */
typedef struct assay_power_state {
    size_t count;
    const assay_power_loss *loss;
    uint64_t said;
    assay_disk_hash hash;
} assay_power_state;

typedef struct assay_power {
    assay_resumed write;
    char folder[PATH_MAX]; /* of the output */
    assay_buffer pattern;  /* of its files, if they are to be whole whenever they are there */
    assay_buffer said;     /* all that was handed over */
    assay_changes changes;
    assay_buffer states;       /* assay_power_state, one after the other */
    assay_disk *whole, *state; /* after all changes; for one state at a time */
} assay_power;

#define ASSAY_POWER_INIT(X)                                                                        \
    {                                                                                              \
        .write = {.x = (X), .kept = ASSAY_BUFFER_INIT, .seen = ASSAY_TAMPERED_INIT},               \
        .pattern = ASSAY_BUFFER_INIT, .said = ASSAY_BUFFER_INIT, .states = ASSAY_BUFFER_INIT       \
    }

/* Each: false: the verdict is given. Writes once, undisturbed. */
bool assay_power_record(assay_power *self) ASSAY_MUST_USE;
/* Adds the states of these losses, which are to outlive self, after each change: each state once.
 */
bool assay_power_enumerate(assay_power *self, const assay_power_loss *losses,
                           size_t count) ASSAY_MUST_USE;
size_t assay_power_count(const assay_power *self);
const assay_power_state *assay_power_state_at(const assay_power *self, size_t i);
/* Makes the disk so; another process takes the write up there. */
bool assay_power_try(assay_power *self, const assay_power_state *state) ASSAY_MUST_USE;
void assay_power_clear(assay_power *self);

enum { ASSAY_POWER_DATA_LOSSES = 4 };
extern const assay_power_loss assay_power_data_losses[ASSAY_POWER_DATA_LOSSES];

#endif
