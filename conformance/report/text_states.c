/* Known failures, and what is wrong beside the checks, on a terminal. */
#include "report/text_states.h"

#include "report/escape.h"
#include "report/evidence.h"
#include "report/paint.h"

static void write_known(FILE *to, const assay_run *run, const assay_run_item *item, bool colour)
{
    const assay_known *known = item->known;
    assay_paint_state(to, ASSAY_STATE_KNOWN, colour);
    fputs("  ", to);
    assay_item_name_write(to, run, item, assay_escape_terminal);
    fputs("\n          ", to);
    assay_escape_terminal(to, known->reason, 10);
    if (known->link[0] != '\0') {
        fputs("  ", to);
        assay_escape_line(to, known->link);
    }
    if (known->expires[0] != '\0') {
        fputs("  until ", to);
        assay_escape_line(to, known->expires);
    }
    fputc('\n', to);
}

void assay_text_known(FILE *to, const assay_run *run, bool colour)
{
    if (run->totals[ASSAY_STATE_KNOWN] > 0)
        fputc('\n', to);
    for (size_t i = 0; i < run->item_count; i++)
        if (assay_run_item_state(run, &run->items[i]) == ASSAY_STATE_KNOWN)
            write_known(to, run, &run->items[i], colour);
}

void assay_text_problems(FILE *to, const assay_run *run, bool colour)
{
    if (run->problem_count > 0 || run->cut)
        fputc('\n', to);
    for (size_t i = 0; i < run->problem_count; i++) {
        assay_paint_word(to, (assay_state)ASSAY_FAIL, "PROBLEM", colour);
        fputs("  ", to);
        assay_escape_line(to, run->problems[i].where);
        fputs(": ", to);
        assay_escape_line(to, run->problems[i].text);
        fputc('\n', to);
    }
    if (run->cut)
        fputs("This run did not end; what it would have found besides is not known.\n", to);
}
