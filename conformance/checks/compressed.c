#include "checks/checks.h"
#include "checks/support.h"
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A stored file of a data set and the damaged copy of it. */
typedef struct damaged {
    size_t dataset;
    assay_buffer whole;
    char path[4096];
    assay_setting_list config; /* opens the copy */
} damaged;

static void read_file(assay_case *c, const char *path, assay_buffer *to)
{
    char bytes[65536];
    size_t got;
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        assay_case_skip(c, "the data is no single file that can be copied: %s", path);
    while ((got = fread(bytes, 1, sizeof bytes, in)) > 0)
        assay_case_must(c, assay_buffer_append(&to->out, bytes, got));
    fclose(in);
}

static void write_file(assay_case *c, const char *path, const void *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL || fwrite(bytes, 1, size, out) != size || fclose(out) != 0)
        assay_case_broken(c, "cannot write %s", path);
}

/* The scenario's configuration with the copy in the data's place: for ${data}, and where the path
 * itself is written. False: it is in none of the settings. */
static bool point_at_copy(assay_case *c, damaged *d, const assay_dataset *set)
{
    assay_setting_list own = {0, NULL}, expanded = {0, NULL};
    bool found = false;
    assay_case_must(c, assay_setting_list_add(&own, "data", d->path));
    assay_case_must(c, assay_expand_list(&assay_case_scenario(c)->config, &own, &set->variables,
                                         &expanded, NULL));
    for (size_t i = 0; i < expanded.count; i++) {
        const assay_setting *item = &expanded.items[i];
        const char *value = strcmp(item->value, set->path) == 0 ? d->path : item->value;
        found = found || strcmp(value, d->path) == 0;
        assay_case_must(c, assay_setting_list_add(&d->config, item->key, value));
    }
    assay_setting_list_clear(&own);
    assay_setting_list_clear(&expanded);
    return found;
}

static damaged damage_prepare(assay_case *c, size_t dataset)
{
    const assay_dataset *set = assay_case_dataset(c, dataset);
    const char *name = strrchr(set->path, '/');
    damaged d = {.dataset = dataset, .whole = ASSAY_BUFFER_INIT};
    if (set->path[0] == '\0')
        assay_case_skip(c, "the data is not in a file");
    read_file(c, set->path, &d.whole);
    snprintf(d.path, sizeof d.path, "%s/%s", assay_case_folder(c),
             name == NULL ? set->path : name + 1);
    if (!point_at_copy(c, &d, set))
        assay_case_skip(c, "no setting is the path of the data, so that a copy cannot be opened");
    return d;
}

static void damage_clear(damaged *d)
{
    assay_buffer_clear(&d->whole);
    assay_setting_list_clear(&d->config);
    remove(d->path);
}

/* Damaged data can decode to far more than it was, before the end shows the damage: at most to so
 * many times its size (deflate; a record may be one byte). */
#define EXPANSION 1032

/* What a read of the copy came to. */
typedef struct outcome {
    assay_status status;
    uint64_t records; /* of the truth's beginning that were read, in order */
    bool prefix;      /* nothing else was read */
} outcome;

static outcome read_damaged(assay_case *c, damaged *d)
{
    const assay_truth *truth = assay_case_truth(c, d->dataset);
    outcome seen = {ASSAY_OK, 0, true};
    assay_driven_source s;
    assay_driven_reader r;
    seen.status = assay_call_open_with(c, d->dataset, &d->config, &s);
    if (seen.status != ASSAY_OK)
        return seen;
    assay_drive_want(c, assay_call_open_reader(c, s, &r), ASSAY_OK, "open_reader");
    uint64_t limit = 2 * assay_truth_count(truth) + 100 + EXPANSION * (uint64_t)d->whole.size;
    seen.status = assay_call_start(c, &r);
    while (seen.status == ASSAY_OK && limit-- > 0) {
        assay_record record = assay_drive_current(c, &r);
        bool known = seen.prefix && seen.records < assay_truth_count(truth);
        assay_record wanted =
            known ? assay_truth_record(truth, seen.records) : (assay_record)ASSAY_RECORD_INIT;
        seen.prefix = known && assay_record_same(c, d->dataset, &record, &wanted);
        seen.records += seen.prefix;
        seen.status = assay_call_advance(c, &r);
    }
    assay_drive_close(c, &r);
    assay_call_release(c, &s);
    return seen;
}

static bool complaint(assay_status status)
{
    return status == ASSAY_CORRUPT || status == ASSAY_IO || status == ASSAY_INVALID;
}

/* For data that was given: zeros to the end may be padding, the magic of gzip another member. */
static bool perhaps_boundary(const damaged *d, size_t at)
{
    static const unsigned char magic[] = {0x1f, 0x8b, 0x08};
    size_t left = d->whole.size - at, zeros = 0;
    while (zeros < left && d->whole.data[at + zeros] == 0)
        zeros++;
    return zeros == left ||
           (left >= sizeof magic && memcmp(d->whole.data + at, magic, sizeof magic) == 0);
}

