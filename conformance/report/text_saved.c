/* Saved failures on a terminal. */
#include "report/text_saved.h"

#include "report/escape.h"
#include "report/evidence.h"
#include "report/paint.h"
#include "report/text.h"

static void write_name(FILE *to, const assay_run *run, const assay_run_item *item, bool colour)
{
    assay_paint_state(to, assay_run_item_state(run, item), colour);
    fputs("  ", to);
    assay_item_name_write(to, run, item, assay_escape_terminal);
}

void assay_text_saved_item(FILE *to, const assay_run *run, const assay_run_item *item, bool colour)
{
    if (item->finding.verdict != ASSAY_SKIPPED) {
        assay_text_failure(to, run, item, colour);
        return;
    }
    write_name(to, run, item, colour);
    fputs("\n  not run: ", to);
    assay_escape_line(to, item->file);
    fputs(": ", to);
    assay_escape_line(to, item->finding.reason);
    fputc('\n', to);
}

static void write_some(FILE *to, size_t count, const char *text)
{
    if (count > 0)
        fprintf(to, ", %zu %s", count, text);
}

void assay_text_saved(FILE *to, const assay_run *run)
{
    assay_run_again again = assay_run_count_again(run);
    fprintf(to, "%zu saved failure%s: %zu fail%s again, %zu no longer", run->saved_count,
            run->saved_count == 1 ? "" : "s", again.same, again.same == 1 ? "s" : "",
            again.no_longer);
    write_some(to, again.otherwise, again.otherwise == 1 ? "fails otherwise" : "fail otherwise");
    write_some(to, again.not_run, "not run");
    write_some(to, again.error, "ended in an error of assay");
    write_some(to, again.known, "known to fail");
    write_some(to, again.preview, again.preview == 1 ? "fails as a preview" : "fail as previews");
    fputc('\n', to);
}

static bool is_quiet(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    return state == (assay_state)ASSAY_PASS || state == (assay_state)ASSAY_UNPROVEN ||
           state == ASSAY_STATE_KNOWN;
}

void assay_text_saved_blocks(FILE *to, const assay_run *run, bool colour)
{
    if (run->saved_count == 0)
        return;
    fputs("\nsaved failures, done first", to);
    if (run->saved_folder != NULL) {
        fputs(" (folder ", to);
        assay_escape_line(to, run->saved_folder);
        fputc(')', to);
    }
    fputc('\n', to);
    for (size_t i = 0; i < run->saved_count; i++) {
        if (is_quiet(run, &run->saved[i]))
            continue;
        fputc('\n', to);
        assay_text_saved_item(to, run, &run->saved[i], colour);
    }
    fputc('\n', to);
    assay_text_saved(to, run);
}

bool assay_text_shown(FILE *to, const assay_run *run, const assay_run_item *item, bool colour)
{
    const assay_run_item *saved = assay_run_shown_by(run, item);
    if (saved == NULL)
        return false;
    write_name(to, run, item, colour);
    fputs("  as the saved failure above, ", to);
    assay_escape_line(to, saved->file);
    fputc('\n', to);
    return true;
}

void assay_text_newly_saved(FILE *to, const assay_run *run)
{
    size_t saved = 0;
    for (size_t i = 0; i < run->item_count; i++)
        saved += run->items[i].file != NULL;
    if (saved < run->to_save)
        fprintf(to, "\n%zu of %zu failures %s made small and saved\n", saved, run->to_save,
                saved == 1 ? "was" : "were");
}
