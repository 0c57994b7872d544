#ifndef ASSAY_TOOLKIT_OFFSET_READER_H
#define ASSAY_TOOLKIT_OFFSET_READER_H

#include <assay/reader.h>
#include <assay/toolkit/offset_tracker.h>
#include <assay/toolkit/reader_state.h>

/* A reader over a bounded store of offsets, but for the store: the states of assay/reader.h, and
 * all that other threads may ask of it: progress, split points, splits, the current source. A
 * position is the offset of a record's first byte, and each record is a split point. A connector's
 * reader begins with it and gives the functions that go through the store. */
typedef struct assay_offset_reader assay_offset_reader;

/* begin, move and stop are called on the reader's thread and may wait for the store; no lock is
 * held while one of these runs. */
typedef struct assay_offset_reader_store {
    size_t size; /* of the connector's reader */

    /* A split by fraction falls on a multiple of it, the last one before; 0: on any offset. */
    uint64_t grain;

    /* Opens the store and stands before the first record of the range. As soon as it knows where
     * the data ends it says so, with assay_offset_reader_set_limit; without that a source without
     * end is not split. END: there is nothing to read. Called once, by start. */
    assay_status (*begin)(assay_offset_reader *self, assay_error *error) ASSAY_MUST_USE;

    /* Reads the next record into record, claims it with assay_offset_reader_claim, and, when that
     * says OK, notes for a mark what it has to. END: there is no more, or what claim said. What
     * record points to is the connector's, until the next move or stop. */
    assay_status (*move)(assay_offset_reader *self, assay_error *error) ASSAY_MUST_USE;

    /* Gives back what begin and move took, however far they came, also when neither was called.
     * Called once: by close, or by release when nobody closed. */
    void (*stop)(assay_offset_reader *self);

    /* Makes a source like that one for [start, end); end ASSAY_OFFSET_UNBOUNDED: as far as there is
     * data. *part: the caller's, until its release. Any thread; no I/O; MEMORY at worst. */
    assay_status (*part)(const assay_source *like, uint64_t start, uint64_t end,
                         assay_source **part) ASSAY_MUST_USE;

    /* Gives a part that nobody has seen yet another range. Any thread; cannot fail: the parts of a
     * split are made before it takes effect, since nothing may fail afterwards. */
    void (*cover)(assay_source *part, uint64_t start, uint64_t end);
} assay_offset_reader_store;

/* The connector reads it on the reader's thread; of it, it writes record alone, in move, and before
 * start restored_points. */
struct assay_offset_reader {
    assay_reader base;
    const assay_offset_reader_store *store; /* borrowed, as long as the reader */
    assay_source *source;     /* owned: a copy of what was to be read when it was opened */
    uint64_t start, end;      /* of source */
    uint64_t restored_points; /* split points that the readers before a restore arrived at */
    assay_record record;      /* the current one; without time and id if move sets none */
    uint64_t position;        /* where it starts */
    assay_reader_state state;
    uint64_t limit;               /* where source really ends, as far as is known */
    assay_offset_tracker tracker; /* what is to be read now */
};

/* A reader in NEW of [start, end), which source covers: store->size bytes, all of them zero but for
 * what is above. store: borrowed, as long as the reader; source: borrowed, until this returns.
 * *reader: the caller's, until its release. MEMORY: nothing is made. */
assay_status assay_offset_reader_new(const assay_offset_reader_store *store,
                                     const assay_source *source, uint64_t start, uint64_t end,
                                     assay_offset_reader **reader) ASSAY_MUST_USE;

/* In begin, once: the data ends at limit, and the range there or at its own end. From then on it
 * can be split; a source that was not cut keeps its end, also in parts that reach so far, for data
 * that is appended later. END: nothing of the range lies before the limit. */
assay_status assay_offset_reader_set_limit(assay_offset_reader *self,
                                           uint64_t limit) ASSAY_MUST_USE;

/* In move: OK, the record at offset is the reader's; else as assay_offset_tracker_claim. */
assay_status assay_offset_reader_claim(assay_offset_reader *self, uint64_t offset) ASSAY_MUST_USE;

/* The table of an ability as its header says, for query; NULL: not one of those above. After close
 * they answer STATE. */
const void *assay_offset_reader_query(assay_reader *self, const char *ability);

#endif
