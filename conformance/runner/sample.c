/* What tests of the runner and of the reports run over. */
#include "runner/sample.h"

#include "checks/checks.h"
#include <stdlib.h>
#include <string.h>

static const assay_clause clauses[] = {
    {"SPL-01", "MUST",
     "the parts of a split hold every record of the source exactly once, whatever the size that "
     "was asked for, and whatever the order in which the parts are read",
     "Beam", "records are lost", "0"},
    {"SIZ-01", "SHOULD", "a size is about right", "Beam", "work is badly spread", "0"},
};

const assay_check sample_checks[SAMPLE_CHECKS] = {
    {.id = "life-cycle.close", .clauses = "SPL-01 SIZ-01"},
    {.id = "split.parts",
     .clauses = "SPL-01",
     .abilities = ASSAY_CAN_SPLIT,
     .bounded = true,
     .exercises = {{"split accepted", 1}, {"split refused", 2}}},
    {.id = "split.order",
     .clauses = "SPL-01",
     .abilities = ASSAY_CAN_SPLIT | ASSAY_CAN_SIZE,
     .promises = ASSAY_PROMISE_ORDER},
    {.id = "size.about",
     .clauses = "SIZ-01",
     .since = 2,
     .level = ASSAY_SHOULD,
     .abilities = ASSAY_CAN_SIZE},
    {.id = "size.many", .clauses = "SIZ-01", .tier = ASSAY_EXHAUSTIVE, .abilities = ASSAY_CAN_SIZE},
    {.id = "progress.forward", .clauses = "UNKNOWN-1", .abilities = ASSAY_CAN_PROGRESS},
    {.id = "progress.end", .clauses = "", .abilities = ASSAY_CAN_PROGRESS | ASSAY_CAN_SPLIT},
    {.id = "sink.once", .clauses = "SPL-01", .kind = ASSAY_KIND_SINK},
};

const assay_check_table sample_tables[1] = {{sample_checks, SAMPLE_CHECKS}};

static const assay_dataset five = {
    .name = "lines-5", .records = 5, .stored_bytes = 50, .truth = "", .path = ""};

const assay_scenario sample_lines = {
    .connector = "shop",
    .name = "lines",
    .library = "/lib/libshop.so",
    .declared = ASSAY_CAN_SIZE | ASSAY_CAN_SPLIT,
    .dataset_count = 1,
    .datasets = (assay_dataset *)&five, /* nothing changes it */
};

const assay_scenario sample_sink = {
    .connector = "shop", .name = "out", .library = "/lib/libshop.so", .kind = ASSAY_KIND_SINK};

/* In place of the real catalogue. */
const assay_clause *assay_clause_find(const char *id)
{
    for (size_t i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++)
        if (strcmp(clauses[i].id, id) == 0)
            return &clauses[i];
    return NULL;
}

const assay_check *assay_check_find(const char *id)
{
    for (size_t i = 0; i < SAMPLE_CHECKS; i++)
        if (strcmp(sample_checks[i].id, id) == 0)
            return &sample_checks[i];
    return NULL;
}

void sample_look(assay_run_scenario *over)
{
    if (assay_finding_init(&over->look.finding) != ASSAY_OK)
        abort();
    over->look.name = strdup("shop-connector");
    over->look.version = strdup("1.2");
    over->look.offered = over->scenario->declared;
    strcpy(over->library_hash, "0123456789abcdef0123456789abcdef");
}
