/* The table of families on a terminal. */
#include "report/families.h"

#include "report/escape.h"
#include "report/family.h"
#include "report/paint.h"
#include <string.h>

static void write_counts(FILE *to, const assay_family *of, bool colour)
{
    if (assay_family_others_than_skipped(of) == 0 && of->one_reason && of->reason != NULL) {
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

static void write_family(FILE *to, const assay_family *of, bool colour)
{
    fprintf(to, "  %-20.*s", (int)assay_family_length(of->id), of->id);
    write_counts(to, of, colour);
    fputc('\n', to);
}

/* The families without their ability, which is named where it is called otherwise. */
static void write_undeclared(FILE *to, const assay_run *run, size_t scenario)
{
    assay_family now;
    const char *ability, *before = "  not declared        ";
    size_t size;
    for (size_t at = 0; assay_family_next(run, scenario, &at, &now);) {
        if (!assay_family_undeclared(&now, &ability, &size))
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
    assay_family now;
    const char *ability;
    size_t size;
    for (size_t at = 0; assay_family_next(run, scenario, &at, &now);)
        if (!assay_family_undeclared(&now, &ability, &size))
            write_family(to, &now, colour);
    write_undeclared(to, run, scenario);
}
