/* Failures that look like one. */
#include "report/same.h"

#include <string.h>

/* A line in parentheses says why there is no stack. */
static bool has_stack(const assay_finding *finding)
{
    return finding->stack[0] != '\0' && finding->stack[0] != '(';
}

static bool same_place(const char *a, const char *b)
{
    size_t size = strcspn(a, "\n");
    return size == strcspn(b, "\n") && memcmp(a, b, size) == 0;
}

/* Without what was wrong before an error: checks come to it by different ways. */
static size_t observed_size(const char *observed)
{
    const char *before = strstr(observed, "; before that: ");
    return before != NULL ? (size_t)(before - observed) : strlen(observed);
}

static bool same_texts(const assay_finding *a, const assay_finding *b)
{
    bool says = a->observed[0] != '\0' || a->reason[0] != '\0';
    size_t size = observed_size(a->observed);
    return says && size == observed_size(b->observed) &&
           memcmp(a->observed, b->observed, size) == 0 && strcmp(a->reason, b->reason) == 0;
}

bool assay_item_same(const assay_run_item *a, const assay_run_item *b)
{
    const assay_finding *one = &a->finding, *other = &b->finding;
    if (a->scenario != b->scenario || one->verdict != other->verdict)
        return false;
    if (one->verdict == ASSAY_CRASH && has_stack(one) && has_stack(other))
        return same_place(one->stack, other->stack);
    return same_texts(one, other);
}

static bool is_failure(const assay_run *run, const assay_run_item *item)
{
    return assay_state_bad(assay_run_item_state(run, item));
}

bool assay_item_shown_before(const assay_run *run, const assay_run_item *item)
{
    for (const assay_run_item *at = run->items; at < item; at++)
        if (is_failure(run, at) && assay_item_same(at, item))
            return true;
    return false;
}

const assay_run_item *assay_item_next_same(const assay_run *run, const assay_run_item *item,
                                           const assay_run_item *at)
{
    const assay_run_item *end = run->items + run->item_count;
    for (at++; at < end; at++)
        if (is_failure(run, at) && assay_item_same(item, at))
            return at;
    return NULL;
}
