/* What failures have to show: a card each, but one for those that look the same. */
#include "report/html_parts.h"

#include "report/evidence.h"
#include "report/html_put.h"
#include "report/outcome.h"
#include "report/paint.h"
#include "report/picture.h"
#include <string.h>

/* Where a text of the evidence goes. */
typedef enum slot { PAIR, FACT, FOLD, SHUT, COMMAND } slot;

static const struct {
    const char *label, *title;
    slot slot;
} slots[] = {
    {"expected", "Expected", PAIR},
    {"observed", "Observed", PAIR},
    {"reason", "What happened", PAIR},
    {"data", "Data", FACT},
    {"seed", "Seed", FACT},
    {"was", "It was", FACT},
    {"did", "Calls that led to it", FOLD},
    {"where", "Where its threads were", FOLD},
    {"output", "What it wrote", SHUT},
    {"left", "What it left behind", FOLD},
    {"replay", "Run it again", COMMAND},
    {"debug", "Look at it in gdb", COMMAND},
};

typedef struct showing {
    FILE *to;
    slot slot;
    bool any; /* the list is open */
} showing;

static const char *const lists[] = {[PAIR] = "<dl class=\"pair\">\n",
                                    [FACT] = "<dl class=\"facts\">\n",
                                    [FOLD] = "",
                                    [SHUT] = "",
                                    [COMMAND] = "<div>\n"};
static const char *const list_ends[] = {
    [PAIR] = "</dl>\n", [FACT] = "</dl>\n", [FOLD] = "", [SHUT] = "", [COMMAND] = "</div>\n"};

static void show_text(FILE *to, slot where, const char *label, const char *title, const char *text)
{
    const char *of = strcmp(label, "expected") == 0 ? "want" : "got";
    if (where == PAIR)
        fprintf(to, "<div class=\"%s\"><dt>%s</dt><dd>", of, title);
    else if (where == FACT)
        fprintf(to, "<div><dt>%s</dt><dd class=\"mono\">", title);
    else if (where == COMMAND)
        fprintf(to, "<h4>%s</h4><p class=\"cmd\"><code>", title);
    else
        fprintf(to, "<details class=\"more\"%s><summary>%s</summary><pre>",
                where == FOLD ? " open" : "", title);
    assay_html_block(to, text);
    fputs(where == PAIR || where == FACT ? "</dd></div>\n"
          : where == COMMAND             ? "</code></p>\n"
                                         : "</pre></details>\n",
          to);
}

static void take(void *context, const char *label, const char *text)
{
    showing *self = context;
    for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
        if (slots[i].slot != self->slot || strcmp(slots[i].label, label) != 0)
            continue;
        if (!self->any)
            fputs(lists[self->slot], self->to);
        self->any = true;
        show_text(self->to, self->slot, label, slots[i].title, text);
    }
}

static void show_slot(const assay_page *self, const assay_run_item *item, slot where)
{
    showing show = {self->to, where, false};
    assay_evidence_each(self->run, item, take, &show);
    if (show.any)
        fputs(list_ends[where], self->to);
}

static void show_evidence(const assay_page *self, const assay_run_item *item)
{
    (void)assay_picture_write(self->to, item->finding.sketch);
    show_slot(self, item, PAIR);
    show_slot(self, item, FOLD);
    show_slot(self, item, SHUT);
}

static void show_other(const assay_page *self, const assay_run_item *item)
{
    if (item->other == NULL)
        return;
    assay_run_item other = *item;
    other.finding = *item->other;
    fputs("<h4>Another time it ", self->to);
    assay_html_state(self->to, (assay_state)other.finding.verdict, NULL);
    fputs("</h4>\n", self->to);
    show_evidence(self, &other);
}

