/* The evidence behind a verdict, the same in every report. */
#include "report/evidence.h"

#include "report/paint.h"
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
    fputc(':', to);
    escape(to, item->check->id, 0); /* a journal may name any */
}

/* Where the texts go. */
typedef struct taking {
    assay_evidence_take *take;
    void *context;
} taking;

static void give(const taking *self, const char *label, const char *text)
{
    if (text != NULL && text[0] != '\0')
        self->take(self->context, label, text);
}

/* As a word of the shell. */
static void put_quoted(FILE *to, const char *text)
{
    fputc('\'', to);
    for (; *text != '\0'; text++)
        if (*text == '\'')
            fputs("'\\''", to);
        else
            fputc(*text, to);
    fputc('\'', to);
}

static bool plain_word(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
                                                "WXYZ0123456789_./+:@%-")] == '\0';
}

static void put_path(FILE *to, const char *path)
{
    if (plain_word(path))
        fputs(path, to);
    else
        put_quoted(to, path);
}

static void put_filter(FILE *to, const assay_run *run, const assay_run_item *item)
{
    const assay_scenario *over = run->scenarios[item->scenario].scenario;
    char *name = NULL;
    if (asprintf(&name, "%s/%s:%s", over->connector, over->name, item->check->id) < 0)
        return;
    put_quoted(to, name);
    free(name);
}

/* A test program, as assay/cmocka.h says. */
static void put_linked(FILE *to, const assay_run *run, const assay_run_item *item)
{
    fputs("ASSAY_FILTER=", to);
    put_filter(to, run, item);
    fprintf(to, " ASSAY_SEED=0x%" PRIx64 " ", run->settings.seed);
    put_path(to, run->scenarios[item->scenario].scenario->library);
}

static void put_run(FILE *to, const assay_run *run, const assay_run_item *item)
{
    const assay_run_settings *settings = &run->settings;
    fputs("assay run ", to);
    put_path(to, run->scenarios[item->scenario].manifest);
    fputs(" --filter ", to);
    put_filter(to, run, item);
    fprintf(to, " --seed 0x%" PRIx64, settings->seed);
    if (settings->tier != ASSAY_STANDARD)
        fprintf(to, " --tier %s", assay_tier_name(settings->tier));
    if (settings->profile != ASSAY_PROFILE_ASSAY)
        fprintf(to, " --profile %s", assay_profile_name(settings->profile));
    if (settings->records != 0)
        fprintf(to, " --records %" PRIu64, settings->records);
    if (settings->timeout_ms != 0)
        fprintf(to, " --timeout %" PRId64, (settings->timeout_ms + 999) / 1000);
    if (settings->read_only)
        fputs(" --read-only", to);
    if (item->other != NULL)
        fprintf(to, " --repeat %u", settings->repeat);
}

static void put_replay(FILE *to, const assay_run *run, const assay_run_item *item)
{
    (void)run;
    fputs("assay replay ", to);
    put_path(to, item->file);
}

static void put_debug(FILE *to, const assay_run *run, const assay_run_item *item)
{
    (void)run;
    fputs("assay debug ", to);
    put_path(to, item->file);
}

static void command(const taking *self, const char *label, const assay_run *run,
                    const assay_run_item *item,
                    void (*put)(FILE *to, const assay_run *run, const assay_run_item *item))
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (to == NULL)
        return;
    put(to, run, item);
    if (fclose(to) == 0)
        give(self, label, text);
    free(text);
}

static void commands(const taking *self, const assay_run *run, const assay_run_item *item)
{
    if (item->file == NULL) {
        command(self, "replay", run, item, run->linked ? put_linked : put_run);
        return;
    }
    command(self, "replay", run, item, put_replay);
    command(self, "debug", run, item, put_debug);
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

static void give_data(const taking *self, const assay_run *run, const assay_run_item *item)
{
    const char *name = item->finding.dataset;
    const char *path = path_of(run->scenarios[item->scenario].scenario, name);
    char *both = NULL;
    if (path[0] != '\0' && asprintf(&both, "%s in %s", name, path) < 0)
        both = NULL;
    give(self, "data", both != NULL ? both : name);
    free(both);
}

/* Of a saved failure that has become another one. */
static void give_was(const taking *self, const assay_run_item *item)
{
    char *text = NULL;
    if (item->was == NULL || asprintf(&text, "%s (fails, but otherwise)", item->was) < 0)
        return;
    give(self, "was", text);
    free(text);
}

static void give_seed(const taking *self, const assay_run *run, const assay_run_item *item)
{
    char text[32];
    snprintf(text, sizeof(text), "0x%" PRIx64, item->again ? item->seed : run->settings.seed);
    give(self, "seed", text);
}

static void give_finding(const taking *self, const assay_run *run, const assay_run_item *item)
{
    const assay_finding *finding = &item->finding;
    give_data(self, run, item);
    give(self, "did", finding->trace);
    give(self, "expected", finding->expected);
    give(self, "observed", finding->observed);
    give(self, "reason", finding->reason);
    give_was(self, item);
    give(self, "where", finding->stack);
    give(self, "output", finding->output);
    give(self, "left", finding->left);
}

static void give_ways(const taking *self, const assay_run *run, const assay_run_item *item)
{
    give_seed(self, run, item);
    commands(self, run, item);
}

void assay_evidence_each(const assay_run *run, const assay_run_item *item,
                         assay_evidence_take *take, void *context)
{
    taking self = {take, context};
    give_finding(&self, run, item);
    give_ways(&self, run, item);
}

/* "3 times: 2 passed, 1 crashed" */
static void give_outcomes(const taking *self, const assay_run_item *item)
{
    char text[256];
    size_t runs = 0, used;
    for (size_t v = 0; v < ASSAY_VERDICTS; v++)
        runs += item->outcomes[v];
    if (runs < 2)
        return;
    used = (size_t)snprintf(text, sizeof(text), "%zu times:", runs);
    const char *between = "";
    for (size_t v = 0; v < ASSAY_VERDICTS && used < sizeof(text); v++) {
        if (item->outcomes[v] == 0)
            continue;
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s %zu %s", between,
                                 item->outcomes[v], assay_words_of((assay_state)v)->count);
        between = ",";
    }
    give(self, "run", text);
}

/* Of a flaky check. */
static void give_other(const taking *self, const assay_run *run, const assay_run_item *item)
{
    if (item->other == NULL)
        return;
    assay_run_item other = *item;
    other.finding = *item->other;
    give(self, "otherwise", assay_words_of((assay_state)other.finding.verdict)->count);
    give_finding(self, run, &other);
}

typedef struct writing {
    FILE *to;
    assay_escape *escape;
} writing;

static void write_block(void *context, const char *label, const char *text)
{
    const writing *self = context;
    fprintf(self->to, "  %-10s", label);
    self->escape(self->to, text, LABEL);
    fputc('\n', self->to);
}

void assay_evidence_write(FILE *to, const assay_run *run, const assay_run_item *item,
                          assay_escape *escape)
{
    writing blocks = {to, escape};
    taking self = {write_block, &blocks};
    give_outcomes(&self, item);
    give_finding(&self, run, item);
    give_other(&self, run, item);
    give_ways(&self, run, item);
}
