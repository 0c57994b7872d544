#ifndef ASSAY_BENCH_MEASURE_H
#define ASSAY_BENCH_MEASURE_H

#include "bench/bench.h"

/* The value of a row, in its unit. manifests: the folder of those of the reference connectors. */
assay_status bench_measure(const bench_row *row, const char *manifests, double *value,
                           assay_error *error) ASSAY_MUST_USE;

#endif
