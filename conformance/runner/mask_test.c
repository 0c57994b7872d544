#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/mask.h"
#include <stdlib.h>
#include <string.h>

static char *const secrets[] = {"hunter", "hunter2", "", "ab", "x", "\xff\xfe\x01"};

static void expect(const char *text, const char *masked)
{
    char room[64];
    strcpy(room, text);
    assay_mask_text(room, secrets, sizeof(secrets) / sizeof(secrets[0]));
    assert_string_equal(room, masked);
}

static void test_every_occurrence(void **state)
{
    (void)state;
    expect("", "");
    expect("nothing", "nothing");
    expect("hunter", "***");
    expect("hunter2hunter2", "******");
    expect("a hunter, hunter23 and hunte", "a ***, ***3 and hunte");
    expect("the end: hunter2", "the end: ***");
    expect("cab x aab", "c** * a**");
    expect("1\xff\xfe\x01"
           "2",
           "1***2");
}

static void test_as_a_trace_prints_it(void **state)
{
    char *const odd[] = {"a\\b\xc3\xa9"};
    char text[] = "'xa\\\\b\\xc3\\xa9y' a\\\\b\\xc3";
    (void)state;
    assay_mask_text(text, odd, 1);
    assert_string_equal(text, "'x***y' a\\\\b\\xc3");
}

static void test_message_cut_off(void **state)
{
    char text[] = "it failed with hunter2 and hunt";
    char whole[] = "it failed with hun";
    (void)state;
    assay_mask_message(text, secrets, sizeof(secrets) / sizeof(secrets[0]));
    assert_string_equal(text, "it failed with *** and ****");
    assay_mask_message(whole, secrets, 1);
    assert_string_equal(whole, "it failed with hun");
    assay_mask_message(NULL, secrets, 1);
}

