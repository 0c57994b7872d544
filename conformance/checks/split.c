#include "checks/split.h"
#include "checks/checks.h"
#include <stdio.h>
#include <string.h>

static void read_parts(assay_case *c, assay_parts *parts, assay_tally *tally)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (tally != NULL)
            assay_tally_origin(tally, "part %zu", i);
        assay_drive_read_source(c, parts->items[i], tally);
    }
    if (parts->count > 1)
        assay_case_exercised(c, 0);
}

/* A split and how it was asked for. */
typedef struct cut {
    assay_driven_source s;
    int64_t desired; /* 0: by count */
    uint32_t count;
} cut;

static void read_cut(assay_case *c, assay_tally *tally, void *argument)
{
    cut *how = argument;
    assay_parts parts = {0};
    if (how->desired > 0)
        assay_drive_by_size(c, how->s, how->desired, &parts);
    else
        assay_drive_by_count(c, how->s, how->count, &parts);
    read_parts(c, &parts, tally);
    assay_parts_release(c, &parts);
}

static void expect_cover(assay_case *c, assay_driven_source s, int64_t desired, const char *when)
{
    char what[160];
    cut how = {s, desired, 0};
    snprintf(what, sizeof what, "the parts of a split by size %lld%s", (long long)desired, when);
    assay_drive_judge(c, s.dataset, 0, assay_records(c, s), read_cut, &how, what);
}

/* Sizes that would give more parts than can be read in time are left out. */
static bool affordable(assay_case *c, int64_t total, int64_t desired)
{
    return desired > 0 && total / desired <= (int64_t)assay_trials(c, 400);
}

static void covers(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        int64_t total = assay_total_size(c, s);
        const int64_t sizes[] = {total / 2, total / 7, total, total - 1, total + 1,  1,
                                 2,         3,         7,     INT32_MAX, 2147483648, INT64_MAX};
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            if (affordable(c, total, sizes[i]) && assay_case_turn(c))
                expect_cover(c, s, sizes[i], "");
        assay_call_release(c, &s);
    }
}

static bool has_by_count(assay_case *c, assay_driven_source s)
{
    const assay_split *split = assay_call_ability(c, s, ASSAY_SPLIT);
    return split->by_count != NULL;
}

static void covers_by_count(assay_case *c)
{
    static const uint32_t counts[] = {2, 3, 1, 7, 64, 1000};
    bool any = false;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        bool can = has_by_count(c, s);
        any = any || can;
        for (size_t i = 0; can && i < sizeof counts / sizeof *counts; i++) {
            char what[80];
            cut how = {s, 0, counts[i]};
            if (!assay_case_turn(c))
                continue;
            snprintf(what, sizeof what, "the parts of a split into %u", counts[i]);
            assay_drive_judge(c, s.dataset, 0, assay_records(c, s), read_cut, &how, what);
        }
        assay_call_release(c, &s);
    }
    if (!any)
        assay_case_skip(c, "the sources cannot be cut by number");
}

/* Parts of parts: a size for each level. */
typedef struct tree {
    assay_driven_source s;
    int64_t sizes[3];
} tree;

static void read_tree(assay_case *c, assay_driven_source s, const int64_t *sizes, size_t depth,
                      assay_tally *tally)
{
    if (depth == 0 || !assay_offers(c, s, ASSAY_SPLIT)) {
        assay_drive_read_source(c, s, tally);
        return;
    }
    assay_parts parts = {0};
    assay_drive_by_size(c, s, sizes[0], &parts);
    if (depth < 3 && parts.count > 1)
        assay_case_exercised(c, 0);
    for (size_t i = 0; i < parts.count; i++)
        read_tree(c, parts.items[i], sizes + 1, depth - 1, tally);
    assay_parts_release(c, &parts);
}

static void read_whole_tree(assay_case *c, assay_tally *tally, void *argument)
{
    tree *t = argument;
    read_tree(c, t->s, t->sizes, 3, tally);
}

static void parts_of_parts(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        int64_t total = assay_total_size(c, s);
        for (int trial = 0; trial < 5; trial++) {
            tree t = {s, {0, 0, 0}};
            if (!assay_case_turn(c))
                continue;
            t.sizes[0] = 1 + total / (2 + (int64_t)assay_case_random(c, 3));
            t.sizes[1] = 1 + t.sizes[0] / (2 + (int64_t)assay_case_random(c, 4));
            t.sizes[2] = 1 + t.sizes[1] / (2 + (int64_t)assay_case_random(c, 9));
            assay_drive_judge(c, s.dataset, 0, assay_records(c, s), read_whole_tree, &t,
                              "the parts of parts of parts");
        }
        assay_call_release(c, &s);
    }
}

