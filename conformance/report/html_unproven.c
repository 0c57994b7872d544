/* Checks by what is said of them: what was not proven and why, what was left behind. */
#include "report/html_parts.h"

#include "report/html_put.h"
#include <stdlib.h>
#include <string.h>

/* A list of checks, and the text of each by which they are grouped. */
typedef struct kind {
    bool (*belongs)(const assay_run *run, const assay_run_item *item);
    const char *(*text)(const assay_run_item *item);
    assay_state state; /* whose icon each group has; ASSAY_STATES: none */
    bool open;
} kind;

static const char *reason_of(const assay_run_item *item)
{
    return item->done ? item->finding.reason : "the run ended before";
}

static const char *left_of(const assay_run_item *item)
{
    return item->finding.left;
}

static bool is_unproven(const assay_run *run, const assay_run_item *item)
{
    return assay_run_item_state(run, item) == (assay_state)ASSAY_UNPROVEN;
}

static bool is_not_run(const assay_run *run, const assay_run_item *item)
{
    return assay_run_item_state(run, item) == ASSAY_STATE_NOT_RUN;
}

static bool is_skipped(const assay_run *run, const assay_run_item *item)
{
    return assay_run_item_state(run, item) == (assay_state)ASSAY_SKIPPED;
}

/* What failed says so itself. */
static bool left_something(const assay_run *run, const assay_run_item *item)
{
    (void)run;
    return item->done && item->finding.left[0] != '\0' &&
           !assay_verdict_against(item->finding.verdict);
}

static const kind unproven[] = {
    {is_unproven, reason_of, (assay_state)ASSAY_UNPROVEN, true},
    {is_not_run, reason_of, ASSAY_STATE_NOT_RUN, true},
    {is_skipped, reason_of, (assay_state)ASSAY_SKIPPED, false},
};
enum { UNPROVEN = sizeof(unproven) / sizeof(unproven[0]) };

static const kind left = {left_something, left_of, ASSAY_STATES, false};

static size_t count(const assay_page *self, const kind *of)
{
    size_t sum = 0;
    for (size_t i = 0; i < self->run->item_count; i++)
        sum += of->belongs(self->run, &self->run->items[i]);
    return sum;
}

/* Those of a kind, the ones with the same text side by side. */
typedef struct list {
    const assay_run *run;
    const kind *of;
    size_t *items;
    size_t count;
} list;

static const char *text_at(const list *self, size_t i)
{
    return self->of->text(&self->run->items[self->items[i]]);
}

static int compare(const void *a, const void *b, void *of)
{
    const list *self = of;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int order = strcmp(self->of->text(&self->run->items[x]), self->of->text(&self->run->items[y]));
    return order != 0 ? order : (x > y) - (x < y);
}

static void collect(list *to)
{
    to->count = 0;
    for (size_t i = 0; i < to->run->item_count; i++)
        if (to->of->belongs(to->run, &to->run->items[i]))
            to->items[to->count++] = i;
    qsort_r(to->items, to->count, sizeof(*to->items), compare, to);
}

/* The text that most have comes first. */
typedef struct group {
    size_t first, count;
} group;

static int compare_groups(const void *a, const void *b)
{
    const group *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->first > y->first) - (x->first < y->first);
}

static size_t find_groups(const list *of, group *to)
{
    size_t groups = 0;
    for (size_t i = 0; i < of->count; i++) {
        if (i > 0 && strcmp(text_at(of, i - 1), text_at(of, i)) == 0)
            to[groups - 1].count++;
        else
            to[groups++] = (group){i, 1};
    }
    if (groups > 0)
        qsort(to, groups, sizeof(*to), compare_groups);
    return groups;
}

static void write_group(const assay_page *self, const list *of, const group *at)
{
    FILE *to = self->to;
    fprintf(to, "<details class=\"fold\"%s><summary>", of->of->open ? " open" : "");
    if (of->of->state != ASSAY_STATES)
        assay_html_state(to, of->of->state, NULL);
    fprintf(to, "<span class=\"n\">%zu</span><span class=\"why\">", at->count);
    assay_html_text(to, text_at(of, at->first));
    fputs("</span></summary>\n<ul class=\"names\">\n", to);
    for (size_t i = at->first; i < at->first + at->count; i++) {
        fprintf(to, "<li><a class=\"id\" href=\"#c%zu\">", of->items[i]);
        assay_html_name(to, of->run, &of->run->items[of->items[i]]);
        fputs("</a></li>\n", to);
    }
    fputs("</ul></details>\n", to);
}

static void write_kind(const assay_page *self, const kind *of)
{
    size_t room = self->run->item_count + 1;
    list all = {self->run, of, malloc(room * sizeof(*all.items)), 0};
    group *groups = malloc(room * sizeof(*groups));
    if (all.items == NULL || groups == NULL) {
        fputs("<p>There was no memory for the list.</p>\n", self->to);
    } else {
        collect(&all);
        size_t found = find_groups(&all, groups);
        for (size_t i = 0; i < found; i++)
            write_group(self, &all, &groups[i]);
    }
    free(all.items);
    free(groups);
}

size_t assay_page_count_unproven(const assay_page *self)
{
    size_t sum = 0;
    for (size_t i = 0; i < UNPROVEN; i++)
        sum += count(self, &unproven[i]);
    return sum;
}

void assay_page_write_unproven(const assay_page *self)
{
    for (size_t i = 0; i < UNPROVEN; i++)
        write_kind(self, &unproven[i]);
}

size_t assay_page_count_left(const assay_page *self)
{
    return count(self, &left);
}

void assay_page_write_left(const assay_page *self)
{
    fputs("<p>What checks have seen that is left in their process when everything was released, or "
          "changed of it, and that makes none of them fail.</p>\n",
          self->to);
    write_kind(self, &left);
}
