#ifndef ASSAY_BGZF_BGZF_H
#define ASSAY_BGZF_BGZF_H

#include <assay/connector.h>
#include <assay/toolkit/delimited_format.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/offset_reader.h>
#include <zlib.h>

/* Delimited records in blocked gzip: gzip members of at most 64 KiB that say how long they are, as
 * bgzip writes them. A position is a virtual offset: where a block begins in the file, times 65536,
 * and how far into its data. A record belongs to the range in which its first byte lies, however
 * many blocks it goes on in. The file ends in the empty block that bgzip writes; one that does not
 * was cut off. */
#define BGZF_BLOCK 65536 /* bytes of a block, and of its data, at most */
#define BGZF_PIECE 4096  /* bytes that are looked through for a block at a time */
#define BGZF_MAGIC 4     /* bytes that every block begins with */
#define BGZF_NEAR 4096   /* bytes that are read at a time where fewer are wanted */

typedef struct bgzf_source {
    assay_source base;
    char *path; /* owned */
    assay_delimited_format format;
    uint64_t start, end; /* ASSAY_OFFSET_UNBOUNDED: as far as the file goes */
} bgzf_source;

assay_status bgzf_open_source(const assay_connector *self, const assay_host *host,
                              const assay_config *config, assay_source **source,
                              assay_error *error);
assay_status bgzf_decode_source(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_source **source, assay_error *error);

/* A copy of like with another range. */
assay_status bgzf_source_part(const bgzf_source *like, uint64_t start, uint64_t end,
                              assay_source **source);
const void *bgzf_source_query(assay_source *self, const char *ability);

/* An open file; holds what one block takes in memory, and the block that was read last, which is
 * not read again. One thread at a time. */
typedef struct bgzf_file {
    int descriptor;
    uint64_t size;    /* when it was opened */
    const char *path; /* borrowed, for messages */
    uint64_t near_at; /* what lies there in the file is in near: headers are many and small */
    size_t near_size;
    unsigned char near[BGZF_NEAR];
    unsigned char stored[BGZF_BLOCK], data[BGZF_BLOCK], window[BGZF_PIECE + BGZF_MAGIC - 1];
    uint64_t data_of; /* where the block begins that data is from; UINT64_MAX: no block */
    size_t data_size;
    uint64_t before_end, before; /* a block that was found before a place, and where it begins */
    z_stream inflater;
} bgzf_file;

/* *file: the caller's, to close; path is borrowed until then. */
assay_status bgzf_file_open(const char *path, bgzf_file **file, assay_error *error);
void bgzf_file_close(bgzf_file *self);

/* Where a block lies. */
typedef struct bgzf_block {
    uint64_t start, stored; /* bytes of the file */
    size_t header;          /* so many of them come before the compressed data */
} bgzf_block;

/* The block that begins at start, by its header; END: the file ends there; CORRUPT: none does. */
assay_status bgzf_block_at(bgzf_file *file, uint64_t start, bgzf_block *block, assay_error *error);
/* Size bytes that lie inside the file; few are read together with what follows. */
assay_status bgzf_file_read(bgzf_file *file, uint64_t at, void *to, size_t size,
                            assay_error *error);
/* Puts its data in file; CORRUPT when it is not what the checksum and the size say. take: of a
 * block whose stored bytes are in memory. */
assay_status bgzf_block_read(bgzf_file *file, const bgzf_block *block, assay_error *error);
assay_status bgzf_block_take(bgzf_file *file, const bgzf_block *block, unsigned char *stored,
                             assay_error *error);

/* The last block that ends at end, which is checked and read; CORRUPT: none does. */
assay_status bgzf_block_before(bgzf_file *file, uint64_t end, bgzf_block *block,
                               assay_error *error);
/* The first block that begins at or after a place in the file; END: there is none; CORRUPT: what
 * lies there is no row of blocks. */
assay_status bgzf_block_find(bgzf_file *file, uint64_t from, bgzf_block *block, assay_error *error);
/* The virtual offset behind the last byte of data; CORRUPT: the end marker is missing. */
assay_status bgzf_data_end(bgzf_file *file, uint64_t *end, assay_error *error);

/* A place among the data: so far into the block that begins there; it may be the end of the block.
 */
typedef struct bgzf_place {
    uint64_t block, within;
} bgzf_place;

/* The data of all blocks from a place on, counted from 0. file: borrowed, and read through nothing
 * else while data is asked for. */
typedef struct bgzf_input bgzf_input;
assay_status bgzf_input_new(bgzf_file *file, bgzf_place from, bgzf_input **input);
assay_input *bgzf_input_base(bgzf_input *self);
/* Where a byte of its data lies that was read, or the end of what was; no byte before it is asked
 * for any more. */
bgzf_place bgzf_input_place(bgzf_input *self, uint64_t offset);

/* Where a reader goes on, after the split points that were counted. */
typedef struct bgzf_mark {
    bgzf_place next;
    uint64_t split_points;
} bgzf_mark;

typedef struct bgzf_reader {
    assay_offset_reader offsets;
    bool any;        /* whether mark means something */
    bgzf_mark mark;  /* after the current record */
    bgzf_file *file; /* owned, like what reads from it */
    assay_delimited_reader *records;
    bgzf_input *input; /* of records */
} bgzf_reader;

/* mark NULL: from the source's start. */
assay_status bgzf_reader_new(const bgzf_source *source, const bgzf_mark *mark,
                             assay_reader **reader);

extern const assay_checkpoint bgzf_checkpoint;

#endif
