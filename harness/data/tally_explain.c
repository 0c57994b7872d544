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

/* Compares the records of one hash. */
static void compare_group(void *context, const assay_tally_group *group)
{
    difference *self = context;
    size_t expected = 0, last = 0;
    if (group->known_count == 0)
        self->unexpected.count += group->seen_count;
    for (size_t i = 0; i < group->known_count; i++) {
        uint64_t number = group->known[i].where;
        if (number < self->first || number >= self->end)
            continue;
        last = i;
        if (++expected > group->seen_count)
            add_lost(self, number);
    }
    if (group->known_count > 0 && expected == 0 && group->seen_count > 0)
        add_misplaced(self, group->known[0].where, group->seen, group->seen_count);
    else if (group->known_count > 0 && group->seen_count > expected)
        add_duplicated(self, group->known[last].where, group->seen, group->seen_count,
                       group->seen_count - expected);
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
    assay_tally_walk(tally, seen, compare_group, self);
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
