#include "checks/source.h"
#include "checks/checks.h"
#include <string.h>

/* What must not change about a source, whatever is done with it. */
typedef struct print {
    assay_buffer encoding, description;
    int64_t size;
    assay_digest records;
} print;

static print take_print(assay_case *c, assay_driven_source s)
{
    print p = {ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT, 0, {0, 0, 0}};
    assay_drive_encode(c, s, &p.encoding);
    assay_drive_want(c, assay_call_describe(c, s, &p.description), ASSAY_OK, "describe");
    if (assay_offers(c, s, ASSAY_SIZE))
        assay_drive_want(c, assay_call_estimate(c, s, &p.size), ASSAY_OK, "size estimate");
    p.records = assay_drive_digest(c, s);
    return p;
}

static void expect_print(assay_case *c, print *old, assay_driven_source s, const char *after)
{
    const char *expected = "a source stays as it was opened";
    print now = take_print(c, s);
    assay_case_expect(
        c, assay_bytes_same(assay_buffer_bytes(&old->encoding), assay_buffer_bytes(&now.encoding)),
        expected, "its encoding changed after %s", after);
    assay_case_expect(c,
                      assay_bytes_same(assay_buffer_bytes(&old->description),
                                       assay_buffer_bytes(&now.description)),
                      expected, "its description changed after %s", after);
    assay_case_expect(c, old->size == now.size, expected,
                      "its size went from %lld to %lld after %s", (long long)old->size,
                      (long long)now.size, after);
    assay_case_expect(c, assay_digest_equal(old->records, now.records), expected,
                      "it reads other records after %s: %llu before, %llu now", after,
                      (unsigned long long)old->records.count,
                      (unsigned long long)now.records.count);
    assay_buffer_clear(&now.encoding);
    assay_buffer_clear(&now.description);
    assay_case_exercised(c, 0);
}

static void split_statically(assay_case *c, assay_driven_source s)
{
    assay_parts parts = {0};
    assay_split_into(c, s, 4, &parts);
    for (size_t i = 0; i < parts.count; i++)
        assay_drive_read_source(c, parts.items[i], NULL);
    assay_parts_release(c, &parts);
}

static void split_dynamically(assay_case *c, assay_driven_source s)
{
    assay_driven_reader r = assay_reader_at(c, s, assay_records(c, s) / 3);
    assay_driven_split split;
    if (assay_drive_split(c, &r, 0.7, &split)) {
        assay_drive_read_source(c, split.residual, NULL);
        assay_drive_release_split(c, &split);
    }
    assay_drive_drain(c, &r, NULL);
    assay_drive_close(c, &r);
}

static void immutable(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        uint32_t offered = assay_call_abilities(c, s);
        print first = take_print(c, s);
        expect_print(c, &first, s, "it was read");
        if ((offered & ASSAY_CAN_SPLIT) != 0) {
            split_statically(c, s);
            expect_print(c, &first, s, "it was split");
        }
        if ((offered & ASSAY_CAN_DYNAMIC_SPLIT) != 0) {
            split_dynamically(c, s);
            expect_print(c, &first, s, "a reader of it was split");
        }
        assay_buffer_clear(&first.encoding);
        assay_buffer_clear(&first.description);
        assay_call_release(c, &s);
    }
}

static void expect_line(assay_case *c, assay_driven_source s, assay_buffer *text)
{
    assay_buffer_reset(text);
    assay_drive_want(c, assay_call_describe(c, s, text), ASSAY_OK, "describe");
    assay_case_expect(c, text->size > 0, "a description", "it is empty");
    assay_case_expect(c,
                      memchr(text->data, '\n', text->size) == NULL &&
                          memchr(text->data, '\0', text->size) == NULL,
                      "a description of one line", "there is a line break or a NUL in it");
    assay_case_exercised(c, 0);
}

static void expect_different_lines(assay_case *c, assay_driven_source s)
{
    assay_buffer last = ASSAY_BUFFER_INIT, text = ASSAY_BUFFER_INIT;
    assay_parts parts = {0};
    assay_split_into(c, s, 5, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        expect_line(c, parts.items[i], &text);
        assay_case_expect(
            c, !assay_bytes_same(assay_buffer_bytes(&last), assay_buffer_bytes(&text)),
            "different parts are described differently", "part %zu and part %zu are both '%.*s'",
            i - 1, i, (int)text.size, (const char *)text.data);
        assay_buffer_reset(&last);
        assay_case_must(c, assay_buffer_append(&last.out, text.data, text.size));
    }
    assay_parts_release(c, &parts);
    assay_buffer_clear(&last);
    assay_buffer_clear(&text);
}

