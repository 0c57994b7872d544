/* A plan on a terminal. */
#include "cli/plan_report.h"

#include "data/generator.h"
#include "report/escape.h"
#include "report/paragraph.h"
#include <assay/version.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL = 22, NAMES = 33 };

/* The items of one family over one scenario, which lie side by side. */
typedef struct part {
    const assay_run_item *items;
    size_t count;
} part;

static const char *reason_of(const assay_run_item *item)
{
    return item->decided ? item->finding.reason : NULL;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static size_t count_of(const part *self, const char *reason)
{
    size_t count = 0;
    for (size_t i = 0; i < self->count; i++)
        count += same(reason_of(&self->items[i]), reason);
    return count;
}

/* The names of the checks with that reason, without the family's, and the reason. */
static void write_names(FILE *to, const part *self, const char *reason)
{
    char *text = NULL;
    size_t size;
    FILE *names = open_memstream(&text, &size);
    if (names == NULL)
        return;
    const char *between = "";
    for (size_t i = 0; i < self->count; i++) {
        const char *id = self->items[i].check->id;
        if (!same(reason_of(&self->items[i]), reason))
            continue;
        fprintf(names, "%s%s", between, id + assay_family_length(id) + 1);
        between = " ";
    }
    if (reason != NULL)
        fprintf(names, ": %s", reason);
    if (fclose(names) == 0)
        assay_paragraph_write(to, text, NAMES, NAMES);
    free(text);
}

/* Those with the reason of the index-th, when it is the first with that reason. */
static void write_group(FILE *to, const part *self, size_t index, int column)
{
    const char *reason = reason_of(&self->items[index]);
    fprintf(to, "%*s%4zu %s   ", column, "", count_of(self, reason),
            reason == NULL ? "run" : "not");
    write_names(to, self, reason);
}

static bool is_first(const part *self, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (same(reason_of(&self->items[i]), reason_of(&self->items[index])))
            return false;
    return true;
}

static void write_family(FILE *to, const part *self)
{
    const char *id = self->items[0].check->id;
    const char *reason = reason_of(&self->items[0]);
    fprintf(to, "  %-*.*s", LABEL - 2, (int)assay_family_length(id), id);
    if (reason != NULL && count_of(self, reason) == self->count) {
        fprintf(to, "   -       %s\n", reason);
        return;
    }
    int column = 0;
    for (int decided = 0; decided < 2; decided++)
        for (size_t i = 0; i < self->count; i++) {
            if (self->items[i].decided != decided || !is_first(self, i))
                continue;
            write_group(to, self, i, column);
            column = LABEL;
        }
}

static bool is_of(const assay_run_item *item, const assay_run_item *first)
{
    size_t size = assay_family_length(first->check->id);
    return item->scenario == first->scenario && size == assay_family_length(item->check->id) &&
           memcmp(item->check->id, first->check->id, size) == 0;
}

static void write_families(FILE *to, const assay_run *run, size_t scenario)
{
    for (size_t i = 0, count; i < run->item_count; i += count) {
        for (count = 1; i + count < run->item_count; count++)
            if (!is_of(&run->items[i + count], &run->items[i]))
                break;
        if (run->items[i].scenario == scenario)
            write_family(to, &(part){&run->items[i], count});
    }
}

/* What is not even skipped. */
static void write_left_out(FILE *to, const assay_run *run, size_t scenario)
{
    const assay_kind own = run->scenarios[scenario].scenario->kind;
    const size_t filtered = assay_planned_out(run, scenario, own);
    const char *between = "";
    fputs("  left out: ", to);
    if (filtered > 0)
        fprintf(to, "%zu by --filter, ", filtered);
    for (int kind = 0; kind < ASSAY_KINDS; kind++) {
        if (kind == (int)own)
            continue;
        fprintf(to, "%s%zu of %ss", between, assay_planned_out(run, scenario, (assay_kind)kind),
                assay_kind_name((assay_kind)kind));
        between = ", ";
    }
    fputc('\n', to);
}

static void write_data(FILE *to, const assay_data_plan *data, uint64_t limit)
{
    uint64_t sizes[ASSAY_DATA_SETS];
    size_t count = assay_data_plan_sizes(data, limit, sizes);
    if (assay_data_plan_idle(data) || count == 0) {
        fputs("  data: none is made\n", to);
        return;
    }
    fprintf(to, "  data: %s", data->generator->name);
    if (data->generator->fixed && count > 1)
        fprintf(to, ", %zu data sets that exist\n", count);
    else if (data->generator->fixed)
        fputs(", one data set that exists\n", to);
    else
        for (size_t i = 0; i < count; i++)
            fprintf(to, "%s%" PRIu64 "%s",
                    i == 0          ? ", of "
                    : i + 1 < count ? ", "
                                    : " and ",
                    sizes[i],
                    i + 1 < count   ? ""
                    : sizes[i] == 1 ? " record\n"
                                    : " records\n");
}

static void write_commands(FILE *to, const assay_planned_command *commands, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "  %s: ", commands[i].key);
        assay_escape_line(to, commands[i].title);
        fputc('\n', to);
    }
}

