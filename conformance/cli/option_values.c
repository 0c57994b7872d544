/* The values of options. */
#include "cli/option_values.h"

#include "report/cover_forms.h"
#include "checks/checks.h"
#include "report/format.h"
#include "report/utf8.h"
#include "runner/baseline.h"
#include "runner/date.h"
#include <assay/toolkit/error.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool parse_number(const char *text, int base, uint64_t *number)
{
    const char *digits = base == 16 ? text + 2 : text;
    if (!isxdigit((unsigned char)digits[0]))
        return false;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(digits, &end, base);
    *number = value;
    return errno == 0 && *end == '\0';
}

static assay_status bad_value(assay_error *error, const char *option, const char *value,
                              const char *expected)
{
    return assay_error_set(error, ASSAY_INVALID, "--%s '%s': expected %s", option, value, expected);
}

assay_status assay_option_jobs(assay_options *options, const char *value, assay_error *error)
{
    uint64_t jobs;
    if (!parse_number(value, 10, &jobs) || jobs < 1 || jobs > 1024)
        return bad_value(error, "jobs", value, "a number from 1 to 1024");
    options->settings.jobs = (unsigned)jobs;
    return ASSAY_OK;
}

static assay_status append(const char ***list, size_t *count, const char *value, assay_error *error)
{
    const char **more = reallocarray(*list, *count + 1, sizeof(**list));
    if (more == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    *list = more;
    more[(*count)++] = value;
    return ASSAY_OK;
}

assay_status assay_option_include(assay_options *options, const char *value, assay_error *error)
{
    return append(&options->includes, &options->include_count, value, error);
}

assay_status assay_option_fail_under(assay_options *options, const char *value, assay_error *error)
{
    char *end = NULL;
    double percent = isdigit((unsigned char)value[0]) ? strtod(value, &end) : -1;
    if (percent < 0 || percent > 100 || *end != '\0')
        return bad_value(error, "fail-under", value, "percent, from 0 to 100");
    options->fail_under = percent;
    return ASSAY_OK;
}

assay_status assay_option_gcov(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "gcov", value, "a program");
    options->gcov = value;
    return ASSAY_OK;
}

assay_status assay_option_filter(assay_options *options, const char *value, assay_error *error)
{
    return append(&options->filters, &options->filter_count, value, error);
}

assay_status assay_option_expect(assay_options *options, const char *value, assay_error *error)
{
    return append(&options->expected, &options->expected_count, value, error);
}

assay_status assay_option_only(assay_options *options, const char *value, assay_error *error)
{
    return append(&options->only, &options->only_count, value, error);
}

assay_status assay_option_cover_form(assay_options *options, const char *value, assay_error *error)
{
    options->cover_form = value;
    if (assay_cover_form_find(value) == NULL)
        return bad_value(error, "format", value, "text, html, csv, markdown or json");
    return ASSAY_OK;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\n")] == '\0';
}

assay_status assay_option_exclude(assay_options *options, const char *value, assay_error *error)
{
    size_t count = options->exclusion_count, size = strcspn(value, "=");
    if (size == 0 || value[size] == '\0' || is_blank(value + size + 1))
        return bad_value(error, "exclude", value, "'PATTERN=REASON', the reason why not");
    assay_exclusion *more = reallocarray(options->exclusions, count + 1, sizeof(*more));
    if (more == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    options->exclusions = more;
    char *pattern = strdup(value);
    if (pattern == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    pattern[size] = '\0';
    more[count] = (assay_exclusion){pattern, pattern + size + 1};
    options->exclusion_count++;
    return ASSAY_OK;
}

assay_status assay_option_repeat(assay_options *options, const char *value, assay_error *error)
{
    uint64_t repeat;
    if (!parse_number(value, 10, &repeat) || repeat < 1 || repeat > 10000)
        return bad_value(error, "repeat", value, "a number from 1 to 10000");
    options->settings.repeat = (unsigned)repeat;
    return ASSAY_OK;
}

assay_status assay_option_rules(assay_options *options, const char *value, assay_error *error)
{
    uint64_t rules;
    char expected[64];
    snprintf(expected, sizeof(expected), "a rule set, from 1 to %d", ASSAY_RULES);
    if (!parse_number(value, 10, &rules) || rules < 1 || rules > ASSAY_RULES)
        return bad_value(error, "rules", value, expected);
    options->settings.rules = (unsigned)rules;
    return ASSAY_OK;
}

assay_status assay_option_profile(assay_options *options, const char *value, assay_error *error)
{
    size_t found = assay_profile_find(value);
    if (found == ASSAY_PROFILES)
        return bad_value(error, "profile", value, "assay, beam-java or beam-python");
    options->settings.profile = (assay_profile)found;
    return ASSAY_OK;
}

assay_status assay_option_tier(assay_options *options, const char *value, assay_error *error)
{
    for (assay_tier tier = ASSAY_SMOKE; tier <= ASSAY_EXHAUSTIVE; tier++)
        if (strcmp(value, assay_tier_name(tier)) == 0) {
            options->settings.tier = tier;
            return ASSAY_OK;
        }
    return bad_value(error, "tier", value, "smoke, standard or exhaustive");
}

assay_status assay_option_level(assay_options *options, const char *value, assay_error *error)
{
    options->settings.should_counts = strcmp(value, "should") == 0;
    if (!options->settings.should_counts && strcmp(value, "must") != 0)
        return bad_value(error, "level", value, "must or should");
    return ASSAY_OK;
}

assay_status assay_option_seed(assay_options *options, const char *value, assay_error *error)
{
    int base = strncmp(value, "0x", 2) == 0 ? 16 : 10;
    if (!parse_number(value, base, &options->settings.seed))
        return bad_value(error, "seed", value, "a decimal number or 0x and hex digits, 64 bits");
    options->seeded = true;
    return ASSAY_OK;
}

assay_status assay_option_timeout(assay_options *options, const char *value, assay_error *error)
{
    uint64_t seconds;
    if (!parse_number(value, 10, &seconds) || seconds < 1 || seconds > 1000000)
        return bad_value(error, "timeout", value, "seconds, from 1 to 1000000");
    options->settings.timeout_ms = (int64_t)seconds * 1000;
    return ASSAY_OK;
}

assay_status assay_option_records(assay_options *options, const char *value, assay_error *error)
{
    if (!parse_number(value, 10, &options->settings.records) || options->settings.records < 1 ||
        options->settings.records > INT64_MAX)
        return bad_value(error, "records", value, "a number from 1");
    return ASSAY_OK;
}

assay_status assay_option_out(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "out", value, "a folder");
    options->out = value;
    return ASSAY_OK;
}

assay_status assay_option_failures(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "failures", value, "a folder");
    options->failures = value;
    return ASSAY_OK;
}

