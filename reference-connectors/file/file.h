#ifndef ASSAY_FILE_FILE_H
#define ASSAY_FILE_FILE_H

#include <assay/connector.h>
#include <assay/toolkit/delimited_format.h>
#include <assay/toolkit/offset_reader.h>

/* Delimited records of one file, or of all files that match a pattern. A position is an offset in
 * the file; a record belongs to the range in which its first byte lies. */
typedef struct file_source {
    assay_source base;
    char *path; /* owned */
    bool pattern;
    assay_delimited_format format;
    uint64_t start, end; /* ASSAY_OFFSET_UNBOUNDED: as far as the file goes */
} file_source;

assay_status file_open_source(const assay_connector *self, const assay_host *host,
                              const assay_config *config, assay_source **source,
                              assay_error *error);
assay_status file_decode_source(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_source **source, assay_error *error);

assay_status file_open_sink(const assay_connector *self, const assay_host *host,
                            const assay_config *config, assay_sink **sink, assay_error *error);
assay_status file_decode_sink(const assay_connector *self, const assay_host *host,
                              assay_bytes encoded, assay_sink **sink, assay_error *error);

/* A copy of like with another range. */
assay_status file_source_part(const file_source *like, uint64_t start, uint64_t end,
                              assay_source **source);
/* The whole of one file, read as like is. */
assay_status file_source_of_file(const file_source *like, const char *path, assay_source **source);
const void *file_source_query(assay_source *self, const char *ability);

assay_status file_size(const char *path, uint64_t *size, assay_error *error);
/* The size of what a source of one file covers. */
assay_status file_source_size(const file_source *self, uint64_t *size, assay_error *error);

/* The files of a pattern, in an order that depends on nothing but their names; IO when there are
 * none. The caller clears the list. */
typedef struct file_list {
    char **paths;
    size_t count;
} file_list;
assay_status file_list_match(const char *pattern, file_list *list, assay_error *error);
void file_list_clear(file_list *self);

/* Where a reader of one file goes on: after the split points that were counted, at next. */
typedef struct file_mark {
    uint64_t next, split_points;
} file_mark;

typedef struct file_reader {
    assay_offset_reader offsets;
    bool any;       /* whether mark means something */
    file_mark mark; /* after the current record */
    assay_delimited_reader *records;
} file_reader;

/* mark NULL: from the source's start. */
assay_status file_reader_new(const file_source *source, const file_mark *mark,
                             assay_reader **reader);

/* bytes: a mark of a pattern's reader, empty for none. */
assay_status file_pattern_reader_new(const file_source *source, assay_bytes mark,
                                     assay_reader **reader);

extern const assay_checkpoint file_checkpoint;
extern const assay_checkpoint file_pattern_checkpoint;

#endif
