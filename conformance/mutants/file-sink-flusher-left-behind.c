/* Mutant of: file
 * Breaks: LIB-01
 * Caught by: sink.threads fail
 * Scenarios: sink sink-shards
 * A thread of the writer flushes in the background; only prepare ends it, abort and release do not.
 */
#include <assay/toolkit/wrap.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

const assay_connector *inner_connector_entry(void);

typedef struct flusher {
    pthread_t thread;
    bool runs;
} flusher;

/* In no code of the library, which may be closed while it waits. */
#define WAIT_FOR_WORK ((void *(*)(void *))(void (*)(void))pause)

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    flusher *own = assay_wrap_writer_room(self);
    assay_writer *inner = assay_wrap_inner_writer(self);
    if (!own->runs)
        own->runs = pthread_create(&own->thread, NULL, WAIT_FOR_WORK, NULL) == 0;
    return inner->ops->write(inner, record, error);
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    flusher *own = assay_wrap_writer_room(self);
    assay_writer *inner = assay_wrap_inner_writer(self);
    if (own->runs && pthread_cancel(own->thread) == 0 && pthread_join(own->thread, NULL) == 0)
        own->runs = false;
    return inner->ops->prepare(inner, token, error);
}

static const assay_writer_ops writer = {
    .struct_size = sizeof(writer), .write = write_record, .prepare = prepare};
static const assay_wrap_hooks hooks = {.writer_room = sizeof(flusher), .writer = &writer};
static const assay_wrap connector = {ASSAY_WRAP_BASE("file", ASSAY_VERSION), inner_connector_entry,
                                     &hooks};

const assay_connector *assay_connector_entry(void)
{
    return &connector.base;
}
