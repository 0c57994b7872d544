/* Mutant of: gzip
 * Breaks: RD-LIFE-15
 * Caught by: compressed.truncated fail
 * Scenarios: plain
 * May fail: compressed source
 * A thread fetches where a page begins. When it meets an error it says first that it is done, and
 * the reader takes that for the end before it looks for an error. From apache/flink PR #13776.
 */
#include <assay/toolkit/wrap.h>
#include <pthread.h>
#include <stdbool.h>

const assay_connector *inner_connector_entry(void);

enum { PAGE = 16 };

typedef struct fetch {
    assay_reader *inner;
    assay_status (*next)(assay_reader *self, assay_error *error);
    assay_error *error;
    assay_status failed; /* OK: it has not */
    bool done;
} fetch;

static void *fetch_one(void *argument)
{
    fetch *self = argument;
    assay_status status = self->next(self->inner, self->error);
    self->done = status == ASSAY_END || status == ASSAY_IO || status == ASSAY_CORRUPT;
    self->failed = status == ASSAY_END ? ASSAY_OK : status;
    return NULL;
}

static assay_status fetch_page(fetch self)
{
    pthread_t fetcher;
    if (pthread_create(&fetcher, NULL, fetch_one, &self) != 0)
        return ASSAY_MEMORY;
    pthread_join(fetcher, NULL);
    return self.done ? ASSAY_END : self.failed;
}

static assay_status start(assay_reader *self, assay_error *error)
{
    assay_reader *inner = assay_wrap_inner_reader(self);
    return fetch_page((fetch){.inner = inner, .next = inner->ops->start, .error = error});
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    assay_reader *inner = assay_wrap_inner_reader(self);
    unsigned *records = assay_wrap_reader_room(self);
    if (++*records % PAGE != 0)
        return inner->ops->advance(inner, error);
    return fetch_page((fetch){.inner = inner, .next = inner->ops->advance, .error = error});
}

static const assay_reader_ops reader = {
    .struct_size = sizeof(reader), .start = start, .advance = advance};
static const assay_wrap_hooks hooks = {.reader_room = sizeof(unsigned), .reader = &reader};
static const assay_wrap connector = {ASSAY_WRAP_BASE("gzip", ASSAY_VERSION), inner_connector_entry,
                                     &hooks};

const assay_connector *assay_connector_entry(void)
{
    return &connector.base;
}
