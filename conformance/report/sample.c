/* What tests of reports run over. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/sample.h"
#include "report/golden.h"
#include <assay/toolkit/buffer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const assay_clause clause = {
    "SPL-01",
    "MUST",
    "the parts of a split hold every record of the source exactly once, whatever the size that "
    "was asked for, and whatever the order in which the parts are read",
    "Beam",
    "records are lost",
    "0"};

static const assay_check checks[ASSAY_VERDICTS] = {
    {.id = "life-cycle.close", .clauses = "SPL-01 SIZ-01"},
    {.id = "split.parts",
     .clauses = "SPL-01",
     .exercises = {{"split accepted", 1}, {"split refused", 2}}},
    {.id = "split.order", .clauses = "SPL-01"},
    {.id = "size.about", .clauses = "SIZ-01", .level = ASSAY_SHOULD},
    {.id = "size.many", .clauses = "SIZ-01"},
    {.id = "progress.forward", .clauses = "PRG-01"},
    {.id = "progress.end", .clauses = "PRG-02"},
};

const assay_scenario sample_lines = {
    .connector = "shop",
    .name = "lines",
    .library = "/lib/libshop.so",
    .declared = ASSAY_CAN_SIZE | ASSAY_CAN_SPLIT,
};

static void look(assay_run_scenario *over)
{
    if (assay_finding_init(&over->look.finding) != ASSAY_OK)
        abort();
    over->look.name = strdup("shop-connector");
    over->look.version = strdup("1.2");
    over->look.offered = over->scenario->declared;
    strcpy(over->library_hash, "0123456789abcdef0123456789abcdef");
}

static const char sketch[] = "records 4\nread 1\ncut 2\nmade 500000\nexpected 0 4\nlost 2 3\n"
                             "lane the reader\ngave 0 2\nlane the residual\ngave 3 4\n";

static void fill(assay_finding *finding, assay_verdict verdict, const char *text)
{
    if (assay_finding_init(finding) != ASSAY_OK)
        abort();
    char **texts[] = {&finding->reason, &finding->expected, &finding->observed, &finding->dataset,
                      &finding->trace,  &finding->stack,    &finding->output,   &finding->left};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && verdict != ASSAY_PASS; i++)
        assay_finding_text(texts[i], "%s", text);
    if (verdict == ASSAY_FAIL && text[0] != '\0')
        assay_finding_text(&finding->sketch, "%s", sketch);
    finding->verdict = verdict;
    finding->counters[0] = 3;
    finding->calls = 10;
    finding->cases = 1;
    finding->microseconds = 100000 * ((int64_t)verdict + 1);
}

void sample_run(assay_run *run, const char *text)
{
    memset(run, 0, sizeof(*run));
    run->settings = (assay_run_settings){.seed = 0x7c1f9a, .tier = ASSAY_STANDARD, .jobs = 2};
    run->version = "0.1.0";
    strcpy(run->platform, "Linux 6.1 x86_64");
    run->started = 1700000000;
    run->microseconds = 3100000;
    assay_run_scenario *over = assay_run_add_scenario(run, "shop/assay.json", &sample_lines);
    if (over == NULL)
        abort();
    look(over);
    run->items = calloc(ASSAY_VERDICTS, sizeof(*run->items));
    if (run->items == NULL)
        abort();
    for (int v = 0; v < ASSAY_VERDICTS; v++) {
        assay_run_item *item = &run->items[run->item_count++];
        item->check = &checks[v];
        item->clause = v < 3 ? &clause : NULL;
        item->done = true;
        item->decided = v == ASSAY_SKIPPED;
        fill(&item->finding, (assay_verdict)v, text);
        run->totals[v]++;
        run->done++;
    }
}

static assay_finding *passed(void)
{
    assay_finding *finding = calloc(1, sizeof(*finding));
    if (finding == NULL)
        abort();
    fill(finding, ASSAY_PASS, "");
    return finding;
}

void sample_states(assay_run *run, const char *text)
{
    static const assay_known known = {"the store loses them", "https://example.org/7", "2030-01-31",
                                      ""};
    sample_run(run, text);
    run->settings.repeat = 3;
    for (size_t i = 0; i < run->item_count; i++)
        run->items[i].outcomes[run->items[i].finding.verdict] = 3;
    run->items[1].known = &known;
    run->items[2].other = passed();
    run->items[2].outcomes[ASSAY_CRASH] = 1;
    run->items[2].outcomes[ASSAY_PASS] = 2;
    run->items[3].preview = true;
    run->items[6].done = false;
    assay_finding_clear(&run->items[6].finding);
    fill(&run->items[6].finding, ASSAY_PASS, "");
    run->items[6].finding.microseconds = 0;
    if (assay_run_add_problem(run, "baseline.json: shop/lines:size.*", "matches no check") !=
        ASSAY_OK)
        abort();
    assay_run_count(run);
}

void sample_expect(const char *name, const char *text)
{
    golden_expect(GOLDEN_FOLDER, name, text);
}

char *sample_hostile_text(void)
{
    static const char nasty[] = "]]>&amp;<![CDATA[\x1b]0;title\a\xc2\x9b\xe2\x80\xae\xed\xa0\x80"
                                "\xef\xbf\xbf\xf4\x90\x80\x80 %s%n '\"\\ \xc3";
    char *text = malloc(256 + sizeof(nasty));
    assert_non_null(text);
    for (int byte = 1; byte < 256; byte++)
        text[byte - 1] = (char)byte;
    memcpy(text + 255, nasty, sizeof(nasty));
    return text;
}
