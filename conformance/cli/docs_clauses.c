/* docs/clauses.md: the catalogue. */
#include "cli/docs.h"

#include "checks/checks.h"
#include "checks/clause_state.h"
#include "report/paragraph.h"
#include <string.h>

static const char head[] =
    "# The clauses\n"
    "\n"
    "Made by `assay docs clauses` from the tables that `assay run` works with; not edited by "
    "hand.\n"
    "\n"
    "What the contract demands of a connector, clause by clause. The ids are those of a reading "
    "of\n"
    "Beam's documentation and sources; where Beam says less, or nothing, *From* says so. `assay\n"
    "explain CLAUSE` tells one, `assay list --clauses` lists all by state.\n";

static const char unchecked_head[] =
    "\n"
    "## Clauses that no check is about\n"
    "\n"
    "They bind callers, allow something, or cannot be told from outside.\n";

static const char folded_head[] =
    "\n"
    "## Beam's clauses that are none of their own\n"
    "\n"
    "Told by others here, or without a place in a contract in C; `docs/contract-map.md` has the\n"
    "interfaces.\n"
    "\n";

static void write_checks(FILE *to, const char *clause)
{
    const char *before = "- Checked by";
    const assay_check *check;
    for (size_t next = 0; (check = assay_check_about(clause, &next)) != NULL;) {
        fprintf(to, "%s [%s](checks.md#", before, check->id);
        for (const char *at = check->id; *at != '\0'; at++)
            if (*at != '.')
                fputc(*at, to);
        fputc(')', to);
        before = ",\n ";
    }
    fputs(before[0] == ',' ? ".\n" : "- No check is about it yet.\n", to);
}

static void write_clause(FILE *to, const assay_clause *clause)
{
    fprintf(to, "\n### %s\n\n%s, since contract %s.\n\n", clause->id, clause->level, clause->since);
    assay_paragraph_item(to, "%s", clause->text);
    assay_paragraph_item(to, "Why: %s", clause->why);
    assay_paragraph_item(to, "From: %s.", clause->origin);
}

static void write_state(FILE *to, assay_clause_state state)
{
    const assay_clause *clause;
    size_t count = 0;
    for (size_t i = 0; (clause = assay_clause_number(i)) != NULL; i++)
        count += assay_clause_state_of(clause) == state;
    fprintf(to, "| %s | %s | %zu |\n", assay_clause_state_name(state),
            assay_clause_state_meaning(state), count);
}

static void write_contents(FILE *to)
{
    fputs("\n| state | meaning | clauses |\n| --- | --- | --- |\n", to);
    for (int state = 0; state < ASSAY_CLAUSE_STATES; state++)
        write_state(to, (assay_clause_state)state);
}

/* "RD-LIFE" of "RD-LIFE-03". */
static int family_length(const char *id)
{
    return (int)(strrchr(id, '-') - id);
}

static void write_table(FILE *to, const assay_clause_table *table)
{
    const char *last = "-";
    for (size_t i = 0; i < table->count; i++) {
        const assay_clause *clause = &table->clauses[i];
        int size = family_length(clause->id);
        if (size != family_length(last) || strncmp(last, clause->id, (size_t)size) != 0)
            fprintf(to, "\n## %.*s\n", size, clause->id);
        write_clause(to, clause);
        write_checks(to, clause->id);
        last = clause->id;
    }
}

static void write_unchecked(FILE *to)
{
    fputs(unchecked_head, to);
    for (size_t i = 0; i < assay_unchecked_clause_count; i++) {
        const assay_unchecked_clause *unchecked = &assay_unchecked_clauses[i];
        write_clause(to, &unchecked->clause);
        assay_paragraph_item(to, "No check: %s. %s",
                             assay_clause_state_meaning(assay_clause_state_of(&unchecked->clause)),
                             unchecked->reason);
    }
}

static void write_folded(FILE *to)
{
    fputs(folded_head, to);
    for (size_t i = 0; i < assay_folded_clause_count; i++) {
        const assay_folded_clause *folded = &assay_folded_clauses[i];
        const char *within = folded->within[0] != '\0' ? folded->within : "no place";
        assay_paragraph_item(to, "**%s** (%s): %s", folded->id, within, folded->reason);
    }
}

void assay_docs_clauses(FILE *to)
{
    fputs(head, to);
    write_contents(to);
    for (size_t i = 0; i < assay_clause_table_count; i++)
        write_table(to, &assay_clause_tables[i]);
    write_unchecked(to);
    write_folded(to);
}
