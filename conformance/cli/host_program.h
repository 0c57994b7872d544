#ifndef ASSAY_CLI_HOST_PROGRAM_H
#define ASSAY_CLI_HOST_PROGRAM_H

#include <assay/status.h>

/* Where assay-host is: $ASSAY_HOST, or beside this program, or ../libexec/assay from there. *path:
 * the caller's, to free. */
assay_status assay_host_program(char **path, assay_error *error) ASSAY_MUST_USE;

#endif
