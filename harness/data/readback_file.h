#ifndef ASSAY_DATA_READBACK_FILE_H
#define ASSAY_DATA_READBACK_FILE_H

#include <assay/bytes.h>

/* Give the content of a file piece by piece; what take answers ends the reading unless it is OK. */
typedef assay_status (*assay_take_piece)(void *context, assay_bytes piece, assay_error *error);

assay_status assay_plain_file_read(const char *path, assay_take_piece take, void *context,
                                   assay_error *error) ASSAY_MUST_USE;
/* Decompressed, all members; zeros after the last one are padding. CORRUPT: damaged, cut off, or
 * something else behind. */
assay_status assay_gzip_file_read(const char *path, assay_take_piece take, void *context,
                                  assay_error *error) ASSAY_MUST_USE;

#endif
