/* The table of families. The items of a scenario lie side by side, those of a family too. */
#include "report/families.h"

#include "report/escape.h"
#include "report/paint.h"
#include <string.h>

typedef struct family {
    const char *id; /* of its first check */
    size_t counts[ASSAY_VERDICTS];
    const char *reason; /* of the first that was skipped */
    bool one_reason;    /* for all of them */
} family;

static const char *const words[ASSAY_VERDICTS] = {
    [ASSAY_PASS] = "passed",       [ASSAY_FAIL] = "FAILED",       [ASSAY_CRASH] = "CRASHED",
    [ASSAY_TIMEOUT] = "TIMED OUT", [ASSAY_UNPROVEN] = "unproven", [ASSAY_SKIPPED] = "skipped",
    [ASSAY_ERROR] = "ERROR",
};

static bool same_family(const char *a, const char *b)
{
    size_t size = assay_family_length(a);
    return size == assay_family_length(b) && memcmp(a, b, size) == 0;
}

static void count(family *of, const assay_run_item *item)
{
    of->counts[item->finding.verdict]++;
    if (item->finding.verdict != ASSAY_SKIPPED)
        return;
    if (of->reason == NULL)
        of->reason = item->finding.reason;
    else if (strcmp(of->reason, item->finding.reason) != 0)
        of->one_reason = false;
}

static void write_counts(FILE *to, const family *of, bool colour)
{
    size_t others = 0;
    for (int v = 0; v < ASSAY_SKIPPED; v++)
        others += of->counts[v];
    others += of->counts[ASSAY_ERROR];
    if (others == 0 && of->one_reason && of->reason != NULL) {
        fputs("   -         ", to);
        assay_escape_terminal(to, of->reason, 0);
        return;
    }
    for (int v = 0; v < ASSAY_VERDICTS; v++) {
        if (of->counts[v] == 0)
            continue;
        fprintf(to, "%4zu ", of->counts[v]);
        assay_paint_word(to, (assay_verdict)v, words[v], colour);
    }
}

static void write_family(FILE *to, const family *of, bool colour)
{
    fprintf(to, "  %-20.*s", (int)assay_family_length(of->id), of->id);
    write_counts(to, of, colour);
    fputc('\n', to);
}

void assay_families_write(FILE *to, const assay_run *run, size_t scenario, bool colour)
{
    family now = {NULL, {0}, NULL, true};
    for (size_t i = 0; i < run->item_count; i++) {
        const assay_run_item *item = &run->items[i];
        if (item->scenario != scenario || !item->done)
            continue;
        if (now.id != NULL && !same_family(now.id, item->check->id)) {
            write_family(to, &now, colour);
            now = (family){NULL, {0}, NULL, true};
        }
        if (now.id == NULL)
            now.id = item->check->id;
        count(&now, item);
    }
    if (now.id != NULL)
        write_family(to, &now, colour);
}