/* Cuts after which the file is a whole one again: at 0, at the ends of members, in the padding. */
static bool boundary(assay_case *c, const damaged *d, size_t at)
{
    const assay_dataset *set = assay_case_dataset(c, d->dataset);
    const char *text = assay_setting_list_find(&set->variables, "data.boundaries");
    unsigned long long last = ULLONG_MAX;
    if (at == 0 || text == NULL)
        return at == 0 || perhaps_boundary(d, at);
    while (text != NULL && *text != '\0') {
        char *end;
        last = strtoull(text, &end, 10);
        if (last == at || end == text)
            return true;
        text = *end == ',' ? end + 1 : NULL;
    }
    return at > last;
}

static void expect_cut_noticed(assay_case *c, damaged *d, size_t at)
{
    write_file(c, d->path, d->whole.data, at);
    outcome seen = read_damaged(c, d);
    assay_case_expect(c, complaint(seen.status),
                      "data that is cut off is an error, CORRUPT or IO, and not the end",
                      "of %zu bytes the first %zu were left: %llu records, then %s", d->whole.size,
                      at, (unsigned long long)seen.records, assay_status_name(seen.status));
    assay_case_expect(c, seen.prefix, "what is read before the error is the beginning of the data",
                      "of %zu bytes the first %zu were left: after record %llu came another one",
                      d->whole.size, at, (unsigned long long)seen.records);
    assay_case_exercised(c, 0);
}

/* Every trial also writes the file anew, which costs as much as some thousand records. */
static size_t reads(assay_case *c, const damaged *d)
{
    return assay_trials(c, 2000 + assay_truth_count(assay_case_truth(c, d->dataset)));
}

static void truncated(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        damaged d = damage_prepare(c, i);
        size_t tail = d.whole.size < 16 ? d.whole.size : 16;
        assay_sample at = assay_sample_take(c, d.whole.size, reads(c, &d));
        for (size_t k = 0; k < at.count; k++)
            if (!boundary(c, &d, (size_t)at.items[k]) && assay_case_turn(c))
                expect_cut_noticed(c, &d, (size_t)at.items[k]);
        for (size_t k = 1; k <= tail; k++)
            if (!boundary(c, &d, d.whole.size - k) && assay_case_turn(c))
                expect_cut_noticed(c, &d, d.whole.size - k);
        free(at.items);
        damage_clear(&d);
    }
}

static void expect_flip_noticed(assay_case *c, damaged *d, size_t at, unsigned bit)
{
    d->whole.data[at] ^= (unsigned char)(1u << bit);
    write_file(c, d->path, d->whole.data, d->whole.size);
    d->whole.data[at] ^= (unsigned char)(1u << bit);
    outcome seen = read_damaged(c, d);
    uint64_t records = assay_truth_count(assay_case_truth(c, d->dataset));
    bool whole = seen.prefix && seen.records == records;
    assay_case_expect(c, complaint(seen.status) || (seen.status == ASSAY_END && whole),
                      "changed data is an error, or has no effect",
                      "bit %u of byte %zu was flipped: after %llu of %llu records came %s", bit, at,
                      (unsigned long long)seen.records, (unsigned long long)records,
                      seen.prefix ? assay_status_name(seen.status) : "another one");
    if (complaint(seen.status))
        assay_case_exercised(c, 0);
}

static void corrupted(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        damaged d = damage_prepare(c, i);
        assay_sample at = assay_sample_take(c, d.whole.size, reads(c, &d));
        for (size_t k = 0; k < at.count; k++)
            if (assay_case_turn(c))
                expect_flip_noticed(c, &d, (size_t)at.items[k], (unsigned)assay_case_random(c, 8));
        free(at.items);
        damage_clear(&d);
    }
}