static void write_hooks(FILE *to, const assay_manifest *manifest)
{
    assay_planned_command commands[ASSAY_PLANNED_COMMANDS];
    size_t count = assay_planned_hooks(manifest, commands);
    if (count == 0)
        return;
    fputc('\n', to);
    assay_escape_line(to, manifest->name);
    fputs("  once around all its scenarios\n", to);
    write_commands(to, commands, count);
}

static void write_look(FILE *to, const assay_run_scenario *over)
{
    const assay_finding *finding = &over->look.finding;
    if (finding->verdict == ASSAY_PASS)
        return;
    fprintf(to,
            "  the first look at the library ended in %s: ", assay_verdict_name(finding->verdict));
    assay_escape_terminal(to, finding->reason[0] != '\0' ? finding->reason : finding->observed, 4);
    fputc('\n', to);
}

static void write_head(FILE *to, const assay_run_scenario *over)
{
    const char *slash = strrchr(over->scenario->library, '/');
    char names[512];
    fputc('\n', to);
    assay_escape_line(to, over->scenario->connector);
    fputc('/', to);
    assay_escape_line(to, over->scenario->name);
    fputs("  ", to);
    assay_escape_line(to, slash != NULL ? slash + 1 : over->scenario->library);
    fputc(' ', to);
    assay_escape_line(to, over->look.version);
    assay_ability_names(over->scenario->declared, names, sizeof(names));
    if (over->scenario->kind == ASSAY_KIND_SOURCE)
        fprintf(to, "  abilities: %s", names[0] != '\0' ? names : "none");
    fputc('\n', to);
    write_look(to, over);
}

static void write_totals(FILE *to, const assay_run *run)
{
    size_t running = assay_planned_count(run);
    fprintf(to,
            "\n%zu scenario%s: %zu check%s will run, %zu will not\n"
            "no data was made, so abilities are as declared\n",
            run->scenario_count, run->scenario_count == 1 ? "" : "s", running,
            running == 1 ? "" : "s", run->item_count - running);
    if (run->settings.rules != 0)
        fprintf(to, "rules %u: %zu of those that run are previews, which fail nothing\n",
                run->settings.rules, assay_planned_previews(run));
}

void assay_plan_text(FILE *to, const assay_session *session)
{
    const assay_run *run = &session->run;
    assay_planned_command commands[ASSAY_PLANNED_COMMANDS];
    fprintf(to, "assay %s  contract %d  %s tier%s\n", ASSAY_VERSION, ASSAY_CONTRACT_VERSION,
            assay_tier_name(run->settings.tier),
            run->settings.should_counts ? "  a SHOULD counts as a MUST" : "");
    for (size_t i = 0; i < session->manifest_count; i++)
        write_hooks(to, &session->manifests[i]);
    for (size_t i = 0; i < run->scenario_count; i++) {
        write_head(to, &run->scenarios[i]);
        write_data(to, assay_planned_data(session, i), run->settings.records);
        write_commands(to, commands, assay_planned_commands(session, i, commands));
        write_families(to, run, i);
        write_left_out(to, run, i);
    }
    write_totals(to, run);
}