static void describes_itself(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_buffer text = ASSAY_BUFFER_INIT;
        expect_line(c, s, &text);
        assay_buffer_clear(&text);
        if (assay_offers(c, s, ASSAY_SPLIT))
            expect_different_lines(c, s);
        assay_call_release(c, &s);
    }
}

static void validates(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_drive_want(c, assay_call_validate(c, s), ASSAY_OK, "validate of good data");
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static void abilities_as_declared(assay_case *c)
{
    uint32_t declared = assay_case_scenario(c)->declared, offered = 0;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        offered |= assay_call_abilities(c, s);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
    char names[256];
    assay_ability_names(declared & ~offered, names, sizeof names);
    assay_case_expect(c, (declared & ~offered) == 0, "every declared ability is offered",
                      "declared, but offered for no data set: %s", names);
}

/* The members that every ability's table begins with. */
typedef struct table_head {
    uint32_t struct_size;
    uint32_t kind;
} table_head;

static void expect_table(assay_case *c, const assay_ability *ability, const void *one,
                         const void *two)
{
    assay_case_expect(c, one == two, "an instance always gives the same answer to a query",
                      "%s was %p and then %p", ability->name, one, two);
    if (one == NULL)
        return;
    const table_head *head = one;
    assay_case_expect(c, head->struct_size >= sizeof *head + sizeof(void *),
                      "the table of an ability says its size", "struct_size of %s is %u",
                      ability->name, head->struct_size);
    bool has_kind = ability->bit == ASSAY_CAN_RANGE || ability->bit == ASSAY_CAN_POSITION;
    assay_case_expect(
        c, !has_kind || head->kind == ASSAY_POSITION_OFFSET || head->kind == ASSAY_POSITION_KEY,
        "positions are offsets or keys", "the kind of %s is %u", ability->name, head->kind);
}

#define UNKNOWN_ABILITY "assay.no-such-ability/0"

static void expect_one_kind(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    const assay_range *range = assay_call_ability(c, s, ASSAY_RANGE);
    const assay_position *position = assay_call_reader_ability(c, r, ASSAY_POSITION);
    assay_case_expect(c, range == NULL || position == NULL || range->kind == position->kind,
                      "a source and its readers have one kind of position",
                      "range and position differ");
}

static void abilities_stay(assay_case *c)
{
    const void *first[32];
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        for (int pass = 0; pass < 2; pass++) {
            for (size_t i = 0; i < assay_ability_count; i++) {
                const assay_ability *a = &assay_abilities[i];
                const void *now = a->of_reader ? assay_call_reader_ability(c, &r, a->id)
                                               : assay_call_ability(c, s, a->id);
                if (pass > 0)
                    expect_table(c, a, first[i], now);
                first[i] = now;
                assay_case_exercised(c, 0);
            }
            assay_drive_drain(c, &r, NULL);
        }
        expect_one_kind(c, s, &r);
        assay_case_expect(
            c, !assay_offers(c, s, UNKNOWN_ABILITY) && !assay_reader_offers(c, &r, UNKNOWN_ABILITY),
            "an unknown ability is not offered", "a query for one gave a table");
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

const assay_check assay_checks_source[] = {
    {
        .id = "source.travels",
        .clauses = "SRC-SER-01",
        .coordinate = assay_check_travels,
        .exercises = {{"sources decoded in another process", 1}},
        .done = "Encodes the source in one process, decodes it in a fresh one and reads it there; "
                "description and size are the same, too.",
        .cause = "Part of the configuration is not encoded: a default is right only by chance.",
    },
    {
        .id = "source.immutable",
        .clauses = "SRC-IMM-01",
        .in_case = immutable,
        .exercises = {{"comparisons", 1}},
        .done = "Compares encoding, description, size and records before and after the source was "
                "read, sized, split, and a reader of it was split.",
        .cause = "A reader writes its progress or its new end into its source.",
    },
    {
        .id = "source.describes-itself",
        .clauses = "SRC-STR-01",
        .level = ASSAY_SHOULD,
        .in_case = describes_itself,
        .exercises = {{"descriptions", 1}},
        .done = "A source says in one line what it reads; neighbouring parts differ.",
        .cause = "The bounds of a part are left out.",
    },
    {
        .id = "source.refuses-bad-config",
        .clauses = "SRC-VAL-01 SRC-VAL-02",
        .in_case = assay_check_refuses_bad_config,
        .exercises = {{"configurations refused", 1}},
        .done = "Opens with each configuration that the manifest says is bad, and with an unknown "
                "key added to a good one: INVALID, with a message, which names the unknown key.",
        .cause = "Unknown keys are passed over, so that a mistyped option has no effect.",
    },
    {
        .id = "source.refuses-foreign-bytes",
        .clauses = "SRC-SER-01",
        .in_case = assay_check_refuses_foreign_bytes,
        .exercises = {{"cut encodings refused", 1}},
        .done = "Decodes nothing, random bytes, cut and flipped encodings: no crash, and what is "
                "cut is INVALID.",
        .cause = "A length in the bytes is believed.",
    },
    {
        .id = "source.validates",
        .clauses = "SRC-VAL-01",
        .in_case = validates,
        .exercises = {{"sources validated", 1}},
        .done = "validate accepts each good data set.",
        .cause = "An empty file is taken for a missing one.",
    },
    {
        .id = "source.abilities-as-declared",
        .clauses = "SRC-ABIL-01",
        .in_case = abilities_as_declared,
        .exercises = {{"data sets asked", 1}},
        .done = "Asks the sources and readers of all data sets for each ability that the manifest "
                "declares; one at least must offer it.",
        .cause = "query compares with a misspelt name, or the manifest promises too much.",
    },
    {
        .id = "source.abilities-stay",
        .clauses = "SRC-ABIL-02",
        .in_case = abilities_stay,
        .exercises = {{"abilities asked twice", 1}},
        .done = "Asks for each ability before and after a read: the same table, with its size and "
                "a known kind of position; neither source nor reader offers an unknown ability.",
        .cause = "The answer depends on the state of a reader.",
    },
    {
        .id = "source.store-errors",
        .clauses = "RD-LIFE-15",
        .tier = ASSAY_STANDARD,
        .bounded = true,
        .coordinate = assay_check_source_store_errors,
        .exercises = {{"calls that failed or gave less", 1},
                      {"reads that ended with an error", 0},
                      {"reads that were whole", 0}},
        .done = "Lets each system call that reads the data fail with each error that it can have, "
                "once and from there on, and lets reads give half of what was asked for: the read "
                "is whole or fails, and the next one, when the store works again, is whole.",
        .cause = "read's -1, or less than was asked for, is taken for the end of the file.",
    },
    {
        .id = "source.allocation-failure",
        .clauses = "SRC-MEM-01",
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .since = 2,
        .bounded = true,
        .coordinate = assay_check_source_allocation_failure,
        .exercises = {{"calls for memory that were refused", 1},
                      {"calls for memory that were left out", 0}},
        .done = "Uses a source in every way that it offers and refuses it the first call for "
                "memory, then only the second one, and so on: what answers OK is right, what "
                "fails gives back what it has, and everything works afterwards.",
        .cause = "The answer of malloc is not looked at, or what was made before it is not freed.",
    },
    {
        .id = "source.travels-elsewhere",
        .clauses = "SRC-SER-03",
        .since = 2,
        .coordinate = assay_check_travels_elsewhere,
        .exercises = {{"sources decoded in another process", 1}},
        .done = "As source.travels, where the other process works in another folder, with another "
                "mask of file modes and other descriptors open.",
        .cause = "A path is relative, or a descriptor is sent by its number.",
    },
    {
        .id = "source.shared-by-threads",
        .clauses = "SRC-IMM-04",
        .since = 2,
        .bounded = true,
        .in_case = assay_check_shared_by_threads,
        .exercises = {{"threads that read all of one source", 4}},
        .done = "Four threads use one source at once: each reads all of it, encodes, sizes and "
                "splits it; each reads the truth and gets the same answers.",
        .cause = "A source keeps a buffer or a connection that only one thread can use.",
    },
    {
        .id = "source.leaves-nothing",
        .clauses = "SRC-STORE-01",
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .since = 2,
        .bounded = true,
        .coordinate = assay_check_source_leaves_nothing,
        .exercises = {{"uses of a copy of the store", 1}},
        .done =
            "Copies the folder of the smallest data set that has some records, uses a source of "
            "the copy in every way that it offers, leaves a reader in the middle and opens it "
            "wrongly; when the process is gone, the copy is what it was.",
        .cause = "A lock, an index or a journal is put beside the data, and nobody removes it.",
    },
};
