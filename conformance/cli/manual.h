#ifndef ASSAY_CLI_MANUAL_H
#define ASSAY_CLI_MANUAL_H

#include "cli/verbs.h"

/* Writes the manual page assay(1), for man, from the texts that --help has. */
void assay_manual_write(FILE *to, const assay_usage *usage);

#endif
