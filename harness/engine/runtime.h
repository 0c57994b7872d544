#ifndef ASSAY_ENGINE_RUNTIME_H
#define ASSAY_ENGINE_RUNTIME_H

#include <stdbool.h>

/* The runtime of a sanitizer in this process, built in or loaded first. */

bool assay_runtime_present(void);       /* address, thread or leak: it handles signals and memory */
bool assay_runtime_handles(int signal); /* it means a crash, and the handler is the runtime's */
bool assay_runtime_has_leaks(void);     /* looks for lost memory now, and reports it on stderr */

#endif