static void test_as_json_has_it(void **state)
{
    char *const odd[] = {"a\"b\n\x01\\c"};
    char text[] = "{\"id\":\"xa\\\"b\\n\\u0001\\\\cy\"} and a\\\"";
    char cut[] = "\"a\\\"b\\n\\u00";
    (void)state;
    assay_mask_message(text, odd, 1);
    assert_string_equal(text, "{\"id\":\"x***y\"} and a\\\"");
    assay_mask_message(cut, odd, 1);
    assert_string_equal(cut, "\"**********");
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Base64 of bytes, independent of what is tested. */
static void encode(const char *bytes, char *to)
{
    size_t size = strlen(bytes), bits = 8 * size, digit = 0;
    for (size_t bit = 0; bit < bits; bit += 6) {
        unsigned value = 0;
        for (size_t i = bit; i < bit + 6; i++)
            value = value << 1 | (i < bits ? (unsigned char)bytes[i / 8] >> (7 - i % 8) & 1u : 0);
        to[digit++] = digits[value];
    }
    while (digit % 4 != 0)
        to[digit++] = '=';
    to[digit] = '\0';
}

/* Whatever is around the secret: of its characters, and those that share bits with it, none stays.
 */
static void expect_base64(const char *before, const char *secret, const char *behind)
{
    char value[128], text[256] = "{\"value_b64\":\"";
    char *const list[] = {(char *)secret};
    size_t size = strlen(before), head = strlen(text), stars = 0;
    strcat(strcat(strcpy(value, before), secret), behind);
    encode(value, text + head);
    char whole[256];
    strcat(strcpy(whole, text), "\"}");
    strcpy(text, whole);
    assay_mask_text(text, list, 1);
    size_t first = size * 8 / 6, end = ((size + strlen(secret)) * 8 + 5) / 6;
    assert_memory_equal(text, whole, head + first);
    while (text[head + first + stars] == '*')
        stars++;
    assert_in_range(stars, 3, end - first);
    assert_string_equal(text + head + first + stars, whole + head + end);
}

static void test_in_base64(void **state)
{
    (void)state;
    static const char *const around[] = {"", "u", "us", "use", "user:"};
    static const char *const all[] = {"hunt", "hunte", "hunter", "p\xc3\xa4ss", "0123456789abcdef"};
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            for (size_t k = 0; k < 5; k++)
                expect_base64(around[i], all[j], around[k]);
    char none[] = "aGk= YQ== eA";
    assay_mask_text(none, (char *const[]){(char *)"hi", (char *)"x"}, 2);
    assert_string_equal(none, "aGk= YQ== eA");
}

static void test_value_cut_off(void **state)
{
    (void)state;
    char *const list[] = {"hunter2", "a\xc3\xa9\xc3\xa9z"};
    char text[] = "'login hunt'... (99 bytes) hunt 'xa\\xc3'... (60 bytes), 'hun'... (50 bytes)";
    assay_mask_text(text, list, 2);
    assert_string_equal(
        text, "'login ****'... (99 bytes) hunt 'x*****'... (60 bytes), 'hun'... (50 bytes)");
}

static void test_nothing_to_do(void **state)
{
    (void)state;
    char text[] = "hunter";
    assay_mask_text(text, NULL, 0);
    assert_string_equal(text, "hunter");
    assay_mask_text(NULL, secrets, 1);
}

static void test_all_texts(void **state)
{
    (void)state;
    assay_look look;
    memset(&look, 0, sizeof(look));
    char **texts[] = {&look.finding.reason,
                      &look.finding.expected,
                      &look.finding.observed,
                      &look.finding.dataset,
                      &look.finding.trace,
                      &look.finding.output,
                      &look.name,
                      &look.version};
    enum { COUNT = sizeof(texts) / sizeof(texts[0]) };
    for (size_t i = 0; i < COUNT; i++)
        *texts[i] = strdup("is hunter2");
    assay_mask_look(&look, secrets, 2);
    for (size_t i = 0; i < COUNT; i++)
        assert_string_equal(*texts[i], "is ***");
    assay_look_clear(&look);
}

static void expect_output(const char *text, const char *masked)
{
    assay_finding finding;
    memset(&finding, 0, sizeof(finding));
    finding.output = strdup(text);
    assay_mask_finding(&finding, secrets, 2);
    assert_string_equal(finding.output, masked);
    assay_finding_clear(&finding);
}

static void test_form_cut_in_the_middle(void **state)
{
    (void)state;
    static char *const odd[] = {"\xc3\xa9\xc3\xa4\xff", "opensesame"};
    static const char *const texts[][2] = {
        {"xc3\\xa4\\xff is it", "*********** is it"},
        {"a4\\xff", "******"},
        {"4\\xff", "*****"},
        {"xff", "xff"},
        {"it is \\xc3\\xa", "it is *******"},
        {"it is \\xc3", "it is ****"},
        {"it is \\xc", "it is \\xc"},
        {"VzYW1l\"}", "******\"}"}, /* b3BlbnNlc2FtZQ== and its shifts */
        {"Nlc2FtZQ==", "********=="},
        {"\"b3Blbn", "\"******"},
        {"\"eG9wZW5z", "\"e*******"},
        {"\"eHhvcGVuc2", "\"eH********"},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assay_finding finding;
        memset(&finding, 0, sizeof(finding));
        finding.trace = strdup(texts[i][0]);
        assay_mask_finding(&finding, odd, 2);
        assert_string_equal(finding.trace, texts[i][1]);
        assay_finding_clear(&finding);
    }
}

static void test_cut_in_the_middle(void **state)
{
    (void)state;
    expect_output("nter2 logged in", "***** logged in");
    expect_output("er2 logged in", "er2 logged in");
    expect_output("login hunt", "login ****");
    expect_output("login hun", "login hun");
    expect_output("ter2 hunter2 hunte", "**** *** *****");
    expect_output("h", "h");
    expect_output("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_occurrence), cmocka_unit_test(test_as_a_trace_prints_it),
        cmocka_unit_test(test_message_cut_off),  cmocka_unit_test(test_nothing_to_do),
        cmocka_unit_test(test_all_texts),        cmocka_unit_test(test_cut_in_the_middle),
        cmocka_unit_test(test_as_json_has_it),   cmocka_unit_test(test_in_base64),
        cmocka_unit_test(test_value_cut_off),    cmocka_unit_test(test_form_cut_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
