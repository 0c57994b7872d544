#include "checks/support.h"
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool assay_each(assay_case *c, uint32_t needs, size_t *next, assay_driven_source *s)
{
    while (*next < assay_case_datasets(c)) {
        *s = assay_drive_open(c, (*next)++);
        if ((assay_call_abilities(c, *s) & needs) == needs)
            return true;
        assay_call_release(c, s);
    }
    return false;
}

assay_driven_source assay_open_of(assay_case *c, uint64_t records, const char *called)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++)
        if (assay_case_dataset(c, i)->records == records)
            return assay_drive_open(c, i);
    assay_case_skip(c, "the data is given: there is no %s data set", called);
}

const double assay_tenths[ASSAY_ALL_TENTHS] = {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0, 1};

uint64_t assay_records(assay_case *c, assay_driven_source s)
{
    return assay_truth_count(assay_case_truth(c, s.dataset));
}

bool assay_offers(assay_case *c, assay_driven_source s, const char *id)
{
    return assay_call_ability(c, s, id) != NULL;
}

bool assay_reader_offers(assay_case *c, assay_driven_reader *r, const char *id)
{
    return assay_call_reader_ability(c, r, id) != NULL;
}

bool assay_promised(assay_case *c, uint32_t promise)
{
    return (assay_case_scenario(c)->promises & promise) == promise;
}

size_t assay_trials(assay_case *c, uint64_t records_each)
{
    static const uint64_t budgets[] = {20000, 6000000, 100000000};
    uint64_t trials = budgets[assay_case_tier(c)] / (records_each + 20);
    return trials < 6 ? 6 : (size_t)trials;
}

static int compare_numbers(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static size_t drop_repeats(uint64_t *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || items[i] != items[kept - 1])
            items[kept++] = items[i];
    return kept;
}

assay_sample assay_sample_take(assay_case *c, uint64_t below, size_t most)
{
    most = most < 6 ? 6 : most;
    assay_case_random_anew(c, below);
    size_t count = below < most ? (size_t)below : most;
    assay_sample sample = {assay_case_allocate(c, (count + 1) * sizeof *sample.items), count};
    const uint64_t corners[] = {0, 1, below / 2, below - 2, below - 1};
    for (size_t i = 0; i < count; i++) {
        if (count == below)
            sample.items[i] = i;
        else
            sample.items[i] = i < 5 ? corners[i] : assay_case_random(c, below);
    }
    if (count > 0)
        qsort(sample.items, count, sizeof *sample.items, compare_numbers);
    sample.count = drop_repeats(sample.items, count);
    return sample;
}

bool assay_bytes_same(assay_bytes a, assay_bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int assay_bytes_compare(assay_bytes a, assay_bytes b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size == 0 ? 0 : memcmp(a.data, b.data, size);
    if (order != 0)
        return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

bool assay_record_same(assay_case *c, size_t dataset, const assay_record *a, const assay_record *b)
{
    uint32_t fields = assay_truth_fields(assay_case_truth(c, dataset));
    if ((fields & ASSAY_DIGEST_TIMES) != 0 && a->timestamp != b->timestamp)
        return false;
    if ((fields & ASSAY_DIGEST_IDS) != 0 && !assay_bytes_same(a->id, b->id))
        return false;
    return assay_bytes_same(a->value, b->value);
}

_Noreturn static void fail_short(assay_case *c, uint64_t got, uint64_t wanted, uint64_t has)
{
    const char *plural = got == 1 ? "" : "s";
    if (wanted <= has)
        assay_case_fail(c, "a reader gives all records of the data",
                        "it ended after %llu record%s, the data has %llu", (unsigned long long)got,
                        plural, (unsigned long long)has);
    assay_case_fail(c, "a new reader gives as many records as before",
                    "it ended after %llu record%s, another one gave at least %llu",
                    (unsigned long long)got, plural, (unsigned long long)wanted);
}

void assay_sketch_read(assay_case *c, assay_driven_source s, uint64_t count)
{
    assay_case_sketch(c, ASSAY_MARK_RECORDS, assay_records(c, s), 0);
    assay_case_sketch(c, ASSAY_MARK_READ, count, 0);
}

assay_driven_reader assay_reader_at(assay_case *c, assay_driven_source s, uint64_t count)
{
    assay_sketch_read(c, s, count);
    assay_driven_reader r = assay_drive_reader(c, s);
    uint64_t got = assay_drive_read(c, &r, count, NULL);
    if (got != count)
        fail_short(c, got, count, assay_records(c, s));
    return r;
}

assay_digest assay_read_digest(assay_case *c, assay_driven_reader *r, uint64_t most)
{
    const assay_truth *truth = assay_case_truth(c, r->dataset);
    uint64_t limit = 2 * assay_truth_count(truth) + 100;
    assay_digest sum = {0, 0, 0};
    while (sum.count < most && assay_drive_next(c, r)) {
        assay_record record = assay_drive_current(c, r);
        assay_digest_add(&sum, assay_digest_of(&record, assay_truth_fields(truth)));
        if (sum.count > limit)
            assay_case_fail(c, "a reader ends", "%llu records and no end; the data set has %llu",
                            (unsigned long long)sum.count,
                            (unsigned long long)assay_truth_count(truth));
    }
    return sum;
}

assay_digest assay_true_digest(assay_case *c, size_t dataset, uint64_t first, uint64_t end)
{
    return assay_truth_digest(assay_case_truth(c, dataset), first, end);
}

assay_digest assay_sum(assay_digest a, assay_digest b)
{
    assay_digest_add(&a, b);
    return a;
}

static void read_source(assay_case *c, assay_tally *tally, void *argument)
{
    assay_drive_read_source(c, *(assay_driven_source *)argument, tally);
}

bool assay_source_gives(assay_case *c, assay_driven_source s, uint64_t first, uint64_t end,
                        const char *what)
{
    return assay_drive_matches(c, s.dataset, first, end, read_source, &s, what);
}

void assay_fail_source(assay_case *c, assay_driven_source s, uint64_t first, uint64_t end,
                       const char *what, ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, what);
    vsnprintf(text, sizeof text, what, arguments);
    va_end(arguments);
    assay_drive_name_difference(c, s.dataset, first, end, read_source, &s, text);
}

void assay_expect_source(assay_case *c, assay_driven_source s, uint64_t first, uint64_t end,
                         const char *what, ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, what);
    vsnprintf(text, sizeof text, what, arguments);
    va_end(arguments);
    assay_drive_judge(c, s.dataset, first, end, read_source, &s, text);
}

