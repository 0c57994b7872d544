/* What a page says first: the verdict, the numbers, what was asked for. */
#include "report/html_parts.h"

#include "report/html_put.h"
#include "report/outcome.h"
#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

/* The state whose icon and colour the whole has. */
static assay_state state_of(const assay_run *run)
{
    static const assay_verdict of_code[] = {ASSAY_PASS, ASSAY_FAIL, ASSAY_ERROR, ASSAY_ERROR,
                                            ASSAY_UNPROVEN};
    return (assay_state)(assay_outcome_finished(run) ? of_code[assay_run_exit_code(run)]
                                                     : ASSAY_ERROR);
}

void assay_page_outcome(FILE *to, const assay_run *run)
{
    const char *word = assay_outcome_word(run);
    fprintf(to, "%c%s", toupper(word[0]), word + 1);
}

/* By state, what is not done included. */
static void count_states(const assay_run *run, size_t counts[ASSAY_STATES])
{
    memset(counts, 0, ASSAY_STATES * sizeof(*counts));
    for (size_t i = 0; i < run->item_count; i++)
        counts[assay_run_item_state(run, &run->items[i])]++;
}

static size_t against(const assay_run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->item_count; i++)
        count += run->items[i].done && assay_run_item_against(run, &run->items[i]);
    return count;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static const char *ending(size_t count) /* of a verb */
{
    return count == 1 ? "s" : "";
}

static void say_against(const assay_page *self)
{
    const assay_run *run = self->run;
    assay_run_again again = assay_run_count_again(run);
    size_t checks = against(run), saved = again.same + again.otherwise;
    size_t judged = run->done - run->totals[ASSAY_SKIPPED], problems = run->problem_count;
    if (checks > 0)
        fprintf(self->to, "%zu of %zu check%s that ran speak%s against the connector. ", checks,
                judged, plural(judged), ending(checks));
    if (saved > 0)
        fprintf(self->to, "%zu saved failure%s fail%s again. ", saved, plural(saved),
                ending(saved));
    if (problems > 0)
        fprintf(self->to, "There %s %zu problem%s with what the run was given. ",
                problems == 1 ? "is" : "are", problems, plural(problems));
}

static void say_missing(const assay_page *self)
{
    const assay_run *run = self->run;
    size_t errors = run->totals[ASSAY_ERROR], unproven = run->totals[ASSAY_UNPROVEN];
    size_t elsewhere = run->item_count - assay_outcome_items(run);
    if (errors > 0)
        fprintf(self->to, "%zu check%s ended in an error of Assay itself. ", errors,
                plural(errors));
    if (unproven > 0)
        fprintf(self->to, "%zu check%s could prove nothing. ", unproven, plural(unproven));
    if (elsewhere > 0)
        fprintf(self->to, "This is shard %u of %u: %zu more checks are of other shards. ",
                run->settings.shard, run->settings.shards, elsewhere);
}

static void write_lede(const assay_page *self)
{
    const assay_run *run = self->run;
    FILE *to = self->to;
    size_t not_run = assay_outcome_count(run, ASSAY_STATE_NOT_RUN);
    fputs("<p class=\"lede\">", to);
    if (not_run > 0 || run->cut)
        fprintf(to,
                "The run stopped before its end, with %zu of %zu checks not run; what it would "
                "have found besides is not known. ",
                not_run, assay_outcome_items(run));
    say_against(self);
    if (assay_outcome_finished(run) && assay_run_exit_code(run) == 0)
        fputs("No check speaks against the connector. ", to);
    if (assay_outcome_finished(run) && assay_run_exit_code(run) == 4)
        fputs("No check was run, so nothing is proven. ", to);
    say_missing(self);
    fputs("</p>\n", to);
}

