/* The sections that are made of cards, and the problems. */
#include "report/html_parts.h"

#include "report/html_put.h"
#include "report/same.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

/* How many cards a section has at most, and how many of them are unfolded. */
enum { MOST = 400, OPEN = 3 };

/* The first item before it that shows the same in the same place, or itself. */
static size_t card_of(const assay_page *self, size_t item)
{
    const assay_run *run = self->run;
    assay_place place = assay_page_place(run, &run->items[item]);
    if (place == ASSAY_PLACE_KNOWN)
        return item;
    for (size_t i = 0; i < item; i++)
        if (self->cards[i] == i && assay_page_place(run, &run->items[i]) == place &&
            assay_item_same(&run->items[i], &run->items[item]))
            return i;
    return item;
}

/* Sorts the items by place; those that come when there are cards enough have none. */
static void deal(assay_page *self)
{
    size_t cards[ASSAY_PLACE_KNOWN + 1] = {0};
    for (size_t i = 0; i < self->run->item_count; i++) {
        assay_place place = assay_page_place(self->run, &self->run->items[i]);
        self->places[place]++;
        self->cards[i] = place == ASSAY_PLACE_NONE ? SIZE_MAX : card_of(self, i);
        if (self->cards[i] == i && cards[place]++ >= MOST)
            self->cards[i] = SIZE_MAX;
    }
}

assay_status assay_page_init(assay_page *self, FILE *to, const assay_run *run, assay_error *error)
{
    *self = (assay_page){.to = to, .run = run};
    self->cards = malloc((run->item_count + 1) * sizeof(*self->cards));
    if (self->cards == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    deal(self);
    return ASSAY_OK;
}

void assay_page_clear(assay_page *self)
{
    free(self->cards);
}

void assay_page_refer(const assay_page *self, const assay_run_item *item)
{
    size_t index = (size_t)(item - self->run->items);
    size_t card = self->cards[index];
    fprintf(self->to, "<a class=\"id\" href=\"#%c%zu\">", card == SIZE_MAX ? 'c' : 'f',
            card == SIZE_MAX ? index : card);
    assay_html_text(self->to, item->check->id);
    fputs("</a>", self->to);
}

static size_t count_cards(const assay_page *self, assay_place place)
{
    size_t count = 0;
    for (size_t i = 0; i < self->run->item_count; i++)
        count += self->cards[i] == i && assay_page_place(self->run, &self->run->items[i]) == place;
    return count;
}

static void write_tools(const assay_page *self, size_t cards)
{
    if (cards > 1)
        fputs("<p class=\"tools\" hidden><button type=\"button\" data-open=\"yes\">Unfold all"
              "</button><button type=\"button\" data-open=\"no\">Fold all</button></p>\n",
              self->to);
}

static void write_cards(const assay_page *self, assay_place place, size_t open)
{
    const assay_run *run = self->run;
    size_t count = count_cards(self, place), written = 0, without = 0;
    write_tools(self, count);
    for (size_t i = 0; i < run->item_count; i++) {
        if (assay_page_place(run, &run->items[i]) != place)
            continue;
        without += self->cards[i] == SIZE_MAX;
        if (self->cards[i] == i)
            assay_page_card(self, &run->items[i], 'f', i, written++ < open);
    }
    if (without > 0)
        fprintf(self->to,
                "<p>%zu more are in the table of all checks; what they have to show is in the "
                "journal and in the other reports.</p>\n",
                without);
}

size_t assay_page_count_failures(const assay_page *self)
{
    return self->places[ASSAY_PLACE_FAILURES];
}

void assay_page_write_failures(const assay_page *self)
{
    size_t cards = count_cards(self, ASSAY_PLACE_FAILURES);
    if (cards < self->places[ASSAY_PLACE_FAILURES])
        fputs("<p>Failures that look the same are one card, with the names of the others.</p>\n",
              self->to);
    write_cards(self, ASSAY_PLACE_FAILURES, OPEN);
}

size_t assay_page_count_previews(const assay_page *self)
{
    return self->places[ASSAY_PLACE_PREVIEWS];
}

void assay_page_write_previews(const assay_page *self)
{
    fputs("<p>Checks of a later rule set than the run was judged by: they fail nothing yet.</p>\n",
          self->to);
    write_cards(self, ASSAY_PLACE_PREVIEWS, 0);
}

size_t assay_page_count_known(const assay_page *self)
{
    return self->places[ASSAY_PLACE_KNOWN];
}

void assay_page_write_known(const assay_page *self)
{
    fputs("<p>These fail as the baseline says they do.</p>\n", self->to);
    write_cards(self, ASSAY_PLACE_KNOWN, 0);
}

size_t assay_page_count_problems(const assay_page *self)
{
    return self->run->problem_count;
}

void assay_page_write_problems(const assay_page *self)
{
    FILE *to = self->to;
    fputs("<p>What is wrong beside the checks, and makes the run fail.</p>\n", to);
    for (size_t i = 0; i < self->run->problem_count; i++) {
        fputs("<div class=\"sheet problem\"><p class=\"mono\">", to);
        assay_html_text(to, self->run->problems[i].where);
        fputs("</p><p>", to);
        assay_html_block(to, self->run->problems[i].text);
        fputs("</p></div>\n", to);
    }
}

size_t assay_page_count_saved(const assay_page *self)
{
    return self->run->saved_count;
}

static void write_saved_row(const assay_page *self, size_t i)
{
    const assay_run_item *item = &self->run->saved[i];
    FILE *to = self->to;
    fputs("<tr><td>", to);
    assay_html_state(to, assay_run_item_state(self->run, item), NULL);
    fprintf(to, "</td><th scope=\"row\">");
    if (assay_verdict_against(item->finding.verdict))
        fprintf(to, "<a class=\"id\" href=\"#s%zu\">", i);
    else
        fputs("<span class=\"id\">", to);
    assay_html_name(to, self->run, item);
    fputs(assay_verdict_against(item->finding.verdict) ? "</a>" : "</span>", to);
    fputs("<span class=\"ex\">", to);
    assay_html_text(to, item->finding.verdict == ASSAY_SKIPPED ? item->finding.reason : "");
    fputs("</span></th><td class=\"mono\">", to);
    assay_html_text(to, item->file != NULL ? item->file : "");
    fputs("</td></tr>\n", to);
}

void assay_page_write_saved(const assay_page *self)
{
    const assay_run *run = self->run;
    FILE *to = self->to;
    fputs("<p>Failures of other runs, done once more", to);
    if (run->saved_folder != NULL) {
        fputs("; they are in <code>", to);
        assay_html_text(to, run->saved_folder);
        fputs("</code>", to);
    }
    fputs(".</p>\n<div class=\"sheet scroll\"><table><thead><tr><th scope=\"col\">Now</th>"
          "<th scope=\"col\">Check</th><th scope=\"col\">File</th></tr></thead><tbody>\n",
          to);
    for (size_t i = 0; i < run->saved_count; i++)
        write_saved_row(self, i);
    fputs("</tbody></table></div>\n", to);
    for (size_t i = 0; i < run->saved_count && i < MOST; i++)
        if (assay_verdict_against(run->saved[i].finding.verdict))
            assay_page_card(self, &run->saved[i], 's', i, false);
}