bool assay_in_order(assay_case *c, assay_driven_source s)
{
    const assay_truth *truth = assay_case_truth(c, s.dataset);
    assay_driven_reader r = assay_drive_reader(c, s);
    uint64_t i = 0;
    bool same = true;
    while (same && assay_drive_next(c, &r)) {
        assay_record record = assay_drive_current(c, &r), wanted;
        if (i >= assay_truth_count(truth))
            break;
        wanted = assay_truth_record(truth, i);
        same = assay_record_same(c, s.dataset, &record, &wanted);
        i += same;
    }
    same = same && r.last != ASSAY_OK && i == assay_truth_count(truth);
    assay_drive_close(c, &r);
    return same;
}

int64_t assay_size_meant(const assay_case *c, int64_t said)
{
    return said == assay_case_variant(c, ASSAY_UNKNOWN_SIZE) ? ASSAY_SIZE_UNKNOWN : said;
}

int64_t assay_total_size(assay_case *c, assay_driven_source s)
{
    int64_t total = ASSAY_SIZE_UNKNOWN;
    if (assay_offers(c, s, ASSAY_SIZE))
        assay_drive_want(c, assay_call_estimate(c, s, &total), ASSAY_OK, "size estimate");
    if (assay_size_meant(c, total) < 0)
        total = assay_case_dataset(c, s.dataset)->stored_bytes;
    return total < 0 ? 0 : total;
}

void assay_split_into(assay_case *c, assay_driven_source s, uint32_t count, assay_parts *parts)
{
    if (assay_offers(c, s, ASSAY_STREAM))
        assay_drive_by_count(c, s, count, parts);
    else
        assay_drive_by_size(c, s, 1 + assay_total_size(c, s) / count, parts);
}

bool assay_same_source(assay_case *c, assay_driven_source a, assay_driven_source b)
{
    assay_buffer one = ASSAY_BUFFER_INIT, two = ASSAY_BUFFER_INIT;
    assay_drive_encode(c, a, &one);
    assay_drive_encode(c, b, &two);
    bool same = assay_bytes_same(assay_buffer_bytes(&one), assay_buffer_bytes(&two));
    assay_buffer_clear(&one);
    assay_buffer_clear(&two);
    return same || assay_digest_equal(assay_drive_digest(c, a), assay_drive_digest(c, b));
}

static uint64_t bytes_read(assay_case *c)
{
    uint64_t bytes;
    if (!assay_case_bytes_read(c, &bytes))
        assay_case_unproven(c, "the system does not say how much a process has read");
    return bytes;
}

assay_meter assay_meter_start(assay_case *c)
{
    uint64_t before = bytes_read(c), after = bytes_read(c);
    return (assay_meter){after, after - before};
}

uint64_t assay_meter_read(assay_case *c, assay_meter *self)
{
    uint64_t now = bytes_read(c), bytes = now - self->at;
    self->at = now;
    return bytes > self->cost ? bytes - self->cost : 0;
}

/* Data that a generator made lies beside its truth, other data where its path says. */
void assay_data_place(const assay_dataset *dataset, char to[PATH_MAX])
{
    const char *file = dataset->path[0] != 0 ? dataset->path : dataset->truth;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%.*s", (int)strcspn(file, "*?["), file);
    snprintf(to, PATH_MAX, "%s", dirname(path));
}

void assay_data_folder(const assay_dataset *dataset, char to[PATH_MAX])
{
    char path[PATH_MAX];
    assay_data_place(dataset, path);
    if (realpath(path, to) == NULL)
        to[0] = 0;
}
