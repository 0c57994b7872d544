#ifndef ASSAY_SINK_H
#define ASSAY_SINK_H

#include <assay/record.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_sink assay_sink;
typedef struct assay_sink_ops assay_sink_ops;
typedef struct assay_writer assay_writer;
typedef struct assay_writer_ops assay_writer_ops;

/* A sink describes where records go; it never changes (FSK-CFG-01). The order of one write:
 *   initialize;  for every bundle, in any process, one attempt or several, also at once:
 * open_writer, write..., prepare;  commit with one token for every bundle;  cleanup. Each of these
 * may be repeated, and be cut off by the death of the process. An attempt whose token is not
 * committed never shows in the output (FSK-DUP-02), whatever it still does afterwards; a sink that
 * promises no more than at least once may show it, but only whole records that were written. The
 * connector embeds this struct as the first member of its own. Owned by whoever received it, until
 * release. Any thread, several at once, except release. All calls may wait for the store. */
struct assay_sink {
    const assay_sink_ops *ops; /* the connector's, valid until its library is closed */
};

/* Frozen: what is new comes as an ability. No member may be NULL. */
struct assay_sink_ops {
    uint32_t struct_size;
    uint32_t reserved;

    /* As encode, describe and validate of a source (FSK-CFG-02, FSK-CFG-03); what works validates
     * at any time, also when the output is there (FSK-CFG-04). */
    assay_status (*encode)(assay_sink *self, assay_out *to, assay_error *error) ASSAY_MUST_USE;
    assay_status (*describe)(assay_sink *self, assay_out *to, assay_error *error) ASSAY_MUST_USE;
    assay_status (*validate)(assay_sink *self, assay_error *error) ASSAY_MUST_USE;

    /* Makes ready what the write needs outside the writers. Any number of times, at any time before
     * commit, without harm to attempts that run (FSK-INI-01). */
    assay_status (*initialize)(assay_sink *self, assay_error *error) ASSAY_MUST_USE;

    /* A writer for one attempt at one bundle. Bundles count from 0. attempt is a text of letters,
     * digits and '-', at most 64, never used before (FSK-OPN-01); borrowed for the call. A bundle
     * that the sink has no place for is INVALID. Sets up all or nothing (FSK-OPN-03). *writer: the
     * caller's, until its release; valid also when the sink is released. */
    assay_status (*open_writer)(assay_sink *self, uint64_t bundle, const char *attempt,
                                assay_writer **writer, assay_error *error) ASSAY_MUST_USE;

    /* Makes the prepared bundles the output, durably (PSK-12, PSK-15). tokens: the complete set of
     * this write, one attempt of each bundle, borrowed for the call, in any order (FSK-FIN-04),
     * from any process. Any number of times, also after a commit that was cut off, with the same
     * result (FSK-FIN-01). Two tokens of one bundle, or bytes that are no token, are INVALID. */
    assay_status (*commit)(assay_sink *self, const assay_bytes *tokens, size_t count,
                           assay_error *error) ASSAY_MUST_USE;

    /* Removes what attempts without a committed token left behind (FSK-DUP-03). Runs when no writer
     * of this write is open; any number of times; also when nothing was committed, or nothing
     * initialized. */
    assay_status (*cleanup)(assay_sink *self, assay_error *error) ASSAY_MUST_USE;

    /* As query of a source. */
    const void *(*query)(assay_sink *self, const char *ability);

    void (*release)(assay_sink *self);
};

/* One attempt at one bundle. States: OPEN -write-> OPEN -prepare-> PREPARED; OPEN, PREPARED or
 * FAILED -abort-> ABORTED; an error of write or prepare: FAILED. Errors are sticky: a writer that
 * failed never prepares (PSK-06). One thread at a time. The connector embeds this struct as the
 * first member. */
struct assay_writer {
    const assay_writer_ops *ops;
};

/* Frozen. No member may be NULL. */
struct assay_writer_ops {
    uint32_t struct_size;
    uint32_t reserved;

    /* Takes one record, borrowed for the call and not changed (PSK-14). A sink that is idempotent
     * by id answers INVALID to one without id, or prepare does (PSK-16). State: OPEN, otherwise
     * STATE. */
    assay_status (*write)(assay_writer *self, const assay_record *record,
                          assay_error *error) ASSAY_MUST_USE;

    /* All is flushed and durable when it answers OK (PSK-04, PSK-15); token names what commit shall
     * publish. State: OPEN, otherwise STATE. */
    assay_status (*prepare)(assay_writer *self, assay_out *token,
                            assay_error *error) ASSAY_MUST_USE;

    /* Gives the attempt up and removes what it stored. Once, in any state (FSK-CLS-03). */
    assay_status (*abort)(assay_writer *self, assay_error *error) ASSAY_MUST_USE;

    /* Frees self in any state; like the death of the process it publishes nothing. */
    void (*release)(assay_writer *self);
};

#ifdef __cplusplus
}
#endif

#endif
