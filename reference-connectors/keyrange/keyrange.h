#ifndef ASSAY_KEYRANGE_KEYRANGE_H
#define ASSAY_KEYRANGE_KEYRANGE_H

#include <assay/connector.h>
#include <assay/toolkit/attempt.h>
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/key_reader.h>
#include <lmdb.h>

/* Records by key in an LMDB environment, the main database of one file (MDB_NOSUBDIR): read in
 * ranges of keys, which are the ids of the records, and written by id. A position is a key; keys
 * compare byte by byte.
 *
 * No lock file of LMDB is made or looked at (MDB_NOLOCK): reading leaves no trace and needs no
 * right to write, and LMDB's locks do not bear that two parts of one process open the same file. So
 *
 * - a reader sees the state of its start while at most one transaction is committed after it.
 *   Another one may take its pages: from then on it answers IO. What is read should rest.
 * - sinks keep each other out by flock(2) of the file, in all threads and processes. Other programs
 *   of LMDB do not look at that: while a sink writes, they have to stay away.
 * - a file that is cut off, foreign, of another version or no file is said to be so, and a page is
 *   checked before a record of it is given. LMDB itself goes through pages unchecked: one that is
 *   damaged, or a file that is cut off while it is read, may still end the process. */
#define KEYRANGE_FORMAT 1      /* of encodings, marks and tokens */
#define KEYRANGE_BATCH 1000000 /* records of a transaction, the largest setting */
#define KEYRANGE_KEY_MAX 511   /* bytes of a key, LMDB's limit */

typedef struct keyrange_source {
    assay_source base;
    char *path;              /* owned */
    assay_buffer start, end; /* positions; an empty end: none */
} keyrange_source;

assay_status keyrange_open_source(const assay_connector *self, const assay_host *host,
                                  const assay_config *config, assay_source **source,
                                  assay_error *error);
assay_status keyrange_decode_source(const assay_connector *self, const assay_host *host,
                                    assay_bytes encoded, assay_source **source, assay_error *error);
/* Copies what it is given. */
assay_status keyrange_source_new(const char *path, assay_bytes start, assay_bytes end,
                                 assay_source **source);
const void *keyrange_source_query(assay_source *self, const char *ability);
/* On one line, whatever is in the text. */
assay_status keyrange_print_line(const char *text, assay_out *to);

/* What LMDB's functions do not tell: whether the file is whole, how large the tree of keys is, and
 * where in it a key lies. Read from the file, a page for each level, so that it costs little; pages
 * are checked before they are believed. */
typedef struct keyrange_tree {
    const char *path; /* borrowed */
    int file;
    uint64_t bytes;       /* of the file */
    uint64_t page_size;   /* bytes */
    uint64_t last_page;   /* the highest number of a page in any state that is left */
    uint64_t transaction; /* the number of the one that left it so */
    uint64_t root, depth, pages, entries;
} keyrange_tree;

/* Opens the file and looks at it as a whole; the caller's, to close. path stays in use. Errors: IO,
 * CORRUPT, MEMORY. */
assay_status keyrange_tree_open(const char *path, keyrange_tree *tree, assay_error *error);
void keyrange_tree_close(keyrange_tree *self);
/* About which share of all bytes is in front of a key: from 0 to 1, monotone. */
assay_status keyrange_tree_share(const keyrange_tree *self, assay_bytes key, double *share,
                                 assay_error *error);
/* The key that has about this share, 0 to 1, in front of it; of a tree that is not empty. */
assay_status keyrange_tree_key_at(const keyrange_tree *self, double share, assay_out *key,
                                  assay_error *error);

/* Whether the page that a key is on is as it should be; *last becomes the last key on it. */
assay_status keyrange_tree_check_leaf(const keyrange_tree *self, assay_bytes key,
                                      assay_buffer *last, assay_error *error);

/* A page of the tree, in memory. */
typedef struct keyrange_page {
    const keyrange_tree *tree; /* borrowed */
    unsigned char *bytes;      /* owned */
    uint64_t count;            /* of nodes, at least one */
    bool leaf;
} keyrange_page;