/* The connectors, each once, as far as there is room. */
static void write_connectors(const assay_page *self)
{
    enum { NAMED = 3 };
    const assay_run *run = self->run;
    size_t count = 0;
    for (size_t i = 0; i < run->scenario_count; i++) {
        const char *name = run->scenarios[i].scenario->connector;
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = strcmp(run->scenarios[k].scenario->connector, name) == 0;
        if (seen || count++ >= NAMED)
            continue;
        fputs(count > 1 ? ", " : "", self->to);
        assay_html_text(self->to, name);
    }
    if (count > NAMED)
        fprintf(self->to, " and %zu more", count - NAMED);
    fputs(count == 0 ? "No connector" : "", self->to);
}

static void fact(FILE *to, const char *title, const char *text)
{
    fprintf(to, "<div><dt>%s</dt><dd>", title);
    assay_html_path(to, text);
    fputs("</dd></div>\n", to);
}

static void number(FILE *to, const char *title, uint64_t value, const char *unit)
{
    if (value != 0)
        fprintf(to, "<div><dt>%s</dt><dd>%" PRIu64 "%s</dd></div>\n", title, value, unit);
}

static void write_asked(FILE *to, const assay_run_settings *settings)
{
    fprintf(to, "<div><dt>Seed</dt><dd class=\"mono\">0x%" PRIx64 "</dd></div>\n", settings->seed);
    fact(to, "Tier", assay_tier_name(settings->tier));
    number(to, "Checks at a time", settings->jobs, "");
    number(to, "Records, at most", settings->records, "");
    if (settings->timeout_ms != 0) {
        fputs("<div><dt>Limit of a check</dt><dd>", to);
        assay_html_time(to, settings->timeout_ms * 1000);
        fputs("</dd></div>\n", to);
    }
    number(to, "Each check is run", settings->repeat > 1 ? settings->repeat : 0, " times");
    number(to, "Rule set", settings->rules, "");
    if (settings->profile != ASSAY_PROFILE_ASSAY)
        fact(to, "Profile", assay_profile_name(settings->profile));
    if (settings->shards > 0)
        fprintf(to, "<div><dt>Shard</dt><dd>%u of %u</dd></div>\n", settings->shard,
                settings->shards);
    if (settings->library != NULL)
        fact(to, "In place of the library", settings->library);
    if (settings->should_counts || settings->strict)
        fact(to, "Counts as a failure",
             !settings->strict         ? "a failed SHOULD"
             : settings->should_counts ? "a failed SHOULD, what is unproven"
                                       : "what is unproven");
    if (settings->read_only)
        fact(to, "Stores", "read only");
}

static void write_facts(const assay_page *self)
{
    const assay_run *run = self->run;
    FILE *to = self->to;
    time_t started = (time_t)run->started;
    struct tm at;
    char when[64] = "";
    if (gmtime_r(&started, &at) != NULL)
        strftime(when, sizeof(when), "%Y-%m-%d %H:%M UTC", &at);
    fputs("<dl class=\"facts\">\n", to);
    fact(to, "Began", when);
    fputs("<div><dt>Took</dt><dd>", to);
    assay_html_time(to, run->microseconds);
    fputs("</dd></div>\n", to);
    fputs("<div><dt>Assay</dt><dd>", to);
    assay_html_text(to, run->version != NULL ? run->version : "");
    fprintf(to, ", contract %d</dd></div>\n", run->contract);
    fact(to, "Platform", run->platform);
    write_asked(to, &run->settings);
    fputs("</dl>\n", to);
}

void assay_page_top(const assay_page *self)
{
    FILE *to = self->to;
    size_t counts[ASSAY_STATES];
    assay_state state = state_of(self->run);
    count_states(self->run, counts);
    fputs("<header class=\"top\">\n<p class=\"kind\">Conformance report</p>\n<h1>", to);
    write_connectors(self);
    fprintf(to, "</h1>\n<p class=\"verdict s-%s\">", assay_state_name(state));
    assay_html_icon(to, state);
    assay_page_outcome(to, self->run);
    fputs("</p>\n", to);
    write_lede(self);
    if (self->run->item_count > 0)
        assay_html_bar(to, counts);
    fputs("\n<p class=\"counts\">", to);
    assay_html_counts(to, counts, true);
    fputs("</p>\n", to);
    write_facts(self);
    fputs("</header>\n", to);
}
