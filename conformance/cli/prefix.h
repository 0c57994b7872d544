#ifndef ASSAY_CLI_PREFIX_H
#define ASSAY_CLI_PREFIX_H

#include <assay/status.h>

/* The folder that has this program in its bin/, where it has to be named: NULL when that bin/ is
 * in PATH, from where a shell and CMake find it. The caller's, to free. */
assay_status assay_prefix_to_name(char **prefix, assay_error *error) ASSAY_MUST_USE;

/* The folder of the pages, whether it is there or not. The caller's, to free. */
assay_status assay_prefix_docs(char **folder, assay_error *error) ASSAY_MUST_USE;

#endif
