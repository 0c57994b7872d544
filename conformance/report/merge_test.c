#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/merge.h"

#include "report/format.h"
#include "report/journal.h"
#include "report/sample.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHARDS = 3 };

static char folder[64];
static char paths[SHARDS][96];

static int make_paths(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/assay-merge-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    for (int i = 0; i < SHARDS; i++)
        snprintf(paths[i], sizeof(paths[i]), "%s/%d.jsonl", folder, i + 1);
    return 0;
}

static int remove_paths(void **state)
{
    (void)state;
    for (int i = 0; i < SHARDS; i++)
        unlink(paths[i]);
    return rmdir(folder);
}

static void make_whole(assay_run *run)
{
    sample_states(run, "x");
    for (size_t i = 0; i < run->item_count; i++)
        run->items[i].clause = assay_clause_find(i < 3 ? "SPL-01" : "?");
    run->items[6].done = true;
    assay_run_count(run);
}

static void save(const assay_run *run, const char *path, bool to_the_end)
{
    assay_journal journal;
    unlink(path);
    assert_int_equal(assay_journal_open(&journal, path, NULL), ASSAY_OK);
    assert_int_equal(assay_journal_header(&journal, run, NULL), ASSAY_OK);
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].done)
            assert_int_equal(assay_journal_item(&journal, run, i, NULL), ASSAY_OK);
    if (to_the_end)
        assert_int_equal(assay_journal_end(&journal, run, NULL), ASSAY_OK);
    assay_journal_close(&journal);
}

/* What change does to the shard before it is saved; NULL: nothing. */
static void save_shard(unsigned shard, void (*change)(assay_run *run), bool to_the_end)
{
    assay_run run;
    make_whole(&run);
    run.settings.shard = shard;
    run.settings.shards = SHARDS;
    for (size_t i = 0; i < run.item_count; i++) {
        run.items[i].shard = 1 + (unsigned)(i % SHARDS);
        run.items[i].done = run.items[i].shard == shard;
    }
    if (change != NULL)
        change(&run);
    assay_run_count(&run);
    save(&run, paths[shard - 1], to_the_end);
    assay_run_clear(&run);
}

static char *render(const assay_report_format *format, const assay_run *run)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(format->write(to, run, NULL), ASSAY_OK);
    assert_int_equal(fclose(to), 0);
    return text;
}

static void test_as_one_run(void **state)
{
    (void)state;
    assay_run whole;
    assay_merge merge;
    assay_error error = ASSAY_ERROR_INIT;
    const char *const order[] = {paths[2], paths[0], paths[1]};
    for (unsigned shard = 1; shard <= SHARDS; shard++)
        save_shard(shard, NULL, true);
    if (assay_merge_read(&merge, order, SHARDS, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    make_whole(&whole);
    for (size_t i = 0; i < assay_report_format_count; i++) {
        char *wanted = render(&assay_report_formats[i], &whole);
        char *got = render(&assay_report_formats[i], assay_merge_run(&merge));
        assert_string_equal(got, wanted);
        free(wanted);
        free(got);
    }
    assert_int_equal(assay_run_exit_code(assay_merge_run(&merge)), assay_run_exit_code(&whole));
    assay_merge_clear(&merge);
    assay_run_clear(&whole);
}

static void expect_refused(const char *const *list, size_t count, const char *wanted)
{
    assay_merge merge;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_merge_read(&merge, list, count, &error), ASSAY_INVALID);
    if (strstr(error.message, wanted) == NULL)
        fail_msg("'%s' is not in '%s'", wanted, error.message);
    assay_merge_clear(&merge);
}

static void be_whole(assay_run *run)
{
    run->settings.shard = run->settings.shards = 0;
}

static void be_seeded(assay_run *run)
{
    run->settings.seed++;
}

static void be_rebuilt(assay_run *run)
{
    strcpy(run->scenarios[0].library_hash, "f123456789abcdef0123456789abcdef");
}

static void be_shorter(assay_run *run)
{
    assay_finding_clear(&run->items[--run->item_count].finding);
}

static void be_unfinished(assay_run *run)
{
    run->items[1].done = false;
}

static void test_refused(void **state)
{
    (void)state;
    const char *const all[] = {paths[0], paths[1], paths[2]};
    const char *const twice[] = {paths[0], paths[1], paths[1]};
    static const struct {
        void (*change)(assay_run *run);
        const char *wanted;
    } rows[] = {
        {be_whole, "/2.jsonl: no shard, but a run of its own"},
        {be_seeded, "/1.jsonl: another 'seed'"},
        {be_rebuilt, "/1.jsonl: another 'library_xxh3_128'"},
        {be_shorter, "/1.jsonl: another 'plan'"},
        {be_unfinished, "/2.jsonl: shard 2 of 3 did not run 'split.parts'"},
    };
    for (unsigned shard = 1; shard <= SHARDS; shard++)
        save_shard(shard, NULL, true);
    expect_refused(all, 2, "shard 3 of 3 is missing");
    expect_refused(twice, 3, "/2.jsonl: shard 2 is in ");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        save_shard(2, rows[i].change, true);
        expect_refused(all, 3, rows[i].wanted);
    }
    save_shard(2, NULL, false);
    expect_refused(all, 3, "/2.jsonl: shard 2 of 3 did not end");
    assert_int_equal(truncate(paths[1], 10), 0);
    expect_refused(all, 3, "/2.jsonl: no journal: not even its header is whole");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_as_one_run, make_paths, remove_paths),
        cmocka_unit_test_setup_teardown(test_refused, make_paths, remove_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
