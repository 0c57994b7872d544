#ifndef ASSAY_READER_H
#define ASSAY_READER_H

#include <assay/record.h>
#include <assay/source.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_reader_ops assay_reader_ops;

/* One pass over one source. States:
 *   NEW -start-> ON_RECORD, IDLE or AT_END;  ON_RECORD, IDLE -advance-> ON_RECORD, IDLE or AT_END;
 *   any -close-> CLOSED.  IDLE is only for sources that have "assay.stream/0" (RD-LIFE-19).
 * After an error of start or advance only current's STATE, close and release are left, and whatever
 * "any thread" calls answer must not crash.
 * One thread at a time uses it (RD-LIFE-16), except where an ability says "any thread".
 * The connector embeds this struct as the first member of its own. */
struct assay_reader {
    const assay_reader_ops *ops; /* the connector's, valid until its library is closed */
};

/* Frozen: what is new comes as an ability. No member may be NULL. */
struct assay_reader_ops {
    uint32_t struct_size;
    uint32_t reserved;

    /* Moves to the first record (RD-LIFE-03): OK, or END, or IDLE.
     * State: NEW, otherwise STATE. Thread: the reader's. May wait for the store.
     * An error of the store is IO or CORRUPT, never END (RD-LIFE-15). */
    assay_status (*start)(assay_reader *self, assay_error *error) ASSAY_MUST_USE;

    /* Moves to the next record: OK, or END, or IDLE. END is sticky: once END, always END, also
     * after a split was refused (RD-LIFE-04). State: ON_RECORD, IDLE, AT_END; NEW and CLOSED answer
     * STATE (RD-LIFE-02). Thread: the reader's. May wait for the store, but not for data to appear:
     * that is IDLE (US-READ-06), for ever where a stream has no end. An error of the store is IO or
     * CORRUPT, never END (RD-LIFE-15). */
    assay_status (*advance)(assay_reader *self, assay_error *error) ASSAY_MUST_USE;

    /* Shows the record that start or advance arrived at, any number of times the same (RD-LIFE-06).
     * The caller sets struct_size. What the fields point to is the reader's; it stays valid and
     * unchanged until the next start, advance or close of this reader; no other call touches it
     * (RD-LIFE-07).
     * State: ON_RECORD, otherwise STATE (RD-LIFE-05). Thread: the reader's. Does not wait. */
    assay_status (*current)(assay_reader *self, assay_record *record,
                            assay_error *error) ASSAY_MUST_USE;

    /* Ends reading and gives back what reading holds: files, connections, threads (RD-LIFE-10).
     * Allowed once in any state (RD-LIFE-11); a second close answers STATE. From then on abilities
     * answer STATE, from any thread, until release. Thread: the reader's. May wait for the store.
     */
    assay_status (*close)(assay_reader *self, assay_error *error) ASSAY_MUST_USE;

    /* As query of a source. */
    const void *(*query)(assay_reader *self, const char *ability);

    /* Frees self, closed or not. Called once, when no other thread uses the reader any more. */
    void (*release)(assay_reader *self);
};

#ifdef __cplusplus
}
#endif

#endif
