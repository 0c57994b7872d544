#ifndef ASSAY_TOOLKIT_KEY_READER_H
#define ASSAY_TOOLKIT_KEY_READER_H

#include <assay/connector.h>
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/key_tracker.h>
#include <assay/toolkit/reader_state.h>

/* A reader over a store that is ordered by key, but for the store: the states of assay/reader.h,
 * and all that other threads may ask of it: progress, split points, splits, the current source. A
 * position is a key. A connector's reader begins with it and gives the functions that go through
 * the store.
 *
 * What belongs to the store is used by the reading thread alone; what other threads look at changes
 * under the lock, which is never held while one of the functions runs, but for part. */
typedef struct assay_key_reader assay_key_reader;

typedef struct assay_key_reader_store {
    /* Goes to the first record: at or behind start, or, with a place, behind that. Tells what may
     * be split (assay_key_reader_track) before it arrives at it. OK, END, or why it failed. */
    assay_status (*begin)(assay_key_reader *self, assay_error *error);
    /* Goes to the next record: claims its key and arrives at it. OK, END, or why it failed. */
    assay_status (*move)(assay_key_reader *self, assay_error *error);
    /* The record that it has arrived at, as current of assay/reader.h. */
    void (*show)(const assay_key_reader *self, assay_record *record);
    /* Lets go of the store; called after the end, a failure, close and release. */
    void (*stop)(assay_key_reader *self);
    /* The source of the keys in [start, end) that is otherwise what is read; an empty end: up to
     * the last one. Called under the lock, by any thread: no I/O. OK or MEMORY. */
    assay_status (*part)(const assay_key_reader *self, assay_bytes start, assay_bytes end,
                         assay_source **part);
    /* Frees what is left, and the reader itself. */
    void (*release)(assay_key_reader *self);
} assay_key_reader_store;

/* How far a reader is: what a mark holds. */
typedef struct assay_key_place {
    bool any;         /* whether it has arrived at a record, perhaps before a restore */
    assay_buffer key; /* of that record; owned */
    uint64_t points;  /* split points that it has arrived at */
} assay_key_place;

struct assay_key_reader {
    assay_reader base;
    const assay_key_reader_store *store; /* lives as long as the connector */
    bool keyless;       /* the records have no keys: it cannot be split and has no positions */
    assay_buffer start; /* of what is read; never changes */
    bool split_point;   /* whether the record is one; the reading thread's */

    pthread_mutex_t lock;
    assay_reader_state state;
    assay_key_place place;
    assay_key_tracker *tracker; /* from the first to behind the last key; NULL before track */
    assay_buffer low, top;      /* where fractions begin; the last key */
    assay_buffer end;           /* of what is read now; empty: none */
};

/* In zeroed memory; copies start and end. place is where a restored reader goes on, its contents
 * are taken over when the answer is OK; NULL: at the start. OK or MEMORY; after either, the reader
 * ends by base.ops->release, which calls stop and release of the store. */
assay_status assay_key_reader_init(assay_key_reader *self, const assay_key_reader_store *store,
                                   assay_bytes start, assay_bytes end,
                                   assay_key_place *place) ASSAY_MUST_USE;

/* What there is to read, in keys that are copied: the first and the last one, and where fractions
 * begin, which is the first one unless that is far from all others. Once, by begin. OK, MEMORY, or
 * END when the place lies behind all of it. */
assay_status assay_key_reader_track(assay_key_reader *self, assay_bytes first, assay_bytes low,
                                    assay_bytes last) ASSAY_MUST_USE;

/* As assay_key_tracker_claim. */
assay_status assay_key_reader_claim(assay_key_reader *self, assay_bytes key,
                                    bool split_point) ASSAY_MUST_USE;

/* The reader is on a record now. At a split point *key, which was claimed, becomes the key of its
 * place, and the key that was there the caller's. */
void assay_key_reader_arrive(assay_key_reader *self, assay_buffer *key, bool split_point);

/* What query of assay/reader.h answers for it; base.ops does. */
const void *assay_key_reader_query(assay_reader *self, const char *ability);

#endif
