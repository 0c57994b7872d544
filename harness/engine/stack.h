#ifndef ASSAY_ENGINE_STACK_H
#define ASSAY_ENGINE_STACK_H

#include <assay/toolkit/buffer.h>
#include <stdint.h>
#include <sys/types.h>

/* Adds where the threads of a process are, as the program assay-stack says, or one line on why that
 * is not known. thread: only this one, which is in the handler of a deadly signal; 0: all. Takes a
 * few seconds at most. ASSAY_STACK in the environment names the program, which otherwise is beside
 * this one. */
void assay_stack_take(pid_t pid, uint32_t thread, assay_buffer *to);

/* The same for one thread, wherever it is. */
void assay_stack_take_thread(pid_t pid, pid_t thread, assay_buffer *to);

/* One line, in parentheses. */
void assay_stack_excuse(const char *reason, assay_buffer *to);

#endif
