/* JUnit XML. */
#include "report/junit.h"

#include "report/escape.h"
#include "report/evidence.h"
#include "report/outcome.h"
#include <inttypes.h>
#include <string.h>
#include <time.h>

typedef struct tally {
    size_t tests, failures, errors, skipped;
    int64_t microseconds;
} tally;

static const size_t every_scenario = (size_t)-1;

/* Saved failures first, then the plan. */
static const assay_run_item *item_at(const assay_run *run, size_t i)
{
    return i < run->saved_count ? &run->saved[i] : &run->items[i - run->saved_count];
}

/* Whether a report counts an item as a test: what another shard does it leaves to that. */
static bool is_test(const assay_run *run, const assay_run_item *item)
{
    return assay_run_item_state(run, item) != ASSAY_STATE_ELSEWHERE;
}

static bool is_failure(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    return assay_state_bad(state) && state != (assay_state)ASSAY_ERROR && !item->preview;
}

static bool is_error(const assay_run *run, const assay_run_item *item)
{
    return assay_run_item_state(run, item) == (assay_state)ASSAY_ERROR && !item->preview;
}

static bool is_skipped(const assay_run *run, const assay_run_item *item)
{
    return assay_run_item_state(run, item) != (assay_state)ASSAY_PASS && !is_error(run, item) &&
           !is_failure(run, item);
}

static tally count(const assay_run *run, size_t scenario)
{
    tally sum = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < run->saved_count + run->item_count; i++) {
        const assay_run_item *item = item_at(run, i);
        if (!is_test(run, item) || (scenario != every_scenario && item->scenario != scenario))
            continue;
        sum.tests++;
        sum.failures += is_failure(run, item);
        sum.errors += is_error(run, item);
        sum.skipped += is_skipped(run, item);
        sum.microseconds += item->finding.microseconds;
    }
    return sum;
}

static void attribute(FILE *to, const char *name, const char *value)
{
    fprintf(to, " %s=\"", name);
    assay_escape_xml_attribute(to, value);
    fputc('"', to);
}

static void counts(FILE *to, const tally *sum, int64_t microseconds)
{
    fprintf(to, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"%.6f\"",
            sum->tests, sum->failures, sum->errors, sum->skipped, (double)microseconds / 1e6);
}

static void problem(FILE *to, const char *element, const assay_run *run, const assay_run_item *item)
{
    fprintf(to, "      <%s", element);
    attribute(to, "type", assay_state_name(assay_run_item_state(run, item)));
    attribute(to, "message", assay_item_message(item));
    fprintf(to, ">%s %s\n", assay_level_name(item->check->level), item->check->clauses);
    if (item->clause != NULL) {
        assay_escape_xml_text(to, item->clause->text, 0);
        fputc('\n', to);
    }
    assay_evidence_write(to, run, item, assay_escape_xml_text);
    fprintf(to, "</%s>\n", element);
}

static const char *why_skipped(const assay_run_item *item, assay_state state)
{
    if (state == ASSAY_STATE_KNOWN)
        return item->known->reason;
    return state == ASSAY_STATE_NOT_RUN ? "the run ended before" : assay_item_message(item);
}

static void outcome(FILE *to, const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    if (is_failure(run, item)) {
        problem(to, "failure", run, item);
    } else if (is_error(run, item)) {
        problem(to, "error", run, item);
    } else if (is_skipped(run, item)) {
        fputs("      <skipped", to);
        attribute(to, "type", item->preview ? "preview" : assay_state_name(state));
        attribute(to, "message", why_skipped(item, state));
        fputs("/>\n", to);
    }
}

static void write_case(FILE *to, const assay_run *run, const assay_run_item *item)
{
    const assay_scenario *over = run->scenarios[item->scenario].scenario;
    fputs("    <testcase", to);
    attribute(to, "name", item->check->id);
    fputs(" classname=\"", to);
    assay_escape_xml_attribute(to, over->connector);
    fputc('.', to);
    assay_escape_xml_attribute(to, over->name);
    fprintf(to, "%s.%.*s\" time=\"%.6f\">\n", item->again ? ".saved" : "",
            (int)assay_family_length(item->check->id), item->check->id,
            (double)item->finding.microseconds / 1e6);
    outcome(to, run, item);
    fputs("    </testcase>\n", to);
}

static void property(FILE *to, const char *name, const char *value)
{
    fputs("      <property", to);
    attribute(to, "name", name);
    attribute(to, "value", value);
    fputs("/>\n", to);
}

static void properties(FILE *to, const assay_run *run, const assay_run_scenario *over)
{
    char text[32];
    fputs("    <properties>\n", to);
    property(to, "assay", run->version != NULL ? run->version : "");
    snprintf(text, sizeof(text), "%d", run->contract);
    property(to, "contract", text);
    snprintf(text, sizeof(text), "0x%" PRIx64, run->settings.seed);
    property(to, "seed", text);
    property(to, "tier", assay_tier_name(run->settings.tier));
    property(to, "profile", assay_profile_name(run->settings.profile));
    property(to, "platform", run->platform);
    property(to, "manifest", over->manifest);
    property(to, "library", over->scenario->library);
    property(to, "library-xxh3-128", over->library_hash);
    fputs("    </properties>\n", to);
}

static void timestamp(FILE *to, int64_t seconds)
{
    time_t when = (time_t)seconds;
    struct tm parts;
    char text[32] = "1970-01-01T00:00:00";
    if (gmtime_r(&when, &parts) != NULL)
        strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
    attribute(to, "timestamp", text);
}

static void write_suite(FILE *to, const assay_run *run, size_t scenario)
{
    const assay_run_scenario *over = &run->scenarios[scenario];
    tally sum = count(run, scenario);
    fputs("  <testsuite name=\"", to);
    assay_escape_xml_attribute(to, over->scenario->connector);
    fputc('/', to);
    assay_escape_xml_attribute(to, over->scenario->name);
    fputc('"', to);
    counts(to, &sum, sum.microseconds);
    timestamp(to, run->started);
    fputs(">\n", to);
    properties(to, run, over);
    for (size_t i = 0; i < run->saved_count + run->item_count; i++) {
        const assay_run_item *item = item_at(run, i);
        if (item->scenario == scenario && is_test(run, item))
            write_case(to, run, item);
    }
    fputs("  </testsuite>\n", to);
}

/* What is wrong beside the checks, as a suite of its own. */
static void write_problems(FILE *to, const assay_run *run)
{
    tally sum = {run->problem_count, run->problem_count, 0, 0, 0};
    if (run->problem_count == 0)
        return;
    fputs("  <testsuite name=\"assay\"", to);
    counts(to, &sum, 0);
    timestamp(to, run->started);
    fputs(">\n", to);
    for (size_t i = 0; i < run->problem_count; i++) {
        fputs("    <testcase", to);
        attribute(to, "name", run->problems[i].where);
        fputs(" classname=\"assay.run\" time=\"0.000000\">\n      <failure type=\"problem\"", to);
        attribute(to, "message", run->problems[i].text);
        fputs("></failure>\n    </testcase>\n", to);
    }
    fputs("  </testsuite>\n", to);
}

void assay_junit_write(FILE *to, const assay_run *run)
{
    tally sum = count(run, every_scenario);
    sum.tests += run->problem_count;
    sum.failures += run->problem_count;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assay\"", to);
    counts(to, &sum, run->microseconds);
    fputs(">\n", to);
    for (size_t i = 0; i < run->scenario_count; i++)
        write_suite(to, run, i);
    write_problems(to, run);
    fputs("</testsuites>\n", to);
}
