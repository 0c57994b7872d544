#ifndef ASSAY_ENGINE_RUNTIME_H
#define ASSAY_ENGINE_RUNTIME_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>

/* The runtime of a sanitizer in this process, built in or loaded first. */

bool assay_runtime_present(void);       /* address, thread or leak: it handles signals and memory */
bool assay_runtime_handles(int signal); /* it means a crash, and the handler is the runtime's */
bool assay_runtime_has_leaks(void);     /* looks for lost memory now, and reports it on stderr */

/* The line in which a sanitizer sums up its last report, "AddressSanitizer: heap-use-after-free
 * ...", of the output of a process; "" if there is none. */
void assay_runtime_summary(assay_bytes output, char *to, size_t size);

/* Takes the frames of assay itself out of the stacks of a report. */
void assay_runtime_tidy(assay_buffer *output);

#endif
