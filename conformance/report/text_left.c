#include "report/text_left.h"

#include "report/escape.h"
#include "report/evidence.h"
#include <string.h>

enum { INDENT = 10 };

/* What is said of an item; NULL or "": nothing. */
typedef const char *remark_fn(const assay_run_item *item);

static const char *left_of(const assay_run_item *item)
{
    return item->done && !assay_verdict_against(item->finding.verdict) ? item->finding.left : NULL;
}

static const char *limit_of(const assay_run_item *item)
{
    return item->done && item->finding.verdict == ASSAY_PASS ? item->finding.reason : NULL;
}

static bool says(remark_fn *of, const assay_run_item *item)
{
    const char *remark = of(item);
    return remark != NULL && remark[0] != '\0';
}

static bool says_same(remark_fn *of, const assay_run_item *one, const assay_run_item *other)
{
    return one->scenario == other->scenario && says(of, other) && strcmp(of(one), of(other)) == 0;
}

static bool is_said(remark_fn *of, const assay_run *run, const assay_run_item *item)
{
    for (const assay_run_item *at = run->items; at < item; at++)
        if (says_same(of, item, at))
            return true;
    return false;
}

static void write_one(FILE *to, const char *word, remark_fn *of, const assay_run *run,
                      const assay_run_item *item)
{
    size_t more = 0;
    for (const assay_run_item *at = item + 1; at < run->items + run->item_count; at++)
        more += says_same(of, item, at);
    fprintf(to, "\n%-*s", INDENT, word);
    assay_item_name_write(to, run, item, assay_escape_terminal);
    if (more > 0)
        fprintf(to, ", and %zu more", more);
    fprintf(to, "\n%*s", INDENT, "");
    assay_escape_terminal(to, of(item), INDENT);
    fputc('\n', to);
}

static void write_all(FILE *to, const char *word, remark_fn *of, const assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (says(of, &run->items[i]) && !is_said(of, run, &run->items[i]))
            write_one(to, word, of, run, &run->items[i]);
}

void assay_text_left(FILE *to, const assay_run *run)
{
    write_all(to, "LEFT", left_of, run);
}

void assay_text_limits(FILE *to, const assay_run *run)
{
    write_all(to, "LIMIT", limit_of, run);
}
