#ifndef ASSAY_TOOLKIT_DELIMITED_FORMAT_H
#define ASSAY_TOOLKIT_DELIMITED_FORMAT_H

#include <assay/config.h>
#include <assay/toolkit/codec.h>
#include <assay/toolkit/delimited_reader.h>

/* How a file is made of delimited records: what a connector is told in its settings `delimiter`,
 * `crlf`, `header-lines` and `bom`, and carries in its encoded sources. A plain value. */
typedef struct assay_delimited_format {
    unsigned char delimiter[ASSAY_DELIMITER_MAX];
    size_t delimiter_size;
    bool crlf;            /* as for assay_delimited_reader_new */
    bool bom;             /* a byte order mark at the start of the file is no data */
    int64_t header_lines; /* so many records after it are none of the source */
} assay_delimited_format;

/* Reads the settings of a connector whose sources are such files: those above and `path`, which is
 * needed and not empty. Defaults: lines, with or without a CR; a byte order mark is no data; no
 * header. INVALID, with a message that names the key, at the first thing that is wrong; then
 * nothing is written. *path: borrowed from the configuration. */
assay_status assay_delimited_format_configure(assay_delimited_format *self,
                                              const assay_config *config, const char **path,
                                              assay_error *error) ASSAY_MUST_USE;

/* Records end in delimiter; INVALID when it cannot be one. The other members are the caller's. */
assay_status assay_delimited_format_set(assay_delimited_format *self, const char *delimiter,
                                        assay_error *error) ASSAY_MUST_USE;
assay_bytes assay_delimited_format_delimiter(const assay_delimited_format *self); /* borrowed */

assay_status assay_delimited_format_encode(const assay_delimited_format *self,
                                           assay_out *to) ASSAY_MUST_USE;
assay_delimited_format assay_delimited_format_decode(assay_decoder *from);

/* A reader over input, whose first byte is at offset; takes input over, also when it fails. */
assay_status assay_delimited_format_open(const assay_delimited_format *self, assay_input *input,
                                         uint64_t offset,
                                         assay_delimited_reader **reader) ASSAY_MUST_USE;
/* Skips byte order mark and header; reader stands at the start of the file. OK also when the file
 * ends there. */
assay_status assay_delimited_format_skip_head(const assay_delimited_format *self,
                                              assay_delimited_reader *reader,
                                              assay_error *error) ASSAY_MUST_USE;

#endif
