#ifndef ASSAY_ENGINE_PROCESS_PRIVATE_H
#define ASSAY_ENGINE_PROCESS_PRIVATE_H

#include "engine/process.h"

/* What waiting for a child is made of, whether it is traced or not. */

/* Takes what is there of its output, and keeps the last of it. Does not wait. */
void assay_process_drain(int output, assay_buffer *tail);
/* "asleep in futex, waiting for a lock, a condition or a thread (state S, system call 202,
 * futex_wait_queue)" */
void assay_process_state(pid_t pid, char *to, size_t size);
/* The first line of /proc/PID/what; "" where there is none. Here and below a thread has a number as
 * a process has. */
void assay_process_line(pid_t pid, const char *what, char *to, size_t size);
/* Microseconds of processor time that it has used. */
int64_t assay_process_burnt(pid_t pid);
/* Microseconds in which it was ready to run and had no processor. */
int64_t assay_process_starved(pid_t pid);
/* Whether the deadline has passed, put off as it has to be; *busy: it could not be. */
bool assay_process_late(const assay_process *self, int64_t deadline, bool *busy);
bool assay_process_ended(pid_t pid); /* a child, which is not reaped yet */
/* Kills and reaps it, and what it has left behind, which *left counts and names; NULL: nobody asks.
 * The status is that of waitpid. */
int assay_process_discard(assay_process *self, assay_left *left);
void assay_process_close(assay_process *self); /* what it holds here */

#endif
