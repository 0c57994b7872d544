/* docs/checks.md: every check, by family. */
#include "cli/docs.h"

#include "checks/checks.h"
#include "clauses/clause.h"
#include "report/paragraph.h"
#include "runner/plan.h"
#include <inttypes.h>
#include <string.h>

static const char head[] =
    "# The checks\n"
    "\n"
    "Made by `assay docs checks` from the tables that `assay run` works with; not edited by hand.\n"
    "\n"
    "A check tries whether a connector keeps one or a few clauses of the contract. What fails at\n"
    "level MUST makes a connector not conformant, at level SHOULD only with `--level should`. A\n"
    "check runs in the tier it names and in those above: smoke, standard, exhaustive. It is "
    "skipped,\n"
    "with the reason, where the manifest does not give what it needs; `assay plan MANIFEST` says "
    "so\n"
    "beforehand. A check that could not do what it must have done at least is *unproven*, not\n"
    "passed.\n";

static void write_clauses(FILE *to, const assay_check *check)
{
    for (const char *at = check->clauses; *at != '\0';) {
        int size = (int)strcspn(at, " ");
        char id[64];
        snprintf(id, sizeof(id), "%.*s", size, at);
        const assay_clause *clause = assay_clause_find(id);
        if (clause != NULL)
            assay_paragraph_item(to, "**%s** (%s): %s", id, clause->level, clause->text);
        at += size;
        at += strspn(at, " ");
    }
}

static void write_needs(FILE *to, const assay_check *check)
{
    char names[512];
    assay_ability_names(check->abilities, names, sizeof(names));
    if (names[0] != '\0')
        assay_paragraph_item(to, "Needs the abilities: %s.", names);
    for (size_t i = 0; i < ASSAY_PROMISES; i++)
        if ((check->promises & assay_promises[i].bit) != 0)
            assay_paragraph_item(to, "Needs the promise `%s`.", assay_promises[i].key);
    if (check->bounded)
        assay_paragraph_item(to, "Not for streams.");
}

static void write_exercises(FILE *to, const assay_check *check)
{
    for (size_t i = 0; i < ASSAY_COUNTERS; i++) {
        const assay_exercise *exercise = &check->exercises[i];
        if (exercise->what != NULL && exercise->at_least > 0)
            assay_paragraph_item(to, "Must happen: %s, at least %" PRIu64 ".", exercise->what,
                                 exercise->at_least);
    }
}

static void write_check(FILE *to, const assay_check *check)
{
    fprintf(to, "\n### %s\n\n%s, %s tier", check->id, assay_level_name(check->level),
            assay_tier_name(check->tier));
    if (assay_check_since(check) > 1)
        fprintf(to, ", since rule set %u", assay_check_since(check));
    fputs(".\n\n", to);
    write_clauses(to, check);
    write_needs(to, check);
    assay_paragraph_item(to, "What is done: %s", check->done);
    assay_paragraph_item(to, "Usual cause of a failure: %s", check->cause);
    write_exercises(to, check);
}

static int name_family(const assay_check_table *family, const char **name)
{
    *name = family->checks[0].id;
    return (int)assay_family_length(*name);
}

static void write_contents(FILE *to)
{
    fputs("\n| family | of a | checks |\n| --- | --- | --- |\n", to);
    for (size_t i = 0; i < assay_check_table_count; i++) {
        const assay_check_table *family = &assay_check_tables[i];
        const char *name;
        int size = name_family(family, &name);
        fprintf(to, "| [%.*s](#%.*s) | %s | %zu |\n", size, name, size, name,
                assay_kind_name(family->checks[0].kind), family->count);
    }
}

void assay_docs_checks(FILE *to)
{
    fputs(head, to);
    write_contents(to);
    for (size_t i = 0; i < assay_check_table_count; i++) {
        const assay_check_table *family = &assay_check_tables[i];
        const char *name;
        int size = name_family(family, &name);
        fprintf(to, "\n## %.*s\n", size, name);
        for (size_t j = 0; j < family->count; j++)
            write_check(to, &family->checks[j]);
    }
}
