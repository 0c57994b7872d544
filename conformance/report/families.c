/* The table of families. The items of a scenario lie side by side, those of a family too. */
#include "report/families.h"

#include "report/escape.h"
#include "report/paint.h"
#include <string.h>

typedef struct family {
    const char *id; /* of its first check */
    size_t counts[ASSAY_STATES];
    const char *reason; /* of the first that was skipped */
    bool one_reason;    /* for all of them */
} family;

static bool same_family(const char *a, const char *b)
{
    size_t size = assay_family_length(a);
    return size == assay_family_length(b) && memcmp(a, b, size) == 0;
}

static void count(family *of, const assay_run *run, const assay_run_item *item)
{
    of->counts[assay_run_item_state(run, item)]++;
    if (item->finding.verdict != ASSAY_SKIPPED)
        return;
    if (of->reason == NULL)
        of->reason = item->finding.reason;
    else if (strcmp(of->reason, item->finding.reason) != 0)
        of->one_reason = false;
}

static size_t others_than_skipped(const family *of)
{
    size_t others = 0;
    for (int state = 0; state < ASSAY_STATES; state++)
        others += state != ASSAY_SKIPPED ? of->counts[state] : 0;
    return others;
}

static void write_counts(FILE *to, const family *of, bool colour)
{
    if (others_than_skipped(of) == 0 && of->one_reason && of->reason != NULL) {
        fputs("   -         ", to);
        assay_escape_terminal(to, of->reason, 0);
        return;
    }
    for (int state = 0; state < ASSAY_STATES; state++) {
        if (of->counts[state] == 0)
            continue;
        fprintf(to, "%4zu ", of->counts[state]);
        assay_paint_word(to, (assay_state)state, assay_words_of((assay_state)state)->loud, colour);
    }
}

static void write_family(FILE *to, const family *of, bool colour)
{
    fprintf(to, "  %-20.*s", (int)assay_family_length(of->id), of->id);
    write_counts(to, of, colour);
    fputc('\n', to);
}

/* Whether nothing of it ran for want of an ability; *ability: its name, in the reason. */
static bool is_undeclared(const family *of, const char **ability, size_t *size)
{
    static const char before[] = "ability '", after[] = "' is not declared";
    if (others_than_skipped(of) > 0 || !of->one_reason || of->reason == NULL ||
        strncmp(of->reason, before, sizeof(before) - 1) != 0)
        return false;
    *ability = of->reason + sizeof(before) - 1;
    *size = strcspn(*ability, "'");
    return strcmp(*ability + *size, after) == 0;
}

/* The next family of a scenario from *at on. False: there is none. */
static bool next_family(const assay_run *run, size_t scenario, size_t *at, family *to)
{
    *to = (family){NULL, {0}, NULL, true};
    for (; *at < run->item_count; (*at)++) {
        const assay_run_item *item = &run->items[*at];
        if (item->scenario != scenario || assay_run_item_state(run, item) == ASSAY_STATE_ELSEWHERE)
            continue;
        if (to->id == NULL)
            to->id = item->check->id;
        else if (!same_family(to->id, item->check->id))
            break;
        count(to, run, item);
    }
    return to->id != NULL;
}

/* The families without their ability, which is named where it is called otherwise. */
static void write_undeclared(FILE *to, const assay_run *run, size_t scenario)
{
    family now;
    const char *ability, *before = "  not declared        ";
    size_t size;
    for (size_t at = 0; next_family(run, scenario, &at, &now);) {
        if (!is_undeclared(&now, &ability, &size))
            continue;
        size_t length = assay_family_length(now.id);
        fprintf(to, "%s %.*s", before, (int)length, now.id);
        if (size != length || memcmp(ability, now.id, length) != 0)
            fprintf(to, " (%.*s)", (int)size, ability);
        before = "";
    }
    if (before[0] == '\0')
        fputc('\n', to);
}

void assay_families_write(FILE *to, const assay_run *run, size_t scenario, bool colour)
{
    family now;
    const char *ability;
    size_t size;
    for (size_t at = 0; next_family(run, scenario, &at, &now);)
        if (!is_undeclared(&now, &ability, &size))
            write_family(to, &now, colour);
    write_undeclared(to, run, scenario);
}
