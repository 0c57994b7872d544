#ifndef ASSAY_TOOLKIT_WRAP_H
#define ASSAY_TOOLKIT_WRAP_H

#include <assay/connector.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connector that forwards every call to another one, for decorators: those that trace, delay,
 * observe, or plant a defect. Fill assay_wrap_hooks with the functions that differ; what stays NULL
 * is forwarded. A hook gets the wrapped handle, calls the inner one as it likes
 * (assay_wrap_inner_source and its kin) and answers for the wrapper. Sources, readers and writers
 * that the inner connector hands out come back wrapped: parts, primaries, residuals, current
 * sources and restored readers, too. Encodings, marks and tokens are the inner connector's.
 *
 * The wrapper has the abilities of the inner instance that this header knows, no other, unless the
 * hook `query` says otherwise: it may hide an ability, offer a table of its own, or answer with
 * assay_wrap_source_ability or assay_wrap_reader_ability. The hook `release` frees only what hangs
 * in the room; the wrapper then frees the inner handle and itself. */
typedef struct assay_wrap assay_wrap;

typedef struct assay_wrap_hooks {
    /* Bytes of private, zeroed room behind each wrapped source, reader, sink and writer. */
    size_t source_room, reader_room, sink_room, writer_room;

    /* Each may be NULL, and so may their members; kinds and flags are the inner instance's. */
    const assay_source_ops *source;
    const assay_reader_ops *reader;
    const assay_sink_ops *sink;
    const assay_writer_ops *writer;
    const assay_size *size;
    const assay_split *split; /* by_count is asked only where the inner instance has it */
    const assay_range *range;
    const assay_checkpoint *checkpoint; /* finalize likewise */
    const assay_stream *stream;
    const assay_progress *progress;
    const assay_split_points *split_points;
    const assay_dynamic_split *dynamic_split;
    const assay_split_at *split_at;
    const assay_current_source *current_source;
    const assay_position *position;
} assay_wrap_hooks;

/* A wrapping connector is a const of this type whose base has its open and decode members set to
 * the assay_wrap_* functions below; inner is the wrapped connector's entry. */
struct assay_wrap {
    assay_connector base;
    const assay_connector *(*inner)(void);
    const assay_wrap_hooks *hooks;
};

/* UNSUPPORTED where the inner connector has no such kind. */
assay_status assay_wrap_open_source(const assay_connector *self, const assay_host *host,
                                    const assay_config *config, assay_source **source,
                                    assay_error *error) ASSAY_MUST_USE;
assay_status assay_wrap_decode_source(const assay_connector *self, const assay_host *host,
                                      assay_bytes encoded, assay_source **source,
                                      assay_error *error) ASSAY_MUST_USE;
assay_status assay_wrap_open_sink(const assay_connector *self, const assay_host *host,
                                  const assay_config *config, assay_sink **sink,
                                  assay_error *error) ASSAY_MUST_USE;
assay_status assay_wrap_decode_sink(const assay_connector *self, const assay_host *host,
                                    assay_bytes encoded, assay_sink **sink,
                                    assay_error *error) ASSAY_MUST_USE;

#define ASSAY_WRAP_BASE(name_, version_)                                                           \
    {                                                                                              \
        sizeof(assay_connector), ASSAY_CONTRACT_VERSION, name_, version_, assay_wrap_open_source,  \
            assay_wrap_decode_source, assay_wrap_open_sink, assay_wrap_decode_sink, NULL           \
    }

/* The handle behind a wrapped one: the wrapper's, valid until its release. */
assay_source *assay_wrap_inner_source(assay_source *self);
assay_reader *assay_wrap_inner_reader(assay_reader *self);
assay_sink *assay_wrap_inner_sink(assay_sink *self);
assay_writer *assay_wrap_inner_writer(assay_writer *self);

/* The room of the hooks, aligned for anything. Calls that may come from any thread share it. */
void *assay_wrap_source_room(assay_source *self);
void *assay_wrap_reader_room(assay_reader *self);
void *assay_wrap_sink_room(assay_sink *self);
void *assay_wrap_writer_room(assay_writer *self);

/* The source a reader came from and the sink of a writer. They stay in memory, with their room, as
 * long as the reader or writer; once their owner has released them, only the room and `like` below
 * may be used. */
assay_source *assay_wrap_reader_source(assay_reader *self);
assay_sink *assay_wrap_writer_sink(assay_writer *self);

/* Wraps what a hook got from the inner connector itself, as if the wrapper had forwarded; takes the
 * inner handle over, also when it fails, which is MEMORY. like: any source of this wrapper. */
assay_status assay_wrap_source(assay_source *like, assay_source *inner,
                               assay_source **source) ASSAY_MUST_USE;
assay_status assay_wrap_reader(assay_source *source, assay_reader *inner,
                               assay_reader **reader) ASSAY_MUST_USE;
assay_status assay_wrap_writer(assay_sink *sink, assay_writer *inner,
                               assay_writer **writer) ASSAY_MUST_USE;

/* What query answers without a hook. */
const void *assay_wrap_source_ability(assay_source *self, const char *ability);
const void *assay_wrap_reader_ability(assay_reader *self, const char *ability);

#ifdef __cplusplus
}
#endif

#endif
