#ifndef ASSAY_RANGE_RANGE_H
#define ASSAY_RANGE_RANGE_H

#include <assay/connector.h>
#include <assay/toolkit/offset_tracker.h>

/* The integers from one to another. A position is an integer with its sign bit flipped, as an
 * unsigned number, so that positions compare as the integers do. */
typedef struct range_source {
    assay_source base;
    uint64_t start, end; /* positions: [start, end) */
    bool endless;        /* instead of end: up to the largest integer, it included */
    bool unbounded;      /* a stream; only then is the rest used */
    uint64_t origin;     /* where the whole stream starts, whatever part of it this is */
    int64_t time_base, time_step, time_disorder, idle_every;
} range_source;

assay_status range_open_source(const assay_connector *self, const assay_host *host,
                               const assay_config *config, assay_source **source,
                               assay_error *error);
assay_status range_decode_source(const assay_connector *self, const assay_host *host,
                                 assay_bytes encoded, assay_source **source, assay_error *error);

/* A copy of like that covers another range. */
assay_status range_source_new(const range_source *like, uint64_t start, uint64_t end, bool endless,
                              assay_source **source);
bool range_source_empty(const range_source *self);
uint64_t range_source_last(const range_source *self); /* of one that is not empty */
const void *range_source_query(assay_source *self, const char *ability);

uint64_t range_position(int64_t integer);
int64_t range_integer(uint64_t position);
/* Eight bytes for each integer from first on, as far as that fits. */
int64_t range_stored_size(const range_source *self, uint64_t first);

typedef enum range_state { NEW, ON_RECORD, IDLE, AT_END, CLOSED } range_state;

typedef struct range_reader {
    assay_reader base;
    range_source source;          /* a copy: what was to be read when it was opened */
    assay_offset_tracker tracker; /* what is to be read now; all that other threads touch, with */
    _Atomic range_state state;    /* this, of which they look for CLOSED only */
    bool any;                     /* whether it has arrived at a record, perhaps before a restore */
    bool idled;                   /* after it, the reader answered IDLE already */
    uint64_t last;                /* the position of that record */
    uint64_t id;                  /* the same, most significant byte first */
    char text[24];
} range_reader;

/* A reader whose first record is the one after *last, or the first one when last is NULL. */
assay_status range_reader_new(const range_source *source, const uint64_t *last,
                              assay_reader **reader);

/* Where the next record would be; false when the source has no more. */
bool range_reader_next(const range_reader *self, uint64_t *position);
int64_t range_timestamp(const range_source *self, uint64_t position);
/* Whether an IDLE answer comes before the record at position. */
bool range_idle_before(const range_source *self, uint64_t position);
const void *range_reader_query(assay_reader *self, const char *ability);

extern const assay_checkpoint range_checkpoint;
extern const assay_stream range_stream;

#endif
