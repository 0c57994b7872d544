/* What was not proven, by the reason why. */
#include "report/html_parts.h"

#include "report/html_put.h"
#include <stdlib.h>
#include <string.h>

static const assay_state states[] = {(assay_state)ASSAY_UNPROVEN, ASSAY_STATE_NOT_RUN,
                                     (assay_state)ASSAY_SKIPPED};
enum { STATES = sizeof(states) / sizeof(states[0]) };

/* Checks with the same reason lie side by side, from first on. */
typedef struct reasons {
    const assay_run *run;
    size_t *items;
    size_t count;
} reasons;

size_t assay_page_count_unproven(const assay_page *self)
{
    size_t count = 0;
    for (size_t i = 0; i < self->run->item_count; i++)
        for (size_t k = 0; k < STATES; k++)
            count += assay_run_item_state(self->run, &self->run->items[i]) == states[k];
    return count;
}

static const char *reason_of(const assay_run *run, size_t item)
{
    const assay_run_item *at = &run->items[item];
    return at->done ? at->finding.reason : "the run ended before";
}

static int compare(const void *a, const void *b, void *of)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int order = strcmp(reason_of(of, x), reason_of(of, y));
    return order != 0 ? order : (x > y) - (x < y);
}

static void collect(reasons *to, assay_state state)
{
    to->count = 0;
    for (size_t i = 0; i < to->run->item_count; i++)
        if (assay_run_item_state(to->run, &to->run->items[i]) == state)
            to->items[to->count++] = i;
    qsort_r(to->items, to->count, sizeof(*to->items), compare, (void *)(uintptr_t)to->run);
}

static size_t same_reason(const reasons *of, size_t first)
{
    size_t end = first + 1;
    const char *reason = reason_of(of->run, of->items[first]);
    while (end < of->count && strcmp(reason, reason_of(of->run, of->items[end])) == 0)
        end++;
    return end - first;
}

/* The reason that most have comes first. */
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

static size_t find_groups(const reasons *of, group *to)
{
    size_t count = 0;
    for (size_t first = 0; first < of->count; first += to[count++].count)
        to[count] = (group){first, same_reason(of, first)};
    if (count > 0)
        qsort(to, count, sizeof(*to), compare_groups);
    return count;
}

static void write_group(const assay_page *self, const reasons *of, size_t first, size_t count,
                        assay_state state)
{
    FILE *to = self->to;
    fprintf(to, "<details class=\"fold\"%s><summary>",
            state != (assay_state)ASSAY_SKIPPED ? " open" : "");
    assay_html_state(to, state, NULL);
    fprintf(to, "<span class=\"n\">%zu</span><span class=\"why\">", count);
    assay_html_text(to, reason_of(of->run, of->items[first]));
    fputs("</span></summary>\n<ul class=\"names\">\n", to);
    for (size_t i = first; i < first + count; i++) {
        fprintf(to, "<li><a class=\"id\" href=\"#c%zu\">", of->items[i]);
        assay_html_name(to, of->run, &of->run->items[of->items[i]]);
        fputs("</a></li>\n", to);
    }
    fputs("</ul></details>\n", to);
}

static void write_state(const assay_page *self, reasons *of, group *groups, assay_state state)
{
    collect(of, state);
    size_t count = find_groups(of, groups);
    for (size_t i = 0; i < count; i++)
        write_group(self, of, groups[i].first, groups[i].count, state);
}

void assay_page_write_unproven(const assay_page *self)
{
    size_t room = self->run->item_count + 1;
    reasons all = {self->run, malloc(room * sizeof(size_t)), 0};
    group *groups = malloc(room * sizeof(*groups));
    if (all.items == NULL || groups == NULL)
        fputs("<p>There was no memory for the list.</p>\n", self->to);
    for (size_t k = 0; k < STATES && all.items != NULL && groups != NULL; k++)
        write_state(self, &all, groups, states[k]);
    free(all.items);
    free(groups);
}