static void leaves_parent(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        assay_buffer before = ASSAY_BUFFER_INIT, after = ASSAY_BUFFER_INIT;
        assay_parts parts = {0};
        assay_drive_encode(c, s, &before);
        assay_split_into(c, s, 4, &parts);
        read_parts(c, &parts, NULL);
        assay_drive_encode(c, s, &after);
        assay_case_expect(c,
                          assay_bytes_same(assay_buffer_bytes(&before), assay_buffer_bytes(&after)),
                          "a split leaves the source as it was",
                          "its encoding changed by a split into %zu parts", parts.count);
        assay_expect_source(c, s, 0, assay_records(c, s), "the source after it was split");
        assay_parts_release(c, &parts);
        assay_expect_source(c, s, 0, assay_records(c, s), "the source after its parts were gone");
        assay_buffer_clear(&before);
        assay_buffer_clear(&after);
        assay_call_release(c, &s);
    }
}

static void repeats(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        assay_buffer encoding = ASSAY_BUFFER_INIT;
        int64_t desired = 1 + assay_total_size(c, s) / 3;
        for (int i = 0; i < 3; i++)
            expect_cover(c, s, desired, ", asked again");
        assay_drive_encode(c, s, &encoding);
        assay_driven_source copy = assay_drive_decode(c, s.dataset, assay_buffer_bytes(&encoding));
        expect_cover(c, copy, desired, " of a decoded copy");
        assay_call_release(c, &copy);
        assay_buffer_clear(&encoding);
        assay_call_release(c, &s);
    }
}

static void really_splits(assay_case *c)
{
    assay_driven_source s;
    size_t most = 0, asked = 0;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        assay_parts parts = {0};
        int64_t total = assay_total_size(c, s);
        if (assay_records(c, s) >= 20 && total >= 100) {
            assay_drive_by_size(c, s, total / 8, &parts);
            most = parts.count > most ? parts.count : most;
            asked++;
            assay_case_exercised(c, 0);
            assay_parts_release(c, &parts);
        }
        assay_call_release(c, &s);
    }
    assay_case_expect(
        c, asked == 0 || most > 1, "a source that offers to be split can be split",
        "an eighth of its size was asked for, and there was never more than one part");
}

static void expect_near(assay_case *c, assay_parts *parts, int64_t desired)
{
    for (size_t i = 0; i + 1 < parts->count; i++) {
        int64_t bytes = ASSAY_SIZE_UNKNOWN;
        if (!assay_offers(c, parts->items[i], ASSAY_SIZE))
            continue;
        assay_drive_want(c, assay_call_estimate(c, parts->items[i], &bytes), ASSAY_OK,
                         "size estimate");
        bytes = assay_size_meant(c, bytes);
        assay_case_expect(c, bytes < 0 || (bytes >= desired / 4 && bytes <= 4 * desired),
                          "parts of about the size that was asked for, a quarter to four times",
                          "part %zu has %lld bytes, %lld were asked for", i, (long long)bytes,
                          (long long)desired);
        if (bytes >= 0)
            assay_case_exercised(c, 0);
    }
}

static void part_sizes(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT | ASSAY_CAN_SIZE, &next, &s);) {
        int64_t total = assay_total_size(c, s), asked = 8;
        bool one_file = strpbrk(assay_case_dataset(c, s.dataset)->path, "*?[") == NULL;
        if (one_file && assay_records(c, s) >= 100 && total >= 100) {
            assay_parts parts = {0};
            assay_drive_by_size(c, s, total / asked, &parts);
            expect_near(c, &parts, total / asked);
            assay_case_expect(c, parts.count <= (size_t)(4 * asked + 1),
                              "about as many parts as the size asked for means",
                              "%zu parts for an eighth of the size", parts.count);
            assay_parts_release(c, &parts);
        }
        assay_call_release(c, &s);
    }
}

static void drop_part(assay_case *c, assay_driven_source part, void *to)
{
    (void)to;
    assay_call_release(c, &part);
}