assay_status assay_option_shrink(assay_options *options, const char *value, assay_error *error)
{
    uint64_t seconds;
    if (!parse_number(value, 10, &seconds) || seconds > 1000000)
        return bad_value(error, "shrink", value, "seconds, from 0 to 1000000");
    options->shrink_ms = (int64_t)seconds * 1000;
    return ASSAY_OK;
}

assay_status assay_option_format(assay_options *options, const char *value, assay_error *error)
{
    options->json = strcmp(value, "json") == 0;
    if (!options->json && strcmp(value, "text") != 0)
        return bad_value(error, "format", value, "text or json");
    return ASSAY_OK;
}

assay_status assay_option_emit(assay_options *options, const char *value, assay_error *error)
{
    if (strcmp(value, "c") != 0)
        return bad_value(error, "emit", value, "c");
    options->emit = true;
    return ASSAY_OK;
}

assay_status assay_option_library(assay_options *options, const char *value, assay_error *error)
{
    free(options->library);
    options->library = realpath(value, NULL);
    options->settings.library = options->library;
    if (options->library == NULL)
        return assay_error_set(error, ASSAY_INVALID, "--library '%s': %s, expected a shared object",
                               value, strerror(errno));
    return ASSAY_OK;
}

assay_status assay_option_report_format(assay_options *options, const char *value,
                                        assay_error *error)
{
    options->report = assay_report_format_find(value);
    if (options->report == NULL)
        return bad_value(error, "format", value, "a form of a report: see 'assay report --help'");
    return ASSAY_OK;
}

assay_status assay_option_to(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "to", value, "a file");
    options->to = value;
    return ASSAY_OK;
}

assay_status assay_option_shard(assay_options *options, const char *value, assay_error *error)
{
    uint64_t shard = 0, shards = 0;
    char first[16];
    const char *slash = strchr(value, '/');
    snprintf(first, sizeof(first), "%.*s", (int)strcspn(value, "/"), value);
    if (slash == NULL || !parse_number(first, 10, &shard) ||
        !parse_number(slash + 1, 10, &shards) || shard < 1 || shard > shards || shards > 100000)
        return bad_value(error, "shard", value, "I/N, with I from 1 to N");
    options->settings.shard = (unsigned)shard;
    options->settings.shards = (unsigned)shards;
    return ASSAY_OK;
}

assay_status assay_option_costs(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "costs", value, "a journal");
    options->costs = value;
    return ASSAY_OK;
}

assay_status assay_option_baseline(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "baseline", value, "a file");
    options->baseline = value;
    return ASSAY_OK;
}

static bool is_utf8(const char *text)
{
    for (size_t size; *text != '\0'; text += size)
        if (assay_utf8_next(text, &size) == ASSAY_UTF8_INVALID)
            return false;
    return true;
}

assay_status assay_option_reason(assay_options *options, const char *value, assay_error *error)
{
    if (is_blank(value) || !is_utf8(value))
        return bad_value(error, "reason", value, "a text in UTF-8, why the checks fail");
    options->added.reason = value;
    return ASSAY_OK;
}

assay_status assay_option_link(assay_options *options, const char *value, assay_error *error)
{
    if (!assay_link_valid(value) || !is_utf8(value))
        return bad_value(error, "link", value, "https://...");
    options->added.link = value;
    return ASSAY_OK;
}

assay_status assay_option_expires(assay_options *options, const char *value, assay_error *error)
{
    if (!assay_date_valid(value))
        return bad_value(error, "expires", value, "a day like 2026-12-31");
    options->added.expires = value;
    return ASSAY_OK;
}
