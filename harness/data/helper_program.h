#ifndef ASSAY_DATA_HELPER_PROGRAM_H
#define ASSAY_DATA_HELPER_PROGRAM_H

#include <assay/status.h>

/* Where a program that is installed with assay-host is: beside $ASSAY_HOST, beside this program, in
 * ../libexec/assay from there, or the same from $ASSAY_LIBEXEC, which <assay/cmocka.h> sets, or
 * from a folder of PATH. *path: the caller's, to free. */
assay_status assay_helper_program(const char *name, char **path, assay_error *error) ASSAY_MUST_USE;

#endif
