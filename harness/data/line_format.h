#ifndef ASSAY_DATA_LINE_FORMAT_H
#define ASSAY_DATA_LINE_FORMAT_H

#include "data/build.h"
#include "data/record_maker.h"

/* The options of every generator that has such a format. */
#define ASSAY_LINE_FORMAT_OPTIONS                                                                  \
    {"delimiter", ASSAY_OPTION_TEXT, "ends a record", 0, 0, "\n"},                                 \
        {"crlf", ASSAY_OPTION_SWITCH, "lines end in CR LF", 0, 0, "false"},                        \
        {"bom", ASSAY_OPTION_SWITCH, "a file starts with a byte order mark", 0, 0, "false"},       \
        {"header-lines",                                                                           \
         ASSAY_OPTION_NUMBER,                                                                      \
         "lines before the first record of a file",                                                \
         0,                                                                                        \
         1000,                                                                                     \
         "0"},                                                                                     \
        {"final-delimiter",                                                                        \
         ASSAY_OPTION_SWITCH,                                                                      \
         "the last record of a file has its delimiter",                                            \
         0,                                                                                        \
         0,                                                                                        \
         "true"},                                                                                  \
    {                                                                                              \
        "huge", ASSAY_OPTION_SWITCH, "some records of about 64 KiB and of 200 KiB", 0, 0, "false"  \
    }

/* How lines and gzip-lines lay records out in a file. Borrows from the build. */
typedef struct assay_line_format {
    assay_record_maker maker;
    bool crlf, bom, final_delimiter;
    int64_t header_lines;
} assay_line_format;

/* From the options; INVALID: a delimiter that cannot be used. */
assay_status assay_line_format_init(assay_line_format *self, const assay_build *build,
                                    assay_error *error) ASSAY_MUST_USE;

/* Byte order mark, header and the records from first up to end; the records go to the truth, too.
 * Failed writes stay in the file's error flag. */
assay_status assay_line_format_write(const assay_line_format *self, assay_build *build,
                                     uint64_t first, uint64_t end, FILE *to,
                                     assay_error *error) ASSAY_MUST_USE;

#endif