static void one_part(assay_case *c)
{
    const uint32_t cuts = ASSAY_CAN_RANGE | ASSAY_CAN_DYNAMIC_SPLIT | ASSAY_CAN_SPLIT_AT;
    assay_driven_source s;
    if ((assay_case_scenario(c)->declared & cuts) != 0)
        assay_case_skip(c, "the manifest declares that the data can be cut");
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        char names[128];
        uint32_t offered = assay_call_abilities(c, s);
        assay_ability_names(offered & cuts, names, sizeof names);
        assay_case_expect(c, (offered & cuts) == 0, "a compressed file cannot be cut",
                          "it offers: %s", names);
        if ((offered & ASSAY_CAN_SPLIT) != 0) {
            assay_parts parts = {0};
            assay_drive_by_size(c, s, 1, &parts);
            bool one_file = strpbrk(assay_case_dataset(c, s.dataset)->path, "*?[") == NULL;
            assay_case_expect(c, !one_file || parts.count <= 1, "a compressed file is one part",
                              "%zu parts", parts.count);
            if (parts.count == 1)
                assay_expect_source(c, parts.items[0], 0, assay_records(c, s), "the only part");
            assay_parts_release(c, &parts);
        }
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static void expect_only_first(assay_case *c, assay_driven_reader *r, uint64_t i)
{
    assay_buffer at = ASSAY_BUFFER_INIT;
    bool point;
    if (!assay_reader_offers(c, r, ASSAY_POSITION))
        return;
    assay_drive_want(c, assay_call_position(c, r, &at, &point), ASSAY_OK, "position");
    assay_case_expect(c, point == (i == 0),
                      "of a file that cannot be cut the first record is a "
                      "split point, and no other",
                      "record %llu is %s", (unsigned long long)i, point ? "one" : "none");
    assay_buffer_clear(&at);
    assay_case_exercised(c, 0);
}

/* Of one split point. */
static void expect_counts(assay_case *c, assay_driven_reader *r, int64_t consumed,
                          int64_t remaining, const char *when)
{
    int64_t behind, before;
    if (!assay_reader_offers(c, r, ASSAY_SPLIT_POINTS))
        return;
    assay_drive_want(c, assay_call_counts(c, r, &behind, &before), ASSAY_OK, "counts");
    assay_case_expect(c, behind < 0 || behind == consumed,
                      "a file that cannot be cut has one split point, consumed at its end",
                      "%s %lld are consumed", when, (long long)behind);
    assay_case_expect(c, before < 0 || before == remaining,
                      "a file that cannot be cut has one split point, which remains to its end",
                      "%s %lld remain", when, (long long)before);
    assay_case_exercised(c, 0);
}

static void visit_records(assay_case *c, assay_driven_source s)
{
    uint64_t i = 0;
    assay_driven_reader r = assay_drive_reader(c, s);
    for (; assay_drive_next(c, &r); i++) {
        expect_only_first(c, &r, i);
        expect_counts(c, &r, 0, 1, "on a record");
    }
    int64_t left = i > 0 ? assay_case_variant(c, ASSAY_LEFT_AT_END) : 0;
    expect_counts(c, &r, (i > 0) - left, left, "at the end");
    assay_drive_close(c, &r);
}

static void split_points(assay_case *c)
{
    const uint32_t cuts = ASSAY_CAN_RANGE | ASSAY_CAN_DYNAMIC_SPLIT | ASSAY_CAN_SPLIT_AT;
    assay_driven_source s;
    if ((assay_case_scenario(c)->declared & cuts) != 0)
        assay_case_skip(c, "the manifest declares that the data can be cut");
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        bool one_file = strpbrk(assay_case_dataset(c, s.dataset)->path, "*?[") == NULL;
        if (one_file)
            visit_records(c, s);
        assay_call_release(c, &s);
    }
}

const assay_check assay_checks_compressed[] = {
    {
        .id = "compressed.truncated",
        .clauses = "CMP-09 RD-LIFE-15",
        .promises = ASSAY_PROMISE_DAMAGE,
        .bounded = true,
        .in_case = truncated,
        .exercises = {{"cut files read", 1}},
        .done = "Copies the file, cuts it at every byte or at a sample with the last sixteen, and "
                "reads: the beginning of the truth, then an error.",
        .cause = "The decompressor wants more input, there is none, and that is taken for the end.",
    },
    {
        .id = "compressed.corrupted",
        .clauses = "CMP-09",
        .promises = ASSAY_PROMISE_DAMAGE,
        .bounded = true,
        .in_case = corrupted,
        .exercises = {{"changes noticed", 1}},
        .done = "Flips a bit in each byte, or in a sample: an error, or the whole truth where the "
                "bit means nothing.",
        .cause = "The checksum at the end is not looked at.",
    },
    {
        .id = "compressed.one-part",
        .clauses = "CMP-02",
        .promises = ASSAY_PROMISE_DAMAGE,
        .bounded = true,
        .in_case = one_part,
        .exercises = {{"sources asked", 1}},
        .done = "A compressed file offers no range and no dynamic split; a split gives one part.",
        .cause = "Abilities are offered by kind of source and not by instance.",
    },
    {
        .id = "compressed.split-points",
        .clauses = "CMP-04 CMP-05 SPP-06",
        .since = 2,
        .promises = ASSAY_PROMISE_DAMAGE,
        .bounded = true,
        .in_case = split_points,
        .exercises = {{"records looked at", 2}},
        .done =
            "Of a file that cannot be cut, looks at places and counts of all records: the first "
            "one is a split point and no other, at the smallest position; none is consumed "
            "before the end, and one at the end.",
        .cause = "Members, blocks or records are counted as split points.",
    },
};
