#include "report/text_left.h"

#include "report/escape.h"
#include "report/evidence.h"
#include <string.h>

enum { INDENT = 10 };

static bool is_noted(const assay_run_item *item)
{
    return item->done && item->finding.left != NULL && item->finding.left[0] != '\0' &&
           !assay_verdict_against(item->finding.verdict);
}

static bool says_same(const assay_run_item *one, const assay_run_item *other)
{
    return one->scenario == other->scenario && is_noted(other) &&
           strcmp(one->finding.left, other->finding.left) == 0;
}

static bool is_said(const assay_run *run, const assay_run_item *item)
{
    for (const assay_run_item *at = run->items; at < item; at++)
        if (says_same(item, at))
            return true;
    return false;
}

static void write_one(FILE *to, const assay_run *run, const assay_run_item *item)
{
    size_t more = 0;
    for (const assay_run_item *at = item + 1; at < run->items + run->item_count; at++)
        more += says_same(item, at);
    fprintf(to, "\n%-*s", INDENT, "LEFT");
    assay_item_name_write(to, run, item, assay_escape_terminal);
    if (more > 0)
        fprintf(to, ", and %zu more", more);
    fprintf(to, "\n%*s", INDENT, "");
    assay_escape_terminal(to, item->finding.left, INDENT);
    fputc('\n', to);
}

void assay_text_left(FILE *to, const assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (is_noted(&run->items[i]) && !is_said(run, &run->items[i]))
            write_one(to, run, &run->items[i]);
}
