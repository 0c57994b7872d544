#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/proof_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static const char good[] =
    "{\"proof\":1,\"name\":\"m1\",\"library\":\"m1.so\",\"manifest\":\"/x/assay.json\","
    "\"breaks\":\"SPL-01\",\"check\":\"split.parts\",\"verdict\":\"crash\"}";

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/assay-proofs-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"a.json", "b.json", "note.txt", ".json"};
    char path[128];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static void put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void expect_invalid(const char *text, const char *part)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_proof_list list;
    put("a.json", text);
    assert_int_equal(assay_proof_list_read(folder, &list, &error), ASSAY_INVALID);
    assay_proof_list_clear(&list);
    assert_non_null(strstr(error.message, "a.json"));
    if (strstr(error.message, part) == NULL)
        fail_msg("'%s' does not say '%s'", error.message, part);
}

static void test_reads(void **state)
{
    (void)state;
    assay_proof_list list;
    put("b.json", good);
    put("a.json",
        "{\"proof\":1,\"name\":\"m0\",\"library\":\"/abs/m.so\",\"manifest\":\"../assay.json\","
        "\"scenarios\":[\"lines\",\"gzip\"],\"breaks\":\"SIZ-01\",\"check\":\"size.about\","
        "\"verdict\":\"unproven\",\"may-fail\":[\"split\"]}");
    put("note.txt", "no proof");
    put(".json", "no proof either");
    assert_int_equal(assay_proof_list_read(folder, &list, NULL), ASSAY_OK);
    assert_int_equal(list.count, 2);
    const assay_proof *first = &list.items[0], *second = &list.items[1];
    char path[128];
    snprintf(path, sizeof(path), "%s/../assay.json", folder);
    assert_string_equal(first->manifest, path);
    assert_string_equal(first->library, "/abs/m.so");
    assert_int_equal(first->scenario_count, 2);
    assert_string_equal(first->scenarios[1], "gzip");
    assert_string_equal(first->may_fail[0], "split");
    assert_int_equal(first->verdict, ASSAY_UNPROVEN);
    snprintf(path, sizeof(path), "%s/m1.so", folder);
    assert_string_equal(second->library, path);
    assert_string_equal(second->manifest, "/x/assay.json");
    assert_int_equal(second->scenario_count, 0);
    assert_int_equal(second->verdict, ASSAY_CRASH);
    assay_proof_list_clear(&list);
}

/* The good proof with one piece replaced. */
static void expect_piece_invalid(const char *old, const char *new, const char *part)
{
    char text[512];
    const char *at = strstr(good, old);
    assert_non_null(at);
    snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - good), good, new, at + strlen(old));
    expect_invalid(text, part);
}

static void test_wrong(void **state)
{
    (void)state;
    expect_invalid("", ":1: ");
    expect_invalid("{}", "proof");
    expect_invalid("[]", "object");
    expect_piece_invalid("\"proof\":1", "\"proof\":2", "2 is not 1");
    expect_piece_invalid("\"proof\":1", "\"proof\":1,\"extra\":1", "extra");
    expect_piece_invalid("\"proof\":1", "\"proof\":1,\"proof\":1", "duplicate");
    expect_piece_invalid("\"m1\"", "1", "xpected string");
    expect_piece_invalid("crash", "pass", "'pass' is none of");
    expect_piece_invalid("crash", "skipped", "'skipped' is none of");
    expect_piece_invalid("split.parts", "split.part", "no check 'split.part'");
    expect_piece_invalid("SPL-01", "SPL-99", "no clause 'SPL-99'");
    expect_piece_invalid("\"proof\":1", "\"proof\":1,\"scenarios\":\"x\"", "list of texts");
    expect_piece_invalid("\"proof\":1", "\"proof\":1,\"may-fail\":[\"x\",1]", "list of texts");
}

static void test_a_name_is_taken_once(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_proof_list list;
    put("a.json", good);
    put("b.json", good);
    assert_int_equal(assay_proof_list_read(folder, &list, &error), ASSAY_INVALID);
    assert_non_null(strstr(error.message, "b.json: name: 'm1' is taken"));
    assay_proof_list_clear(&list);
}

static void test_nothing_there(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_proof_list list;
    assert_int_equal(assay_proof_list_read(folder, &list, &error), ASSAY_INVALID);
    assert_non_null(strstr(error.message, "no proof"));
    assay_proof_list_clear(&list);
    assert_int_equal(assay_proof_list_read("/nonexistent", &list, NULL), ASSAY_INVALID);
    assay_proof_list_clear(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reads, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_wrong, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_a_name_is_taken_once, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_nothing_there, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
