/* The slowest checks, and the table of all. */
#include "report/html_parts.h"

#include "report/html_put.h"
#include "report/outcome.h"
#include <inttypes.h>
#include <stdlib.h>

enum { SLOWEST = 10 };

static bool ran(const assay_run_item *item)
{
    return item->done && !item->decided;
}

/* The slowest first. Gives how many there are. */
static size_t find_slowest(const assay_run *run, const assay_run_item *list[SLOWEST])
{
    size_t count = 0;
    for (size_t i = 0; i < run->item_count; i++) {
        const assay_run_item *item = &run->items[i];
        for (size_t k = 0; ran(item) && k < SLOWEST; k++) {
            const assay_run_item *next = k < count ? list[k] : NULL;
            if (next != NULL && next->finding.microseconds >= item->finding.microseconds)
                continue;
            list[k] = item;
            count += next == NULL;
            if (next == NULL)
                break;
            item = next;
        }
    }
    return count;
}

size_t assay_page_count_slowest(const assay_page *self)
{
    const assay_run_item *list[SLOWEST];
    return find_slowest(self->run, list);
}

void assay_page_write_slowest(const assay_page *self)
{
    const assay_run_item *list[SLOWEST];
    FILE *to = self->to;
    size_t count = find_slowest(self->run, list);
    int64_t most = list[0]->finding.microseconds > 0 ? list[0]->finding.microseconds : 1;
    fputs("<div class=\"sheet scroll\"><table class=\"slow\"><thead><tr><th scope=\"col\">Check"
          "</th><th scope=\"col\"><span class=\"hush\">Share</span></th><th scope=\"col\" "
          "class=\"num\">Time</th></tr></thead><tbody>\n",
          to);
    for (size_t i = 0; i < count; i++) {
        fputs("<tr><th scope=\"row\">", to);
        assay_page_refer(self, list[i]);
        fputs("<span class=\"ex\">", to);
        assay_html_scenario(to, self->run, list[i]->scenario);
        fputs("</span></th><td class=\"graph\">", to);
        assay_html_share(to, list[i]->finding.microseconds, most);
        fputs("</td><td class=\"num\">", to);
        assay_html_time(to, list[i]->finding.microseconds);
        fputs("</td></tr>\n", to);
    }
    fputs("</tbody></table></div>\n", to);
}

size_t assay_page_count_checks(const assay_page *self)
{
    return assay_outcome_items(self->run);
}

static void write_exercised(FILE *to, const assay_run_item *item)
{
    const char *before = "<span class=\"ex\">";
    for (size_t i = 0; i < ASSAY_COUNTERS && item->check->exercises[i].what != NULL; i++) {
        if (item->finding.counters[i] == 0)
            continue;
        fputs(before, to);
        assay_html_text(to, item->check->exercises[i].what);
        fprintf(to, ": %" PRIu64, item->finding.counters[i]);
        before = ", ";
    }
    if (before[0] == ',')
        fputs("</span>", to);
}

static void write_row(const assay_page *self, size_t i)
{
    const assay_run_item *item = &self->run->items[i];
    assay_state state = assay_run_item_state(self->run, item);
    FILE *to = self->to;
    fprintf(to, "<tr id=\"c%zu\" data-s=\"%s\"><td>", i, assay_state_name(state));
    assay_html_state(to, state, NULL);
    fputs("</td><th scope=\"row\">", to);
    if (self->cards[i] != SIZE_MAX)
        assay_page_refer(self, item);
    else {
        fputs("<span class=\"id\">", to);
        assay_html_text(to, item->check->id);
        fputs("</span>", to);
    }
    write_exercised(to, item);
    fputs("</th><td class=\"over\">", to);
    assay_html_scenario(to, self->run, item->scenario);
    fprintf(to, "</td><td class=\"level\">%s</td><td class=\"clauses\">",
            assay_level_name(item->check->level));
    assay_html_text(to, item->check->clauses);
    fputs("</td><td class=\"num\">", to);
    if (ran(item))
        assay_html_time(to, item->finding.microseconds);
    fputs("</td></tr>\n", to);
}

static void write_picks(const assay_page *self)
{
    FILE *to = self->to;
    size_t counts[ASSAY_STATES] = {0};
    for (size_t i = 0; i < self->run->item_count; i++)
        counts[assay_run_item_state(self->run, &self->run->items[i])]++;
    fputs("<div class=\"tools\" hidden><input type=\"search\" id=\"search\" "
          "aria-label=\"Words that a check must have\" placeholder=\"Check, scenario, clause\">\n",
          to);
    for (int state = 0; state < ASSAY_STATE_ELSEWHERE; state++) {
        if (counts[state] == 0)
            continue;
        fprintf(to, "<label class=\"pick\"><input type=\"checkbox\" value=\"%s\">",
                assay_state_name((assay_state)state));
        assay_html_state(to, (assay_state)state, NULL);
        fputs("</label>\n", to);
    }
    fputs("<span id=\"shown\" class=\"soft\" role=\"status\"></span></div>\n", to);
}

void assay_page_write_checks(const assay_page *self)
{
    FILE *to = self->to;
    write_picks(self);
    fputs("<div class=\"sheet scroll\"><table class=\"all\"><thead><tr><th scope=\"col\">State</th>"
          "<th scope=\"col\">Check</th><th scope=\"col\">Over</th><th scope=\"col\">Level</th>"
          "<th scope=\"col\">Clauses</th><th scope=\"col\" class=\"num\">Time</th></tr></thead>"
          "<tbody>\n",
          to);
    for (size_t i = 0; i < self->run->item_count; i++)
        if (assay_run_item_state(self->run, &self->run->items[i]) != ASSAY_STATE_ELSEWHERE)
            write_row(self, i);
    fputs("</tbody></table></div>\n", to);
}