static void show_outcomes(const assay_page *self, const assay_run_item *item)
{
    size_t counts[ASSAY_STATES] = {0}, runs = 0;
    for (int v = 0; v < ASSAY_VERDICTS; v++) {
        counts[v] = item->outcomes[v];
        runs += counts[v];
    }
    if (runs < 2)
        return;
    fprintf(self->to, "<p>Run %zu times: ", runs);
    assay_html_counts(self->to, counts, true);
    fputs("</p>\n", self->to);
}

static void show_known(const assay_page *self, const assay_run_item *item)
{
    const assay_known *known = item->known;
    FILE *to = self->to;
    if (known == NULL)
        return;
    fputs("<dl class=\"facts\"><div><dt>Why it is known</dt><dd>", to);
    assay_html_block(to, known->reason);
    fputs("</dd></div>\n", to);
    if (known->link[0] != '\0') {
        fputs("<div><dt>Link</dt><dd>", to);
        assay_html_link(to, known->link);
        fputs("</dd></div>\n", to);
    }
    if (known->message[0] != '\0') {
        fputs("<div><dt>As long as it says</dt><dd class=\"mono\">", to);
        assay_html_block(to, known->message);
        fputs("</dd></div>\n", to);
    }
    fputs("<div><dt>Until</dt><dd>", to);
    assay_html_text(to, known->expires[0] != '\0' ? known->expires : "no date is set");
    fputs("</dd></div></dl>\n", to);
}

/* Other items that this one's card stands for. */
static void show_same(const assay_page *self, const assay_run_item *item)
{
    const assay_run *run = self->run;
    size_t own = (size_t)(item - run->items);
    const char *before = "<div class=\"same\"><h4>The same was seen by</h4><ul class=\"names\">\n";
    for (size_t i = own + 1; i < run->item_count; i++) {
        if (self->cards[i] != own)
            continue;
        fprintf(self->to, "%s<li><a class=\"id\" href=\"#c%zu\">", before, i);
        assay_html_name(self->to, run, &run->items[i]);
        fputs("</a></li>\n", self->to);
        before = "";
    }
    if (before[0] == '\0')
        fputs("</ul></div>\n", self->to);
}

static void put_tag(FILE *to, const char *text)
{
    fputs("<span class=\"tag\">", to);
    assay_html_text(to, text);
    fputs("</span>\n", to);
}

static void show_summary(const assay_page *self, const assay_run_item *item)
{
    FILE *to = self->to;
    assay_state state = assay_run_item_state(self->run, item);
    fputs("<summary><h3>", to);
    assay_html_state(to, state, assay_words_of(state)->block);
    fputs("<span class=\"id\">", to);
    assay_html_text(to, item->check->id);
    fputs("</span></h3>\n<span class=\"soft\">", to);
    assay_html_scenario(to, self->run, item->scenario);
    fputs("</span>\n", to);
    put_tag(to, assay_level_name(item->check->level));
    put_tag(to, item->check->clauses);
    if (item->preview)
        put_tag(to, "preview: fails nothing");
    else if (assay_item_tolerated(self->run, item))
        put_tag(to, "does not decide");
    fputs("<span class=\"brief\">", to);
    assay_html_text(to, assay_item_message(item));
    fputs("</span></summary>\n", to);
}

void assay_page_card(const assay_page *self, const assay_run_item *item, char kind, size_t number,
                     bool open)
{
    FILE *to = self->to;
    fprintf(to, "<details class=\"card s-%s\" id=\"%c%zu\"%s>",
            assay_state_name(assay_run_item_state(self->run, item)), kind, number,
            open ? " open" : "");
    show_summary(self, item);
    fputs("<div class=\"body\">\n", to);
    show_known(self, item);
    if (item->clause != NULL) {
        fputs("<p class=\"clause\">", to);
        assay_html_block(to, item->clause->text);
        fputs("</p>\n", to);
    }
    show_outcomes(self, item);
    show_evidence(self, item);
    show_other(self, item);
    show_slot(self, item, FACT);
    show_slot(self, item, COMMAND);
    if (!item->again)
        show_same(self, item);
    fputs("</div></details>\n", to);
}
