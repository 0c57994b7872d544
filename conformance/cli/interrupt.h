#ifndef ASSAY_CLI_INTERRUPT_H
#define ASSAY_CLI_INTERRUPT_H

#include <assay/status.h>

/* SIGINT, SIGTERM and SIGHUP, unless whoever started the process had them ignored. Once for the
 * life of the process, which has one thread. */

/* From now on one of them ends the process at once, as it does without: with exit code 128 + its
 * number. */
void assay_interrupt_settle(void);

/* From now on the first one is kept, and can be seen by a descriptor, *stop, that can be read then;
 * the next one ends the process at once. One that comes in the same moment as the first is taken
 * for the first: timeout(1) and others send each twice, to the process and to its group. */
assay_status assay_interrupt_keep(int *stop, assay_error *error) ASSAY_MUST_USE;

int assay_interrupt_signal(void); /* the one that was kept; 0: none */

#endif
