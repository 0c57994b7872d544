#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/options.h"
#include <stdlib.h>
#include <string.h>

static assay_options options;
static assay_error error;
static char *argv[9]; /* options point to it */

/* Parses up to seven words after the verb; NULL ends them. */
static assay_status parse(unsigned verb, const char *const *words)
{
    int argc = 0;
    argv[argc++] = (char *)"verb";
    for (; *words != NULL; words++)
        argv[argc++] = (char *)*words;
    argv[argc] = NULL;
    error = (assay_error)ASSAY_ERROR_INIT;
    return assay_options_parse(verb, argc, argv, &options, &error);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void expect_error(unsigned verb, const char *const *words, const char *message)
{
    assert_int_equal(parse(verb, words), ASSAY_INVALID);
    assert_string_equal(error.message, message);
    assay_options_clear(&options);
}

static void test_defaults(void **state)
{
    (void)state;
    assert_int_equal(parse(ASSAY_VERB_RUN, WORDS("m.json")), ASSAY_OK);
    assert_true(options.settings.jobs >= 1);
    assert_int_equal(options.settings.tier, ASSAY_STANDARD);
    assert_int_equal(options.settings.profile, ASSAY_PROFILE_ASSAY);
    assert_string_equal(options.out, ".assay");
    assert_int_equal(options.settings.timeout_ms, 0);
    assert_false(options.settings.should_counts || options.settings.strict || options.json);
    assert_int_equal(options.argument_count, 1);
    assert_string_equal(options.arguments[0], "m.json");
    uint64_t first = options.settings.seed;
    assay_options_clear(&options);
    assert_int_equal(parse(ASSAY_VERB_RUN, WORDS("m.json")), ASSAY_OK);
    assert_true(options.settings.seed != first);
    assay_options_clear(&options);
}

static void test_values(void **state)
{
    (void)state;
    assert_int_equal(parse(ASSAY_VERB_RUN, WORDS("--jobs=3", "--filter", "a*", "m", "--filter=b",
                                                 "--seed", "0x7C1F9a")),
                     ASSAY_OK);
    assert_int_equal(options.settings.jobs, 3);
    assert_int_equal(options.filter_count, 2);
    assert_string_equal(options.filters[0], "a*");
    assert_string_equal(options.filters[1], "b");
    assert_int_equal(options.settings.seed, 0x7c1f9a);
    assert_int_equal(options.argument_count, 1);
    assay_options_clear(&options);
    assert_int_equal(parse(ASSAY_VERB_RUN,
                           WORDS("--seed", "18446744073709551615", "--level=should", "--timeout=90",
                                 "--tier=smoke", "--records=17", "--profile=beam-java")),
                     ASSAY_OK);
    assert_true(options.settings.seed == UINT64_MAX);
    assert_true(options.settings.should_counts);
    assert_int_equal(options.settings.timeout_ms, 90000);
    assert_int_equal(options.settings.tier, ASSAY_SMOKE);
    assert_int_equal(options.settings.profile, ASSAY_PROFILE_BEAM_JAVA);
    assert_int_equal(options.settings.records, 17);
    assay_options_clear(&options);
    assert_int_equal(parse(ASSAY_VERB_RUN, WORDS("--strict", "--format=json", "--in-process",
                                                 "--no-color", "--", "--strict")),
                     ASSAY_OK);
    assert_true(options.settings.strict && options.json && options.in_process);
    assert_true(options.no_colour);
    assert_string_equal(options.arguments[0], "--strict");
    assay_options_clear(&options);
}

static void test_exclusions(void **state)
{
    (void)state;
    assert_int_equal(parse(ASSAY_VERB_RUN, WORDS("--exclude", "a.*=it is slow = late", "m",
                                                 "--exclude=lines:b=why")),
                     ASSAY_OK);
    assert_int_equal(options.exclusion_count, 2);
    assert_string_equal(options.exclusions[0].pattern, "a.*");
    assert_string_equal(options.exclusions[0].reason, "it is slow = late");
    assert_string_equal(options.exclusions[1].pattern, "lines:b");
    assert_string_equal(options.exclusions[1].reason, "why");
    assay_options_clear(&options);
    static const char *const bad[] = {"a.*", "a.*=", "a.*= \t", "=why", ""};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char message[128];
        snprintf(message, sizeof(message),
                 "--exclude '%s': expected 'PATTERN=REASON', the reason why not", bad[i]);
        expect_error(ASSAY_VERB_RUN, WORDS("--exclude", bad[i]), message);
    }
}

