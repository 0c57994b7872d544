/* Markdown, for step summaries and comments. */
#include "report/markdown.h"

#include "report/outcome.h"
#include "report/paint.h"
#include "report/plain.h"
#include "report/same.h"
#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 300, LISTED = 200, EVIDENCE = 8 << 10, ALL_EVIDENCE = 400 << 10 };

/* A report on its way out. */
typedef struct page {
    FILE *to;
    const assay_run *run;
    bool well;       /* memory was there */
    size_t evidence; /* bytes of it so far */
} page;

/* In <code>, where nothing is a link or a name of somebody; but marks of Markdown still are. */
static const char *code_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '|':
        return "&#124;";
    case '*':
        return "&#42;";
    case '_':
        return "&#95;";
    case '`':
        return "&#96;";
    case '[':
        return "&#91;";
    case ']':
        return "&#93;";
    case '\\':
        return "&#92;";
    case '~':
        return "&#126;";
    case '$':
        return "&#36;";
    default:
        return NULL;
    }
}

static const char *as_it_is(char c)
{
    (void)c;
    return NULL;
}

/* Takes the text over. */
static void put_code(page *self, char *text)
{
    fputs("<code>", self->to);
    self->well = assay_plain_write(self->to, text, code_of, WORDS) && self->well;
    fputs("</code>", self->to);
}

static bool is_used(const assay_run *run, int state)
{
    return state == ASSAY_PASS || assay_outcome_count(run, (assay_state)state) > 0;
}

static size_t count(const assay_run *run, size_t scenario, assay_state state)
{
    size_t sum = 0;
    for (size_t i = 0; i < run->item_count; i++)
        sum += run->items[i].scenario == scenario &&
               assay_run_item_state(run, &run->items[i]) == state;
    return sum;
}

static void put_scenario(page *self, size_t scenario)
{
    const assay_scenario *over = self->run->scenarios[scenario].scenario;
    fputs("| ", self->to);
    put_code(self, assay_plain_line(over->connector));
    fputs(" ", self->to);
    put_code(self, assay_plain_line(over->name));
    for (int state = 0; state < ASSAY_STATE_ELSEWHERE; state++) {
        if (!is_used(self->run, state))
            continue;
        size_t number = count(self->run, scenario, (assay_state)state);
        bool loud = number > 0 && assay_state_bad((assay_state)state);
        fprintf(self->to, loud ? " | **%zu**" : " | %zu", number);
    }
    fputs(" |\n", self->to);
}

static void put_table(page *self)
{
    fputs("\n| scenario", self->to);
    for (int state = 0; state < ASSAY_STATE_ELSEWHERE; state++)
        if (is_used(self->run, state))
            fprintf(self->to, " | %s", assay_words_of((assay_state)state)->count);
    fputs(" |\n| ---", self->to);
    for (int state = 0; state < ASSAY_STATE_ELSEWHERE; state++)
        if (is_used(self->run, state))
            fputs(" | ---:", self->to);
    fputs(" |\n", self->to);
    for (size_t i = 0; i < self->run->scenario_count && i < LISTED; i++)
        put_scenario(self, i);
    if (self->run->scenario_count > LISTED)
        fprintf(self->to, "\n%zu more scenarios are in the journal.\n",
                self->run->scenario_count - LISTED);
}

