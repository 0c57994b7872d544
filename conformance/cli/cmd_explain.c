/* assay explain: a check or a clause in words. */
#include "cli/verbs.h"

#include "checks/checks.h"
#include "checks/clause_state.h"
#include "cli/suggest.h"
#include "clauses/clause.h"
#include "report/escape.h"
#include "report/paragraph.h"
#include "runner/plan.h"
#include <string.h>

enum { LABEL = 16 };

static void print_label(const char *label, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    printf("%-*s", LABEL, label);
    assay_paragraph_write(stdout, text, LABEL, LABEL);
}

static void print_clause(const assay_clause *clause)
{
    int used = printf("%s (%s): ", clause->id, clause->level);
    assay_paragraph_write(stdout, clause->text, used, 0);
    print_label("Where from:", clause->origin);
    print_label("Why it matters:", clause->why);
    print_label("Since:", clause->since);
}

static void print_clauses_of(const assay_check *check)
{
    for (const char *at = check->clauses; *at != '\0';) {
        size_t size = strcspn(at, " ");
        char id[64];
        snprintf(id, sizeof(id), "%.*s", (int)size, at);
        const assay_clause *clause = assay_clause_find(id);
        if (clause != NULL)
            print_clause(clause);
        else
            printf("%s\n", id);
        putchar('\n');
        at += size + strspn(at + size, " ");
    }
}

static void print_exercises(const assay_check *check)
{
    const char *label = "Must happen:";
    for (size_t i = 0; i < ASSAY_COUNTERS; i++) {
        const assay_exercise *exercise = &check->exercises[i];
        if (exercise->what == NULL || exercise->at_least == 0)
            continue;
        printf("%-16s'%s', at least %llu; otherwise unproven\n", label, exercise->what,
               (unsigned long long)exercise->at_least);
        label = "";
    }
}

static void explain_check(const assay_check *check)
{
    char needs[512];
    assay_ability_names(check->abilities, needs, sizeof(needs));
    printf("%s  %s  %s tier  since rule set %u\n\n", check->id, assay_level_name(check->level),
           assay_tier_name(check->tier), assay_check_since(check));
    print_clauses_of(check);
    print_label("What is done:", check->done);
    print_label("Typical cause:", check->cause);
    print_label("Needs:", needs);
    print_exercises(check);
    printf("%-16sassay run MANIFEST --filter %s\n", "Only this:", check->id);
}

static void print_checks_of(const char *clause)
{
    const char *label = "Checked by:";
    const assay_check *check;
    for (size_t next = 0; (check = assay_check_about(clause, &next)) != NULL;) {
        print_label(label, check->id);
        label = "";
    }
    if (label[0] != '\0')
        print_label(label, "no check");
}

static int explain_clause(const assay_clause *clause)
{
    const assay_unchecked_clause *unchecked = assay_unchecked_clause_find(clause->id);
    print_clause(clause);
    print_checks_of(clause->id);
    if (unchecked != NULL)
        print_label("Why no check:", unchecked->reason);
    return 0;
}

static int explain_folded(const assay_folded_clause *folded)
{
    printf("%s: a clause of Beam's that is none of its own here\n", folded->id);
    print_label("Why:", folded->reason);
    print_label("Told by:", folded->within[0] != '\0' ? folded->within : "no clause");
    return 0;
}

static void offer_all(assay_suggestion *suggestion)
{
    const assay_check *check;
    const assay_clause *clause;
    for (size_t i = 0; (check = assay_check_number(i)) != NULL; i++)
        assay_suggestion_offer(suggestion, check->id);
    for (size_t i = 0; (clause = assay_clause_number(i)) != NULL; i++)
        assay_suggestion_offer(suggestion, clause->id);
    for (size_t i = 0; i < assay_folded_clause_count; i++)
        assay_suggestion_offer(suggestion, assay_folded_clauses[i].id);
}

static int unknown(const char *word)
{
    assay_suggestion suggestion = {.word = word};
    offer_all(&suggestion);
    fputs("assay: no check and no clause is called '", stderr);
    assay_escape_line(stderr, word);
    fputs("'", stderr);
    for (size_t i = 0; i < ASSAY_SUGGESTIONS && suggestion.near[i] != NULL; i++)
        fprintf(stderr, "%s%s", i == 0 ? "; did you mean: " : ", ", suggestion.near[i]);
    fputc('\n', stderr);
    return ASSAY_EXIT_USAGE;
}

int assay_cmd_explain(const assay_options *options)
{
    const char *word = options->arguments[0];
    const assay_check *check = assay_check_find(word);
    const assay_clause *clause = assay_clause_find(word);
    const assay_folded_clause *folded = assay_folded_clause_find(word);
    if (clause != NULL)
        return explain_clause(clause);
    if (folded != NULL)
        return explain_folded(folded);
    if (check == NULL)
        return unknown(word);
    explain_check(check);
    return 0;
}
