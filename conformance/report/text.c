/* The summary of a run on a terminal. */
#include "report/text.h"

#include "report/escape.h"
#include "report/evidence.h"
#include "report/families.h"
#include "report/outcome.h"
#include "report/paint.h"
#include "report/paragraph.h"
#include "report/same.h"
#include "report/text_left.h"
#include "report/text_saved.h"
#include "report/text_states.h"
#include <inttypes.h>
#include <string.h>

enum { SLOWEST = 5 };

void assay_text_head(FILE *to, const assay_run *run)
{
    fprintf(to, "assay %s  contract %d  seed 0x%" PRIx64 "  %u job%s  %s tier", run->version,
            run->contract, run->settings.seed, run->settings.jobs,
            run->settings.jobs == 1 ? "" : "s", assay_tier_name(run->settings.tier));
    if (run->settings.repeat > 1)
        fprintf(to, "  each check %u times", run->settings.repeat);
    if (run->settings.rules != 0)
        fprintf(to, "  rules %u", run->settings.rules);
    if (run->settings.profile != ASSAY_PROFILE_ASSAY)
        fprintf(to, "  profile %s", assay_profile_name(run->settings.profile));
    fputc('\n', to);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static void write_abilities(FILE *to, const char *label, uint32_t bits)
{
    char names[512];
    assay_ability_names(bits, names, sizeof(names));
    fprintf(to, "%s%s", label, names[0] != '\0' ? names : "none");
}

static void write_look(FILE *to, const assay_run_scenario *over, bool colour)
{
    const assay_finding *finding = &over->look.finding;
    if (finding->verdict == ASSAY_PASS) {
        uint32_t surplus = over->look.offered & ~over->scenario->declared;
        if (surplus != 0) {
            write_abilities(to, "  offered but not declared: ", surplus);
            fputc('\n', to);
        }
        return;
    }
    fputs("  the first look at the library ended in ", to);
    assay_paint_word(to, (assay_state)finding->verdict, assay_verdict_name(finding->verdict),
                     colour);
    fputs(": ", to);
    assay_escape_terminal(to, finding->reason[0] != '\0' ? finding->reason : finding->observed, 4);
    fputc('\n', to);
}

/* And what is not done then. */
static void write_sanitizers(FILE *to, const char *names)
{
    if (names[0] == '\0')
        return;
    bool alone = strcmp(names, "undefined") == 0;
    fprintf(to, "  built with -fsanitize=%s%s\n", names,
            alone ? "" : ": memory is not limited, the library not unloaded");
}

static void write_scenario(FILE *to, const assay_run *run, size_t index, bool colour)
{
    const assay_run_scenario *over = &run->scenarios[index];
    fputc('\n', to);
    assay_escape_terminal(to, over->scenario->connector, 0);
    fputc('/', to);
    assay_escape_terminal(to, over->scenario->name, 0);
    fputs("  ", to);
    assay_escape_terminal(to, base_name(over->scenario->library), 0);
    if (over->look.version != NULL && over->look.version[0] != '\0') {
        fputc(' ', to);
        assay_escape_terminal(to, over->look.version, 0);
    }
    if (over->scenario->kind == ASSAY_KIND_SOURCE)
        write_abilities(to, "  abilities: ", over->scenario->declared);
    fputc('\n', to);
    write_look(to, over, colour);
    assay_families_write(to, run, index, colour);
    write_sanitizers(to, over->sanitizers);
}

void assay_text_failure(FILE *to, const assay_run *run, const assay_run_item *item, bool colour)
{
    assay_paint_state(to, assay_run_item_state(run, item), colour);
    fputs("  ", to);
    assay_item_name_write(to, run, item, assay_escape_terminal);
    fprintf(to, "  %s  %s%s\n", assay_level_name(item->check->level), item->check->clauses,
            item->preview ? "  (a preview: fails nothing)" : "");
    if (item->clause != NULL) {
        fputs("  ", to);
        assay_paragraph_write(to, item->clause->text, 2, 2);
    }
    fputc('\n', to);
    assay_evidence_write(to, run, item, assay_escape_terminal);
}

static void write_unproven(FILE *to, const assay_run *run, const assay_run_item *item, bool colour)
{
    assay_paint_state(to, (assay_state)ASSAY_UNPROVEN, colour);
    fputs("  ", to);
    assay_item_name_write(to, run, item, assay_escape_terminal);
    fputs("\n          ", to);
    assay_escape_terminal(to, item->finding.reason, 10);
    fputc('\n', to);
}

static bool is_block(const assay_run *run, const assay_run_item *item)
{
    return assay_state_bad(assay_run_item_state(run, item));
}

static void write_same(FILE *to, const assay_run *run, const assay_run_item *item)
{
    const assay_run_item *at = item;
    while ((at = assay_item_next_same(run, item, at)) != NULL) {
        fputs("  the same  ", to);
        assay_item_name_write(to, run, at, assay_escape_terminal);
        if (at->file != NULL) {
            fputs("  ", to);
            assay_escape_terminal(to, at->file, 0);
        }
        fputc('\n', to);
    }
}

static void write_failures(FILE *to, const assay_run *run, bool colour, bool verbose)
{
    for (size_t i = 0; i < run->item_count; i++) {
        const assay_run_item *item = &run->items[i];
        if (!is_block(run, item) || (!verbose && assay_item_shown_before(run, item)))
            continue;
        fputc('\n', to);
        if (verbose || !assay_text_shown(to, run, item, colour))
            assay_text_failure(to, run, item, colour);
        if (!verbose)
            write_same(to, run, item);
    }
}

static void write_all_unproven(FILE *to, const assay_run *run, bool colour)
{
    if (run->totals[ASSAY_UNPROVEN] > 0)
        fputc('\n', to);
    for (size_t i = 0; i < run->item_count; i++)
        if (assay_run_item_state(run, &run->items[i]) == (assay_state)ASSAY_UNPROVEN)
            write_unproven(to, run, &run->items[i], colour);
}

static void write_totals(FILE *to, const assay_run *run)
{
    size_t own = assay_outcome_items(run);
    fputc('\n', to);
    assay_outcome_write(to, run);
    fprintf(to, " in %.1f s\n", (double)run->microseconds / 1e6);
    if (own < run->item_count)
        fprintf(to, "shard %u of %u: %zu more checks are of other shards\n", run->settings.shard,
                run->settings.shards, run->item_count - own);
    if (run->ended_by != 0)
        fprintf(to, "the run was ended early by %s\n", assay_signal_name(run->ended_by));
}

static bool slower(const assay_run_item *a, const assay_run_item *b)
{
    return b == NULL || a->finding.microseconds > b->finding.microseconds;
}

/* Keeps list sorted, the slowest first. */
static void insert(const assay_run_item *list[SLOWEST], const assay_run_item *item)
{
    for (size_t i = 0; i < SLOWEST && item != NULL; i++) {
        if (!slower(item, list[i]))
            continue;
        const assay_run_item *next = list[i];
        list[i] = item;
        item = next;
    }
}

static void write_slowest(FILE *to, const assay_run *run)
{
    const assay_run_item *list[SLOWEST] = {NULL};
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].done && !run->items[i].decided)
            insert(list, &run->items[i]);
    for (size_t i = 0; i < SLOWEST && list[i] != NULL; i++)
        fprintf(to, "%s%s %.1f s", i == 0 ? "slowest: " : ", ", list[i]->check->id,
                (double)list[i]->finding.microseconds / 1e6);
    if (list[0] != NULL)
        fputc('\n', to);
}

/* A selection can leave a scenario without any check: nothing to say about it then. */
static bool has_items(const assay_run *run, size_t scenario)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].scenario == scenario)
            return true;
    return false;
}

void assay_text_summary(FILE *to, const assay_run *run, bool colour, bool verbose)
{
    for (size_t i = 0; i < run->scenario_count; i++)
        if (has_items(run, i))
            write_scenario(to, run, i, colour);
    assay_text_saved_blocks(to, run, colour);
    write_failures(to, run, colour, verbose);
    assay_text_newly_saved(to, run);
    write_all_unproven(to, run, colour);
    assay_text_limits(to, run);
    assay_text_left(to, run);
    assay_text_known(to, run, colour);
    assay_text_problems(to, run, colour);
    write_totals(to, run);
    write_slowest(to, run);
}
