#ifndef ASSAY_HOST_HOST_H
#define ASSAY_HOST_HOST_H

#include "engine/check.h"

/* The program in which connectors run: a main for the one that has the checks. */
int assay_host_main(int argc, char **argv, const assay_check_table *tables, size_t count);

#endif