/* Longer than any within. */
static size_t fence_size(const char *text)
{
    size_t longest = 2;
    for (size_t run = 0; *text != '\0'; text++) {
        run = *text == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest + 1;
}

static void put_fence(page *self, size_t size)
{
    for (size_t i = 0; i < size; i++)
        fputc('`', self->to);
}

static void put_evidence(page *self, const assay_run_item *item)
{
    char *text = assay_plain_evidence(self->run, item);
    if (text == NULL || self->evidence > ALL_EVIDENCE) {
        self->well = text != NULL && self->well;
        fputs("\nThe evidence is in the journal.\n", self->to);
        free(text);
        return;
    }
    size_t size = strlen(text), fence = fence_size(text);
    self->evidence += size < EVIDENCE ? size : EVIDENCE;
    fputc('\n', self->to);
    put_fence(self, fence);
    fputs("text\n", self->to);
    self->well = assay_plain_write(self->to, text, as_it_is, EVIDENCE) && self->well;
    fputc('\n', self->to);
    put_fence(self, fence);
    fputc('\n', self->to);
}

static void put_same(page *self, const assay_run_item *item)
{
    size_t shown = 0;
    const assay_run_item *at = item;
    while ((at = assay_item_next_same(self->run, item, at)) != NULL) {
        if (shown == 0)
            fputs("\nThe same:\n\n", self->to);
        if (shown++ < LISTED) {
            fputs("- ", self->to);
            put_code(self, assay_plain_name(self->run, at));
            fputc('\n', self->to);
        }
    }
}

static void put_failure(page *self, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(self->run, item);
    fprintf(self->to, "\n<details><summary><b>%s</b> ", assay_words_of(state)->block);
    put_code(self, assay_plain_name(self->run, item));
    fprintf(self->to, " %s %s%s<br>", assay_level_name(item->check->level), item->check->clauses,
            item->preview ? " (a preview)" : "");
    put_code(self, assay_plain_line(assay_item_message(item)));
    fputs("</summary>\n", self->to);
    put_evidence(self, item);
    put_same(self, item);
    fputs("\n</details>\n", self->to);
}

static void put_failures(page *self)
{
    size_t shown = 0;
    for (size_t i = 0; i < self->run->item_count; i++) {
        const assay_run_item *item = &self->run->items[i];
        if (!assay_state_bad(assay_run_item_state(self->run, item)) ||
            assay_item_shown_before(self->run, item))
            continue;
        if (shown == 0)
            fputs("\n### Failures\n", self->to);
        if (shown++ < LISTED)
            put_failure(self, item);
    }
    if (shown > LISTED)
        fprintf(self->to, "\n%zu more failures are in the journal.\n", shown - LISTED);
}

static void put_listed(page *self, const assay_run_item *item, const char *reason)
{
    fputs("- ", self->to);
    put_code(self, assay_plain_name(self->run, item));
    fputs(": ", self->to);
    put_code(self, assay_plain_line(reason));
    fputc('\n', self->to);
}

/* The items of a state, with their reasons. */
static void put_list(page *self, assay_state state, const char *title)
{
    size_t shown = 0;
    for (size_t i = 0; i < self->run->item_count; i++) {
        const assay_run_item *item = &self->run->items[i];
        if (assay_run_item_state(self->run, item) != state)
            continue;
        if (shown == 0)
            fprintf(self->to, "\n### %s\n\n", title);
        if (shown++ < LISTED)
            put_listed(self, item,
                       state == ASSAY_STATE_KNOWN ? item->known->reason : item->finding.reason);
    }
    if (shown > LISTED)
        fprintf(self->to, "\n%zu more are in the journal.\n", shown - LISTED);
}

static void put_problems(page *self)
{
    if (self->run->problem_count > 0)
        fputs("\n### Problems\n\n", self->to);
    for (size_t i = 0; i < self->run->problem_count && i < LISTED; i++) {
        fputs("- ", self->to);
        put_code(self, assay_plain_line(self->run->problems[i].where));
        fputs(": ", self->to);
        put_code(self, assay_plain_line(self->run->problems[i].text));
        fputc('\n', self->to);
    }
}

static void put_head(page *self)
{
    const assay_run *run = self->run;
    fprintf(self->to, "## Assay: %s\n\n", assay_outcome_word(run));
    assay_outcome_write(self->to, run);
    fprintf(self->to, " in %.1f s\n\nassay ", (double)run->microseconds / 1e6);
    put_code(self, assay_plain_line(run->version));
    fprintf(self->to, ", contract %d, seed <code>0x%" PRIx64 "</code>, %s tier\n", run->contract,
            run->settings.seed, assay_tier_name(run->settings.tier));
    if (run->settings.profile != ASSAY_PROFILE_ASSAY)
        fprintf(self->to, ", profile %s", assay_profile_name(run->settings.profile));
}

assay_status assay_markdown_write(FILE *to, const assay_run *run, assay_error *error)
{
    page self = {to, run, true, 0};
    put_head(&self);
    put_table(&self);
    put_problems(&self);
    put_failures(&self);
    put_list(&self, ASSAY_STATE_KNOWN, "Known to fail");
    put_list(&self, (assay_state)ASSAY_UNPROVEN, "Not proven");
    return self.well ? ASSAY_OK : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}
