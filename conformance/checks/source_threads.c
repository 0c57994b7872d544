/* A source in the hands of several threads. They call the connector themselves: the calls of
 * engine/call.h are for one thread. */
#include "checks/source.h"
#include <assay/toolkit/error.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4 };

/* What a thread got out of the source. */
typedef struct answers {
    assay_status status; /* of the first call that did not answer as it should; OK: all did */
    const char *call;    /* its name */
    assay_digest records;
    int64_t size;
    uint64_t parts;
    assay_buffer encoding;
    bool torn; /* a record changed while others used the source */
} answers;

typedef struct worker {
    assay_source *source; /* shared */
    pthread_barrier_t *together;
    uint32_t fields;
    uint64_t ahead; /* stands on that record while all wait */
    int64_t desired;
    answers got;
} worker;

/* Keeps the first bad answer. True: status is the one wanted. */
static bool note(worker *self, assay_status status, assay_status wanted, const char *call)
{
    if (status == wanted)
        return true;
    if (self->got.call == NULL) {
        self->got.status = status;
        self->got.call = call;
    }
    return false;
}

/* Asks once, for what stays as it is until the next advance. */
static bool look(worker *self, assay_reader *reader, assay_record *record)
{
    assay_error error = ASSAY_ERROR_INIT;
    return note(self, reader->ops->current(reader, record, &error), ASSAY_OK, "current");
}

/* All threads stand still on a record each, and it stays. NULL: there is none. */
static void meet(worker *self, const assay_record *record)
{
    const assay_digest none = {0, 0, 0};
    assay_digest before = record != NULL ? assay_digest_of(record, self->fields) : none;
    pthread_barrier_wait(self->together);
    assay_digest after = record != NULL ? assay_digest_of(record, self->fields) : none;
    self->got.torn = self->got.torn || !assay_digest_equal(before, after);
    pthread_barrier_wait(self->together);
}

static void take_record(worker *self, assay_reader *reader, bool meets)
{
    assay_record record = ASSAY_RECORD_INIT;
    bool there = look(self, reader, &record);
    if (meets)
        meet(self, there ? &record : NULL);
    if (there)
        assay_digest_add(&self->got.records, assay_digest_of(&record, self->fields));
}

static void read_all(worker *self, assay_reader *reader)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_status status = reader->ops->start(reader, &error);
    bool met = false;
    for (uint64_t i = 0; status == ASSAY_OK; i++) {
        take_record(self, reader, i == self->ahead);
        met = met || i == self->ahead;
        status = reader->ops->advance(reader, &error);
    }
    note(self, status, ASSAY_END, "start or advance");
    if (!met)
        meet(self, NULL);
    note(self, reader->ops->close(reader, &error), ASSAY_OK, "close");
}

typedef struct counter {
    assay_source_emit base;
    uint64_t count;
} counter;

static assay_status count_part(assay_source_emit *self, assay_source *part)
{
    ((counter *)self)->count++;
    part->ops->release(part);
    return ASSAY_OK;
}

static void ask_all(worker *self)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_source *source = self->source;
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    counter parts = {{count_part}, 0};
    note(self, source->ops->encode(source, &self->got.encoding.out, &error), ASSAY_OK, "encode");
    if (size != NULL)
        note(self, size->estimate(source, &self->got.size, &error), ASSAY_OK, "size estimate");
    if (split != NULL)
        note(self, split->by_size(source, self->desired, &parts.base, &error), ASSAY_OK, "split");
    self->got.parts = parts.count;
}

static void *work(void *argument)
{
    worker *self = argument;
    assay_error error = ASSAY_ERROR_INIT;
    assay_reader *reader;
    pthread_barrier_wait(self->together);
    if (note(self, self->source->ops->open_reader(self->source, &reader, &error), ASSAY_OK,
             "open_reader")) {
        read_all(self, reader);
        reader->ops->release(reader);
    } else {
        meet(self, NULL);
    }
    ask_all(self);
    return NULL;
}

static void expect_answers(assay_case *c, assay_driven_source s, const worker *one,
                           const worker *first)
{
    const answers *got = &one->got, *other = &first->got;
    assay_digest truth = assay_true_digest(c, s.dataset, 0, assay_records(c, s));
    assay_case_expect(c, got->call == NULL, "a source can be used by several threads at once",
                      "%s in one of %d threads answered %s", got->call, (int)THREADS,
                      assay_status_name(got->status));
    assay_case_expect(c, !got->torn, "a record stays while other threads use the same source",
                      "one changed");
    assay_case_expect(c, assay_digest_equal(got->records, truth),
                      "each of several threads reads all of the source that they share",
                      "one of %d threads read %llu records of %llu, or other ones", (int)THREADS,
                      (unsigned long long)got->records.count, (unsigned long long)truth.count);
    assay_case_expect(c,
                      got->size == other->size && got->parts == other->parts &&
                          assay_bytes_same(assay_buffer_bytes(&got->encoding),
                                           assay_buffer_bytes(&other->encoding)),
                      "a source gives the same answers to several threads",
                      "encoding, size or number of parts differ");
    assay_case_exercised(c, 0);
}

static void start_threads(assay_case *c, pthread_t *threads, worker *workers)
{
    for (size_t i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0)
            assay_case_broken(c, "cannot start a thread");
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void share(assay_case *c, assay_driven_source s)
{
    pthread_t threads[THREADS];
    pthread_barrier_t together;
    worker workers[THREADS];
    int64_t desired = 1 + assay_total_size(c, s) / 5;
    uint32_t fields = assay_truth_fields(assay_case_truth(c, s.dataset));
    if (pthread_barrier_init(&together, NULL, THREADS) != 0)
        assay_case_broken(c, "cannot make a barrier");
    for (size_t i = 0; i < THREADS; i++)
        workers[i] = (worker){.source = s.handle,
                              .together = &together,
                              .fields = fields,
                              .ahead = i,
                              .desired = desired,
                              .got = {.encoding = ASSAY_BUFFER_INIT}};
    start_threads(c, threads, workers);
    pthread_barrier_destroy(&together);
    for (size_t i = 0; i < THREADS; i++)
        expect_answers(c, s, &workers[i], &workers[0]);
    for (size_t i = 0; i < THREADS; i++)
        assay_buffer_clear(&workers[i].got.encoding);
}

void assay_check_shared_by_threads(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        if (assay_case_turn(c))
            share(c, s);
        assay_call_release(c, &s);
    }
}
