#ifndef ASSAY_SOURCE_H
#define ASSAY_SOURCE_H

#include <assay/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_source assay_source;
typedef struct assay_source_ops assay_source_ops;
typedef struct assay_reader assay_reader;

/* A source describes what is to be read; it never changes, whatever is done with it, with its
 * readers or with its parts (SRC-IMM-01), and leaves no trace in its store (SRC-STORE-01). The
 * connector embeds this struct as the first member of its own. Owned by whoever received it, until
 * release. Any thread, several at once (SRC-IMM-04), except release, which is the owner's alone. */
struct assay_source {
    const assay_source_ops *ops; /* the connector's, valid until its library is closed */
};

/* Frozen: what is new comes as an ability. No member may be NULL. */
struct assay_source_ops {
    uint32_t struct_size;
    uint32_t reserved;

    /* Everything needed to make this source again in another process, on another machine, with
     * decode_source of the same connector (SRC-SER-01, SRC-SER-02), where the working directory and
     * descriptors are others (SRC-SER-03). Small, and no larger for a part than for the whole
     * (SRC-SER-04). No I/O. */
    assay_status (*encode)(assay_source *self, assay_out *to, assay_error *error) ASSAY_MUST_USE;

    /* One line of text for people, not empty, different for different parts (SRC-STR-01). No I/O.
     */
    assay_status (*describe)(assay_source *self, assay_out *to, assay_error *error) ASSAY_MUST_USE;

    /* Whether the source can be read at all, as far as that is cheap to know: INVALID or IO, with
     * the reason, when not (SRC-VAL-01). May do I/O. */
    assay_status (*validate)(assay_source *self, assay_error *error) ASSAY_MUST_USE;

    /* A new reader that stands before the first record; it is independent of every other reader of
     * this source (RD-LIFE-14) and stays valid when the source is released. No I/O (FBS-08).
     * *reader: the caller's, until its release. */
    assay_status (*open_reader)(assay_source *self, assay_reader **reader,
                                assay_error *error) ASSAY_MUST_USE;

    /* The ability of that name ("assay.size/0"), or NULL when this instance has not got it. Always
     * the same answer for one instance. The result belongs to the connector and is valid as long as
     * self. */
    const void *(*query)(assay_source *self, const char *ability);

    /* Frees self, which is invalid afterwards. Called once. */
    void (*release)(assay_source *self);
};

/* Receives sources one at a time. Each item is the receiver's, which releases it, whatever emit
 * answers. An answer other than OK asks the caller to stop and to pass it on. */
typedef struct assay_source_emit assay_source_emit;
struct assay_source_emit {
    assay_status (*emit)(assay_source_emit *self, assay_source *item) ASSAY_MUST_USE;
};

#ifdef __cplusplus
}
#endif

#endif
