#ifndef ASSAY_CLI_SURROUNDINGS_H
#define ASSAY_CLI_SURROUNDINGS_H

#include <stdbool.h>

/* Makes of what the process was started with what the rest of it relies on: descriptors 0, 1 and 2
 * are open (writing to a stdout that was closed is still an error), the ends of children can be
 * waited for, and a reader that went away or a limit on file sizes is an error of the write, not
 * the end of the process. The first thing to do; false: it could not be done. */
bool assay_surroundings_settle(void);

#endif