static void test_known_failures(void **state)
{
    (void)state;
    assert_int_equal(
        parse(ASSAY_VERB_BASELINE, WORDS("update", "j", "--baseline=k", "--reason=it \xc3\xa4 is",
                                         "--link=https://x/1", "--expires=2026-12-31")),
        ASSAY_OK);
    assert_string_equal(options.baseline, "k");
    assert_string_equal(options.added.reason, "it \xc3\xa4 is");
    assert_string_equal(options.added.link, "https://x/1");
    assert_string_equal(options.added.expires, "2026-12-31");
    assay_options_clear(&options);
    expect_error(ASSAY_VERB_BASELINE, WORDS("--reason", "\xff"),
                 "--reason '\xff': expected a text in UTF-8, why the checks fail");
    expect_error(ASSAY_VERB_BASELINE, WORDS("--link", "javascript:alert(1)"),
                 "--link 'javascript:alert(1)': expected https://...");
    expect_error(ASSAY_VERB_BASELINE, WORDS("--expires", "never"),
                 "--expires 'never': expected a day like 2026-12-31");
    expect_error(ASSAY_VERB_LIST, WORDS("--baseline", "x"), "unknown option '--baseline'");
}

static void test_bad_numbers(void **state)
{
    (void)state;
    static const char *const bad[] = {"",   " 1", "+1", "-1",
                                      "1x", "1 ", "0x", "18446744073709551616"};
    static const char *const names[] = {"--jobs",    "--seed",   "--timeout",
                                        "--records", "--repeat", "--rules"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); j++) {
            assert_int_equal(parse(ASSAY_VERB_RUN, WORDS(names[j], bad[i])), ASSAY_INVALID);
            assay_options_clear(&options);
        }
    expect_error(ASSAY_VERB_RUN, WORDS("--jobs=0"), "--jobs '0': expected a number from 1 to 1024");
    expect_error(ASSAY_VERB_RUN, WORDS("--repeat=0"),
                 "--repeat '0': expected a number from 1 to 10000");
    expect_error(ASSAY_VERB_RUN, WORDS("--rules=0"),
                 "--rules '0': expected a rule set, from 1 to 2");
    expect_error(ASSAY_VERB_RUN, WORDS("--rules=3"),
                 "--rules '3': expected a rule set, from 1 to 2");
    expect_error(ASSAY_VERB_RUN, WORDS("--profile=java"),
                 "--profile 'java': expected assay, beam-java or beam-python");
    expect_error(ASSAY_VERB_RUN, WORDS("--records=0"), "--records '0': expected a number from 1");
    expect_error(ASSAY_VERB_RUN, WORDS("--timeout=0"),
                 "--timeout '0': expected seconds, from 1 to 1000000");
}

static void test_bad_usage(void **state)
{
    (void)state;
    expect_error(ASSAY_VERB_RUN, WORDS("--frobnicate"), "unknown option '--frobnicate'");
    expect_error(ASSAY_VERB_RUN, WORDS("--record", "5"),
                 "unknown option '--record'; did you mean '--records'?");
    expect_error(ASSAY_VERB_RUN, WORDS("--record=5"),
                 "unknown option '--record=5'; did you mean '--records'?");
    expect_error(ASSAY_VERB_RUN, WORDS("--record"),
                 "unknown option '--record'; did you mean '--records'?");
    expect_error(ASSAY_VERB_RUN, WORDS("--stric"),
                 "unknown option '--stric'; did you mean '--strict'?");
    expect_error(ASSAY_VERB_RUN, WORDS("--stric=1"),
                 "unknown option '--stric=1'; did you mean '--strict'?");
    expect_error(ASSAY_VERB_RUN, WORDS("-x"), "unknown option '-x'");
    expect_error(ASSAY_VERB_RUN, WORDS("--filter"), "--filter needs a value");
    expect_error(ASSAY_VERB_RUN, WORDS("--strict=yes"), "--strict=yes takes no value");
    expect_error(ASSAY_VERB_LIST, WORDS("--jobs=2"), "unknown option '--jobs=2'");
    expect_error(ASSAY_VERB_RUN, WORDS("--tier=big"),
                 "--tier 'big': expected smoke, standard or exhaustive");
    expect_error(ASSAY_VERB_RUN, WORDS("--level=may"), "--level 'may': expected must or should");
    expect_error(ASSAY_VERB_RUN, WORDS("--format=xml"), "--format 'xml': expected text or json");
    expect_error(ASSAY_VERB_RUN, WORDS("--out="), "--out '': expected a folder");
}

static void test_help_names_what_a_verb_takes(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assay_options_help(to, ASSAY_VERB_LIST);
    assert_int_equal(fclose(to), 0);
    assert_non_null(strstr(text, "  --format FORMAT "));
    assert_null(strstr(text, "--jobs"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_exclusions),
        cmocka_unit_test(test_known_failures),
        cmocka_unit_test(test_bad_numbers),
        cmocka_unit_test(test_bad_usage),
        cmocka_unit_test(test_help_names_what_a_verb_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