static void bad_size(assay_case *c)
{
    static const int64_t sizes[] = {0, -1, INT64_MIN};
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        size_t by_size = assay_offers(c, s, ASSAY_STREAM) ? 0 : sizeof sizes / sizeof *sizes;
        for (size_t i = 0; i < by_size; i++)
            assay_drive_want(c, assay_call_by_size(c, s, sizes[i], drop_part, NULL), ASSAY_INVALID,
                             "a split by size %lld", (long long)sizes[i]);
        if (has_by_count(c, s))
            assay_drive_want(c, assay_call_by_count(c, s, 0, drop_part, NULL), ASSAY_INVALID,
                             "a split into 0 parts");
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

const assay_check assay_checks_split[] = {
    {
        .id = "split.covers",
        .clauses = "BS-SPLIT-01 BS-SPLIT-06 BS-SPLIT-07",
        .abilities = ASSAY_CAN_SPLIT,
        .bounded = true,
        .in_case = covers,
        .exercises = {{"splits into more than one part", 1}},
        .done = "Splits every data set by many sizes, from one byte to the largest number, and "
                "reads all parts: together exactly the truth.",
        .cause = "A record across a border goes to both parts or to none; arithmetic overflows.",
    },
    {
        .id = "split.covers-by-count",
        .clauses = "BS-SPLIT-01",
        .abilities = ASSAY_CAN_SPLIT,
        .bounded = true,
        .in_case = covers_by_count,
        .exercises = {{"splits into more than one part", 1}},
        .done = "The same by number of parts, from 1 to more than there are records.",
        .cause = "What is left over by the division is dropped.",
    },
    {
        .id = "split.parts-of-parts",
        .clauses = "BS-SPLIT-04 BS-SPLIT-01",
        .abilities = ASSAY_CAN_SPLIT,
        .bounded = true,
        .in_case = parts_of_parts,
        .exercises = {{"parts split again", 1}},
        .done = "Splits, splits the parts and their parts again, with random sizes, and reads the "
                "last ones.",
        .cause = "A part is split as if it were the whole, or from offset 0.",
    },
    {
        .id = "split.leaves-parent",
        .clauses = "BS-SPLIT-03",
        .abilities = ASSAY_CAN_SPLIT,
        .in_case = leaves_parent,
        .exercises = {{"splits into more than one part", 1}},
        .done = "Compares the source before and after a split, and reads it after its parts.",
        .cause = "The first part is made by changing the source itself.",
    },
    {
        .id = "split.parts-travel",
        .clauses = "SRC-SER-02 SRC-SER-04",
        .abilities = ASSAY_CAN_SPLIT,
        .coordinate = assay_check_parts_travel,
        .exercises = {{"parts decoded in another process", 2}},
        .done = "Encodes parts in one process and reads them in another, where the parent never "
                "was; a part's encoding is about as small as the parent's.",
        .cause = "A part points to its parent, or carries the list of all parts.",
    },
    {
        .id = "split.repeats",
        .clauses = "BS-SPLIT-08",
        .abilities = ASSAY_CAN_SPLIT,
        .bounded = true,
        .in_case = repeats,
        .exercises = {{"splits into more than one part", 1}},
        .done = "Splits one source three times and a decoded copy once: each time a whole cover.",
        .cause = "The source remembers how far the last split came.",
    },
    {
        .id = "split.really-splits",
        .clauses = "BS-SPLIT-02",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_SPLIT,
        .bounded = true,
        .in_case = really_splits,
        .exercises = {{"splits of large data", 1}},
        .done = "Asks for an eighth of the size: there must be more than one part.",
        .cause = "The size is given in other units than the split takes.",
    },
    {
        .id = "split.part-sizes",
        .clauses = "BS-SPLIT-02",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_SPLIT | ASSAY_CAN_SIZE,
        .bounded = true,
        .in_case = part_sizes,
        .exercises = {{"parts of known size", 1}},
        .done = "Compares the sizes of parts with the size asked for, but for the last part.",
        .cause = "The desired size is taken for a number of parts or of records.",
    },
    {
        .id = "split.bad-size",
        .clauses = "BS-SPLIT-06",
        .abilities = ASSAY_CAN_SPLIT,
        .in_case = bad_size,
        .exercises = {{"bad sizes refused", 1}},
        .done = "Asks for parts of 0 and fewer bytes, and for 0 parts: INVALID.",
        .cause = "The size is used as a divisor or as a step.",
    },
    {
        .id = "split.parts-abut",
        .clauses = "BS-SPLIT-09",
        .since = 2,
        .abilities = ASSAY_CAN_SPLIT | ASSAY_CAN_RANGE,
        .bounded = true,
        .in_case = assay_check_parts_abut,
        .exercises = {{"splits into more than one part", 1}},
        .done =
            "Splits and asks source and parts for their bounds: the first part begins where the "
            "source does, each other one where one before it ends, none reaches over its end.",
        .cause = "Parts share positions, or leave some out, where there is no record today.",
    },
    {
        .id = "split.same-parts",
        .clauses = "BS-SPLIT-12",
        .since = 2,
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .abilities = ASSAY_CAN_SPLIT,
        .bounded = true,
        .in_case = assay_check_same_parts,
        .exercises = {{"splits into more than one part", 1}},
        .done = "Splits a source three times by the same size, and a decoded copy once: parts that "
                "read the same.",
        .cause = "Cuts depend on a counter, on the time or on chance.",
    },
};
