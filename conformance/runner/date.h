#ifndef ASSAY_RUNNER_DATE_H
#define ASSAY_RUNNER_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* Days as ISO 8601 writes them, "2026-12-31": texts that compare as the days do. */

#define ASSAY_DATE_SIZE 11

bool assay_date_valid(const char *text);

/* The day of that second since 1970, in UTC. */
void assay_date_of(int64_t seconds, char to[ASSAY_DATE_SIZE]);

#endif
