/* The evidence behind a verdict, the same on the terminal and in JUnit. */
#include "report/evidence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL = 12 }; /* two blanks, and a label padded to ten */

void assay_item_name_write(FILE *to, const assay_run *run, const assay_run_item *item,
                           assay_escape *escape)
{
    const assay_scenario *over = run->scenarios[item->scenario].scenario;
    escape(to, over->connector, 0);
    fputc('/', to);
    escape(to, over->name, 0);
    fprintf(to, ":%s", item->check->id);
}

static void block(FILE *to, const char *label, const char *text, assay_escape *escape)
{
    if (text == NULL || text[0] == '\0')
        return;
    fprintf(to, "  %-10s", label);
    escape(to, text, LABEL);
    fputc('\n', to);
}

/* As a word of the shell. NULL: out of memory. */
static char *quoted(const char *text)
{
    char *word = NULL;
    size_t size;
    FILE *to = open_memstream(&word, &size);
    if (to == NULL)
        return NULL;
    fputc('\'', to);
    for (; *text != '\0'; text++)
        if (*text == '\'')
            fputs("'\\''", to);
        else
            fputc(*text, to);
    fputc('\'', to);
    if (fclose(to) == 0)
        return word;
    free(word);
    return NULL;
}

static void put_quoted(FILE *to, const char *text, assay_escape *escape)
{
    char *word = quoted(text);
    escape(to, word != NULL ? word : "?", 0);
    free(word);
}

static bool plain_word(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
                                                "WXYZ0123456789_./+:@%-")] == '\0';
}

static void put_filter(FILE *to, const assay_run *run, const assay_run_item *item,
                       assay_escape *escape)
{
    const assay_scenario *over = run->scenarios[item->scenario].scenario;
    char *name = NULL;
    if (asprintf(&name, "%s/%s:%s", over->connector, over->name, item->check->id) < 0)
        return;
    put_quoted(to, name, escape);
    free(name);
}

static void put_path(FILE *to, const char *path, assay_escape *escape)
{
    if (plain_word(path))
        fputs(path, to);
    else
        put_quoted(to, path, escape);
}

/* A test program, as assay/cmocka.h says. */
static void replay_linked(FILE *to, const assay_run *run, const assay_run_item *item,
                          assay_escape *escape)
{
    fprintf(to, "  %-10sASSAY_FILTER=", "replay");
    put_filter(to, run, item, escape);
    fprintf(to, " ASSAY_SEED=0x%" PRIx64 " ", run->settings.seed);
    put_path(to, run->scenarios[item->scenario].scenario->library, escape);
    fputc('\n', to);
}

static void replay_saved(FILE *to, const assay_run_item *item, assay_escape *escape)
{
    static const char *const verbs[] = {"replay", "debug"};
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        fprintf(to, "  %-10sassay %s ", verbs[i], verbs[i]);
        put_path(to, item->file, escape);
        fputc('\n', to);
    }
}

static void replay(FILE *to, const assay_run *run, const assay_run_item *item, assay_escape *escape)
{
    const assay_run_settings *settings = &run->settings;
    const char *manifest = run->scenarios[item->scenario].manifest;
    fprintf(to, "  %-10sassay run ", "replay");
    put_path(to, manifest, escape);
    fputs(" --filter ", to);
    put_filter(to, run, item, escape);
    fprintf(to, " --seed 0x%" PRIx64, settings->seed);
    if (settings->tier != ASSAY_STANDARD)
        fprintf(to, " --tier %s", assay_tier_name(settings->tier));
    if (settings->records != 0)
        fprintf(to, " --records %" PRIu64, settings->records);
    if (settings->timeout_ms != 0)
        fprintf(to, " --timeout %" PRId64, (settings->timeout_ms + 999) / 1000);
    fputs(settings->read_only ? " --read-only\n" : "\n", to);
}

/* Data that a generator made has gone when somebody reads this. */
static const char *path_of(const assay_scenario *scenario, const char *dataset)
{
    for (size_t i = 0; i < scenario->dataset_count; i++) {
        const assay_dataset *at = &scenario->datasets[i];
        if (strcmp(at->name, dataset) == 0 && at->existing)
            return at->path;
    }
    return "";
}

static void put_data(FILE *to, const assay_run *run, const assay_run_item *item,
                     assay_escape *escape)
{
    const char *name = item->finding.dataset;
    const char *path = path_of(run->scenarios[item->scenario].scenario, name);
    char *both = NULL;
    if (path[0] != '\0' && asprintf(&both, "%s in %s", name, path) < 0)
        both = NULL;
    block(to, "data", both != NULL ? both : name, escape);
    free(both);
}

/* Of a saved failure that has become another one. */
static void was(FILE *to, const assay_run_item *item, assay_escape *escape)
{
    if (item->was == NULL)
        return;
    fputs("  was       ", to);
    escape(to, item->was, LABEL);
    fputs(" (fails, but otherwise)\n", to);
}

void assay_evidence_write(FILE *to, const assay_run *run, const assay_run_item *item,
                          assay_escape *escape)
{
    const assay_finding *finding = &item->finding;
    put_data(to, run, item, escape);
    block(to, "did", finding->trace, escape);
    block(to, "expected", finding->expected, escape);
    block(to, "observed", finding->observed, escape);
    block(to, "reason", finding->reason, escape);
    was(to, item, escape);
    block(to, "where", finding->stack, escape);
    block(to, "output", finding->output, escape);
    fprintf(to, "  %-10s0x%" PRIx64 "\n", "seed", item->again ? item->seed : run->settings.seed);
    if (item->file != NULL)
        replay_saved(to, item, escape);
    else if (run->linked)
        replay_linked(to, run, item, escape);
    else
        replay(to, run, item, escape);
}
