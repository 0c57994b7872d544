#ifndef ASSAY_CLAUSES_TABLES_H
#define ASSAY_CLAUSES_TABLES_H

#include "clauses/clause.h"

/* The catalogue by family; the numbers are those of the rows. */
extern const assay_clause assay_clauses_libraries[2];
extern const assay_clause assay_clauses_sources[33];
extern const assay_clause assay_clauses_readers[33];
extern const assay_clause assay_clauses_positions[43];
extern const assay_clause assay_clauses_streams[29];
extern const assay_clause assay_clauses_sinks[34];
extern const assay_clause assay_clauses_trackers[31];

#endif