typedef struct keyrange_node {
    assay_bytes key;        /* borrowed from the page; that of a branch's first node is empty */
    uint64_t first, behind; /* the pages it refers to: one below, those of a large value, none */
} keyrange_node;

assay_status keyrange_page_new(const keyrange_tree *tree, keyrange_page *page); /* or MEMORY */
void keyrange_page_clear(keyrange_page *self);
/* Errors: IO, CORRUPT. */
assay_status keyrange_page_read(keyrange_page *self, uint64_t number, bool leaf,
                                assay_error *error);
assay_status keyrange_page_node(const keyrange_page *self, uint64_t number, keyrange_node *node,
                                assay_error *error);
assay_status keyrange_damaged(const char *path, const char *how, assay_error *error);

/* One state of an environment, to read. One thread at a time. */
typedef struct keyrange_snapshot {
    const char *path; /* borrowed */
    keyrange_tree tree;
    assay_buffer checked; /* the last key of the last page that was checked; empty: none was */
    MDB_env *env;
    MDB_txn *transaction;
    MDB_cursor *cursor;
    MDB_val key, value; /* where the cursor is; borrowed from the environment */
} keyrange_snapshot;

/* As keyrange_tree_open. After a failure there is nothing to close. */
assay_status keyrange_snapshot_open(const char *path, keyrange_snapshot *self, assay_error *error);
void keyrange_snapshot_close(keyrange_snapshot *self); /* also when zeroed */
/* The cursor goes to the first record at or behind a position, or to the next one, or to the last
 * one before a position, of all when that is empty. END: there is none. */
assay_status keyrange_snapshot_seek(keyrange_snapshot *self, assay_bytes position,
                                    assay_error *error);
assay_status keyrange_snapshot_next(keyrange_snapshot *self, assay_error *error);
assay_status keyrange_snapshot_last(keyrange_snapshot *self, assay_bytes end, assay_error *error);
/* Whether the record that the cursor is on can be trusted, where it goes from one to the next: LMDB
 * gives it unchecked. CORRUPT if not. */
assay_status keyrange_snapshot_check_record(keyrange_snapshot *self, assay_error *error);
/* Whether its pages are still its own; otherwise IO. */
assay_status keyrange_snapshot_check(const keyrange_snapshot *self, assay_error *error);
/* The answer for a code of LMDB, which is no success. */
assay_status keyrange_failed(int code, const char *path, assay_error *error);

typedef struct keyrange_reader {
    assay_key_reader keys;
    char *path; /* owned */
    keyrange_snapshot snapshot;
    assay_buffer next;  /* the key of the record that is looked at */
    assay_buffer value; /* of the record */
} keyrange_reader;

/* A reader that goes on behind place, whose contents it takes over, or begins when place is NULL.
 */
assay_status keyrange_reader_new(const keyrange_source *source, assay_key_place *place,
                                 assay_reader **reader);
extern const assay_checkpoint keyrange_checkpoint;

typedef struct keyrange_sink {
    assay_sink base;
    char *path;    /* owned */
    int64_t batch; /* records of a transaction, at most */
} keyrange_sink;

assay_status keyrange_open_sink(const assay_connector *self, const assay_host *host,
                                const assay_config *config, assay_sink **sink, assay_error *error);
assay_status keyrange_decode_sink(const assay_connector *self, const assay_host *host,
                                  assay_bytes encoded, assay_sink **sink, assay_error *error);
assay_status keyrange_open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                                  assay_writer **writer, assay_error *error);

/* Makes an environment without records, whole and durable, where none is; the directory must be
 * there. It is built as PATH.new, under a lock of the directory. */
assay_status keyrange_environment_make(const char *path, assay_error *error);
/* Whether it is there and can be changed, or can be made; otherwise INVALID. */
assay_status keyrange_environment_check(const char *path, assay_error *error);
/* Removes what a make that was cut short has left. */
assay_status keyrange_environment_clear(const char *path, assay_error *error);
/* Stores records, each as the bytes of its id and those of its value, by assay_put_bytes: all of
 * them, durably, or none. Waits for other writers. */
assay_status keyrange_environment_store(const char *path, assay_bytes records, assay_error *error);

#endif
