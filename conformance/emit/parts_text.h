#ifndef ASSAY_EMIT_PARTS_TEXT_H
#define ASSAY_EMIT_PARTS_TEXT_H

#include "emit/parts.h"

typedef struct assay_emit_part_row {
    assay_emit_part part;
    uint64_t needs; /* other parts */
    const char *text;
} assay_emit_part_row;

/* In the order in which they stand; records and moves use the table of records. */
extern const assay_emit_part_row assay_emit_parts_files[];
extern const size_t assay_emit_parts_files_count;
extern const assay_emit_part_row assay_emit_parts_bytes[];
extern const size_t assay_emit_parts_bytes_count;
extern const assay_emit_part_row assay_emit_parts_looks[];
extern const size_t assay_emit_parts_looks_count;
extern const assay_emit_part_row assay_emit_parts_records[];
extern const size_t assay_emit_parts_records_count;
extern const assay_emit_part_row assay_emit_parts_moves[];
extern const size_t assay_emit_parts_moves_count;

#endif
