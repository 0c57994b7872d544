/* Ways to use a source, with no verdict about any of it. */
#include "checks/source.h"

#include <stdlib.h>

enum { RECORDS = 5 };

static bool is_offered(assay_case *c, assay_driven_reader *r, const char *id)
{
    return assay_call_reader_ability(c, r, id) != NULL;
}

/* What a reader says of where it is; an error of it is none of reading. */
static void look_around(assay_case *c, assay_driven_reader *r)
{
    assay_buffer position = ASSAY_BUFFER_INIT;
    bool split_point;
    double fraction;
    int64_t consumed, remaining;

    if (is_offered(c, r, ASSAY_POSITION))
        (void)assay_call_position(c, r, &position, &split_point);
    if (is_offered(c, r, ASSAY_PROGRESS))
        (void)assay_call_fraction(c, r, &fraction);
    if (is_offered(c, r, ASSAY_SPLIT_POINTS))
        (void)assay_call_counts(c, r, &consumed, &remaining);
    assay_buffer_clear(&position);
}

/* Up to so many more records; true: there they are, or the end. */
static bool read_on(assay_case *c, assay_driven_reader *r, uint64_t count, assay_digest *read)
{
    uint32_t fields = assay_truth_fields(assay_case_truth(c, r->dataset));
    assay_record record;

    for (uint64_t i = 0; i < count; i++) {
        assay_status status = r->started ? assay_call_advance(c, r) : assay_call_start(c, r);
        if (status != ASSAY_OK)
            return status == ASSAY_END;
        look_around(c, r);
        if (assay_call_current(c, r, &record) != ASSAY_OK)
            return false;
        assay_digest_add(read, assay_digest_of(&record, fields));
    }
    return true;
}

/* More than there can be: who does not end is seen by what he gives. */
static bool read_rest(assay_case *c, assay_driven_reader *r, assay_digest *read)
{
    return read_on(c, r, 2 * assay_case_dataset(c, r->dataset)->records + 100, read);
}

static bool leave(assay_case *c, assay_driven_reader *r, bool good)
{
    bool closed = assay_call_close(c, r) == ASSAY_OK;

    assay_call_release_reader(c, r);
    return good && closed;
}

static bool read_source(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_driven_reader r;

    return assay_call_open_reader(c, s, &r) == ASSAY_OK && leave(c, &r, read_rest(c, &r, read));
}

static bool read_copy(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_driven_source copy = {.handle = NULL};

    bool good = assay_call_encode(c, s, &encoded) == ASSAY_OK &&
                assay_call_decode(c, s.dataset, assay_buffer_bytes(&encoded), &copy) == ASSAY_OK &&
                read_source(c, copy, read);
    assay_call_release(c, &copy);
    assay_buffer_clear(&encoded);
    return good;
}

static bool read_described(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_buffer description = ASSAY_BUFFER_INIT;
    int64_t bytes;

    (void)assay_call_validate(c, s);
    (void)assay_call_describe(c, s, &description);
    if (assay_call_ability(c, s, ASSAY_SIZE) != NULL)
        (void)assay_call_estimate(c, s, &bytes);
    assay_buffer_clear(&description);
    return read_source(c, s, read);
}

static void keep_part(assay_case *c, assay_driven_source part, void *to)
{
    assay_parts *parts = to;

    if (parts->count == parts->capacity) {
        parts->capacity = 2 * parts->capacity + 8;
        parts->items = realloc(parts->items, parts->capacity * sizeof(*parts->items));
        if (parts->items == NULL)
            assay_case_broken(c, "out of memory for parts");
    }
    parts->items[parts->count++] = part;
}

static bool read_parts(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_parts parts = {0};

    if (assay_call_ability(c, s, ASSAY_SPLIT) == NULL)
        return false;
    int64_t bytes = assay_case_dataset(c, s.dataset)->stored_bytes;
    bool good = assay_call_by_size(c, s, bytes > 3 ? bytes / 3 : 1, keep_part, &parts) == ASSAY_OK;
    for (size_t i = 0; i < parts.count && good; i++)
        good = read_source(c, parts.items[i], read);
    assay_parts_release(c, &parts);
    return good;
}

/* A reader that cannot be marked goes on. */
static bool go_on_restored(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                           assay_digest *read)
{
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_driven_reader restored;

    if (assay_call_mark(c, s, r, &mark) != ASSAY_OK) {
        assay_buffer_clear(&mark);
        return read_rest(c, r, read);
    }
    bool good = assay_call_restore(c, s, assay_buffer_bytes(&mark), &restored) == ASSAY_OK;
    assay_buffer_clear(&mark);
    return good && leave(c, &restored, read_rest(c, &restored, read));
}

static bool read_restored(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_driven_reader r;

    if (assay_call_ability(c, s, ASSAY_CHECKPOINT) == NULL ||
        assay_call_open_reader(c, s, &r) != ASSAY_OK)
        return false;
    bool good = read_on(c, &r, 2, read) && r.on_record && go_on_restored(c, s, &r, read);
    return leave(c, &r, good);
}

/* One that cannot be split goes on as it would have. */
static bool go_on_split(assay_case *c, assay_driven_reader *r, assay_digest *read)
{
    assay_driven_split split;
    assay_driven_source current = {.handle = NULL};

    if (assay_call_split(c, r, 0.7, &split) != ASSAY_OK)
        return read_rest(c, r, read);
    if (is_offered(c, r, ASSAY_CURRENT_SOURCE))
        (void)assay_call_current_source(c, r, &current);
    bool good = read_source(c, split.residual, read) && read_rest(c, r, read);
    assay_call_release(c, &current);
    assay_call_release(c, &split.primary);
    assay_call_release(c, &split.residual);
    return good;
}

static bool read_split(assay_case *c, assay_driven_source s, assay_digest *read)
{
    assay_driven_reader r;

    if (assay_call_open_reader(c, s, &r) != ASSAY_OK)
        return false;
    bool good = is_offered(c, &r, ASSAY_DYNAMIC_SPLIT) && read_on(c, &r, 1, read) && r.on_record &&
                go_on_split(c, &r, read);
    return leave(c, &r, good);
}

const assay_source_way assay_source_ways[ASSAY_SOURCE_WAYS] = {
    {"a read", read_source},
    {"a read after size and description", read_described},
    {"a read of what was decoded", read_copy},
    {"reads of the parts of a split", read_parts},
    {"a read that is restored on its way", read_restored},
    {"reads of a primary and its residual", read_split},
};

size_t assay_small_dataset(const assay_scenario *scenario)
{
    size_t i = 0;

    while (i + 1 < scenario->dataset_count && scenario->datasets[i].records < RECORDS)
        i++;
    return i;
}
