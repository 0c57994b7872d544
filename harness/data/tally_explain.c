/* Says in words how a tally differs from the truth. */
#include "data/tally.h"

#include "data/tally_memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXAMPLES 3
#define SEARCHED 1024 /* lost records in which a stranger is looked for */
#define VALUE_TEXT 256

typedef struct text {
    char *to;
    size_t size, used;
} text;

/* One kind of difference: how many, and the words of its examples. */
typedef struct kind {
    const char *name;
    uint64_t count;
    unsigned shown;
    char examples[1536];
    text words;
} kind;

typedef struct difference {
    const assay_tally *tally;
    uint64_t first, end; /* the stretch of the truth */
    kind lost, duplicated, unexpected, corrupt;
    uint64_t *lost_numbers; /* room for all of the truth */
} difference;

static void say(text *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(text *self, const char *format, ...)
{
    va_list values;
    if (self->used + 1 >= self->size)
        return;
    va_start(values, format);
    int length = vsnprintf(self->to + self->used, self->size - self->used, format, values);
    va_end(values);
    self->used += length < 0 ? 0 : (size_t)length;
}

static void kind_init(kind *self, const char *name)
{
    self->name = name;
    self->count = 0;
    self->shown = 0;
    self->examples[0] = '\0';
    self->words = (text){self->examples, sizeof(self->examples), 0};
}

/* Where the words of one more example go, or NULL when there are enough. */
static text *kind_example(kind *self)
{
    if (self->shown == EXAMPLES)
        return NULL;
    if (self->shown++ > 0)
        say(&self->words, ", ");
    return &self->words;
}

static void say_record(text *to, const assay_tally *tally, uint64_t number)
{
    char value[VALUE_TEXT];
    assay_value_print(assay_truth_record(tally->truth, number).value, value, sizeof(value));
    say(to, "record %llu %s", (unsigned long long)number, value);
}

static void say_origin(text *to, const assay_tally *tally, uint64_t origin, const char *before)
{
    if (origin > 0)
        say(to, "%s%s", before, tally->origins[origin - 1]);
}

static int compare_hash(const assay_tally_entry *a, const assay_tally_entry *b)
{
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

static size_t same_hash(const assay_tally_entry *entries, size_t count)
{
    size_t same = 1;
    while (same < count && compare_hash(&entries[0], &entries[same]) == 0)
        same++;
    return same;
}

static void add_lost(difference *self, uint64_t number)
{
    self->lost_numbers[self->lost.count++] = number;
}

static int compare_numbers(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* They were found in the order of their hashes, but are told in that of the truth. */
static void say_lost(difference *self)
{
    text *example;
    qsort(self->lost_numbers, self->lost.count, sizeof(uint64_t), compare_numbers);
    for (uint64_t i = 0; i < self->lost.count && (example = kind_example(&self->lost)) != NULL; i++)
        say_record(example, self->tally, self->lost_numbers[i]);
}

static void add_duplicated(difference *self, uint64_t number, const assay_tally_entry *seen,
                           size_t count, uint64_t surplus)
{
    self->duplicated.count += surplus;
    text *example = kind_example(&self->duplicated);
    if (example == NULL)
        return;
    say_record(example, self->tally, number);
    say_origin(example, self->tally, seen[0].where, ", from ");
    for (size_t i = 1; i < count && i <= EXAMPLES; i++)
        say_origin(example, self->tally, seen[i].where, " and ");
}

/* Records of the truth, but not of this stretch of it. */
static void add_misplaced(difference *self, uint64_t number, const assay_tally_entry *seen,
                          size_t count)
{
    self->unexpected.count += count;
    text *example = kind_example(&self->unexpected);
    if (example == NULL)
        return;
    say_record(example, self->tally, number);
    say_origin(example, self->tally, seen[0].where, ", from ");
}

/* Compares the records of one hash: count of them were seen, known_count are in the truth. */
static void compare_group(difference *self, const assay_tally_entry *known, size_t known_count,
                          const assay_tally_entry *seen, size_t count)
{
    size_t expected = 0;
    size_t last = 0;
    for (size_t i = 0; i < known_count; i++) {
        if (known[i].where < self->first || known[i].where >= self->end)
            continue;
        last = i;
        if (++expected > count)
            add_lost(self, known[i].where);
    }
    if (expected == 0 && count > 0)
        add_misplaced(self, known[0].where, seen, count);
    else if (count > expected)
        add_duplicated(self, known[last].where, seen, count, count - expected);
}

/* Walks through both in the order of their hashes. */
static void compare_all(difference *self, const assay_tally_entry *seen, size_t seen_count)
{
    const assay_tally_entry *known = self->tally->known;
    size_t known_count = self->tally->known_count;
    while (known_count > 0 || seen_count > 0) {
        int order = known_count == 0 ? 1 : seen_count == 0 ? -1 : compare_hash(known, seen);
        size_t of_known = order <= 0 ? same_hash(known, known_count) : 0;
        size_t of_seen = order >= 0 ? same_hash(seen, seen_count) : 0;
        if (of_known == 0)
            self->unexpected.count += of_seen;
        else
            compare_group(self, known, of_known, seen, of_seen);
        known += of_known;
        known_count -= of_known;
        seen += of_seen;
        seen_count -= of_seen;
    }
}

/* Whether whole holds the stranger's value at this place. */
static bool is_at(const assay_tally_stranger *stranger, assay_bytes whole, size_t at)
{
    assay_record slice = ASSAY_RECORD_INIT;
    slice.value = (assay_bytes){(const char *)whole.data + at, stranger->size};
    return assay_digest_equal(assay_digest_of(&slice, 0), stranger->value);
}

/* Whether the stranger's value is a part of whole: at its end, or where the beginning that was kept
 * is first found. An empty one is part of nothing. */
static bool is_part(const assay_tally_stranger *stranger, assay_bytes whole)
{
    if (stranger->size == 0 || stranger->size > whole.size)
        return false;
    if (is_at(stranger, whole, whole.size - stranger->size))
        return true;
    const char *found = memmem(whole.data, whole.size, stranger->preview, stranger->kept);
    size_t at = found == NULL ? whole.size : (size_t)(found - (const char *)whole.data);
    return at <= whole.size - stranger->size && is_at(stranger, whole, at);
}

static bool find_whole(const difference *self, const assay_tally_stranger *stranger,
                       uint64_t *number)
{
    for (size_t i = 0; i < self->lost.count && i < SEARCHED; i++) {
        *number = self->lost_numbers[i];
        if (is_part(stranger, assay_truth_record(self->tally->truth, *number).value))
            return true;
    }
    return false;
}

static void say_stranger(difference *self, const assay_tally_stranger *stranger)
{
    char value[VALUE_TEXT];
    uint64_t number;
    bool corrupt = find_whole(self, stranger, &number);
    if (corrupt) {
        self->unexpected.count--;
        self->corrupt.count++;
    }
    text *example = kind_example(corrupt ? &self->corrupt : &self->unexpected);
    if (example == NULL)
        return;
    assay_value_print((assay_bytes){stranger->preview, stranger->kept}, value, sizeof(value));
    say(example, "%s", value);
    if (stranger->size > stranger->kept)
        say(example, " of %zu bytes", stranger->size);
    if (corrupt) {
        assay_bytes whole = assay_truth_record(self->tally->truth, number).value;
        say(example, whole.size == stranger->size ? ", the value of " : ", a part of ");
        say(example, "record %llu", (unsigned long long)number);
    }
    say_origin(example, self->tally, stranger->origin, ", from ");
}

static void say_kind(text *to, const kind *self)
{
    if (self->count == 0)
        return;
    say(to, "%s%s: %llu", to->used > 0 ? "; " : "", self->name, (unsigned long long)self->count);
    if (self->shown == 0)
        return;
    say(to, " (%s%s)", self->examples, self->count > self->shown ? ", ..." : "");
}

static void say_counts(const assay_tally *self, uint64_t first, uint64_t end, text *to)
{
    unsigned long long expected = assay_truth_digest(self->truth, first, end).count;
    unsigned long long seen = self->sum.count;
    if (seen == expected)
        say(to, "%llu records, as many as expected, but not the same", seen);
    else
        say(to, "%llu records instead of %llu", seen, expected);
}

static void find_names(difference *self, assay_tally_entry *seen)
{
    const assay_tally *tally = self->tally;
    kind_init(&self->lost, "lost");
    kind_init(&self->duplicated, "duplicated");
    kind_init(&self->unexpected, "unexpected");
    kind_init(&self->corrupt, "corrupt");
    if (tally->entry_count > 0)
        memcpy(seen, tally->entries, tally->entry_count * sizeof(*seen));
    qsort(seen, tally->entry_count, sizeof(*seen), assay_tally_entry_compare);
    compare_all(self, seen, tally->entry_count);
    say_lost(self);
    for (size_t i = 0; i < tally->stranger_count; i++)
        say_stranger(self, &tally->strangers[i]);
}

static bool say_names(const assay_tally *self, uint64_t first, uint64_t end, bool ended, text *to)
{
    difference *all = calloc(1, sizeof(*all));
    uint64_t *lost = malloc((self->known_count + 1) * sizeof(*lost));
    assay_tally_entry *seen = malloc((self->entry_count + 1) * sizeof(*seen));
    bool enough = all != NULL && lost != NULL && seen != NULL;
    if (enough) {
        all->tally = self;
        all->first = first;
        all->end = end;
        all->lost_numbers = lost;
        find_names(all, seen);
        if (ended)
            say_kind(to, &all->lost);
        say_kind(to, &all->duplicated);
        say_kind(to, &all->unexpected);
        say_kind(to, &all->corrupt);
    }
    free(seen);
    free(lost);
    free(all);
    return enough;
}

void assay_tally_explain(const assay_tally *self, uint64_t first, uint64_t end, char *to,
                         size_t size)
{
    text words = {to, size, 0};
    if (size == 0)
        return;
    to[0] = '\0';
    if (assay_tally_matches(self, first, end))
        say(&words, "no difference");
    else if (!self->naming || self->forgot || !say_names(self, first, end, true, &words))
        say_counts(self, first, end, &words);
}

void assay_tally_explain_begun(const assay_tally *self, uint64_t first, uint64_t end, char *to,
                               size_t size)
{
    text words = {to, size, 0};
    if (size == 0)
        return;
    to[0] = '\0';
    if (self->naming && !self->forgot)
        (void)say_names(self, first, end, false, &words);
}
