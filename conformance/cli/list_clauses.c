/* assay list --clauses: the catalogue by state. */
#include "cli/list_clauses.h"

#include "checks/checks.h"
#include "checks/clause_state.h"
#include <jansson.h>
#include <stdio.h>

static void print_checks(const char *clause)
{
    const assay_check *check;
    for (size_t next = 0; (check = assay_check_about(clause, &next)) != NULL;)
        printf(" %s", check->id);
}

static void print_clause(const assay_clause *clause, assay_clause_state state)
{
    const assay_unchecked_clause *unchecked = assay_unchecked_clause_find(clause->id);
    printf("%-10s %-12s %-6s", assay_clause_state_name(state), clause->id, clause->level);
    if (unchecked != NULL)
        printf(" %s", unchecked->reason);
    else
        print_checks(clause->id);
    putchar('\n');
}

static size_t print_state(const assay_selection *selection, assay_clause_state state)
{
    const assay_clause *clause;
    size_t count = 0;
    for (size_t i = 0; (clause = assay_clause_number(i)) != NULL; i++) {
        if (assay_clause_state_of(clause) != state ||
            !assay_selection_has(selection, NULL, clause->id))
            continue;
        print_clause(clause, state);
        count++;
    }
    return count;
}

static size_t print_folded(const assay_selection *selection)
{
    size_t count = 0;
    for (size_t i = 0; i < assay_folded_clause_count; i++) {
        const assay_folded_clause *folded = &assay_folded_clauses[i];
        if (!assay_selection_has(selection, NULL, folded->id))
            continue;
        printf("%-10s %-12s %-6s %s%s%s\n", folded->within[0] != '\0' ? "within" : "no-place",
               folded->id, "", folded->within, folded->within[0] != '\0' ? ": " : "",
               folded->reason);
        count++;
    }
    return count;
}

size_t assay_list_clauses_text(const assay_selection *selection)
{
    size_t count = 0;
    for (int state = 0; state < ASSAY_CLAUSE_STATES; state++)
        count += print_state(selection, (assay_clause_state)state);
    return count + print_folded(selection);
}

static json_t *checks_of(const char *clause)
{
    json_t *list = json_array();
    const assay_check *check;
    for (size_t next = 0; (check = assay_check_about(clause, &next)) != NULL;)
        json_array_append_new(list, json_string(check->id));
    return list;
}

static json_t *clause_value(const assay_clause *clause)
{
    const assay_unchecked_clause *unchecked = assay_unchecked_clause_find(clause->id);
    assay_clause_state state = assay_clause_state_of(clause);
    return json_pack("{s:s s:s s:s s:s s:s s:s s:s s:s* s:o}", "id", clause->id, "state",
                     assay_clause_state_name(state), "level", clause->level, "text", clause->text,
                     "origin", clause->origin, "why", clause->why, "since", clause->since, "reason",
                     unchecked != NULL ? unchecked->reason : NULL, "checks", checks_of(clause->id));
}

static json_t *folded_value(const assay_folded_clause *folded)
{
    return json_pack("{s:s s:s s:s s:s}", "id", folded->id, "state",
                     folded->within[0] != '\0' ? "within" : "no-place", "within", folded->within,
                     "reason", folded->reason);
}

static json_t *list_all(const assay_selection *selection)
{
    json_t *list = json_array();
    const assay_clause *clause;
    for (size_t i = 0; (clause = assay_clause_number(i)) != NULL; i++)
        if (assay_selection_has(selection, NULL, clause->id))
            json_array_append_new(list, clause_value(clause));
    for (size_t i = 0; i < assay_folded_clause_count; i++)
        if (assay_selection_has(selection, NULL, assay_folded_clauses[i].id))
            json_array_append_new(list, folded_value(&assay_folded_clauses[i]));
    return list;
}

size_t assay_list_clauses_json(const assay_selection *selection)
{
    json_t *list = list_all(selection);
    size_t count = json_array_size(list);
    json_dumpf(list, stdout, JSON_INDENT(2));
    fputc('\n', stdout);
    json_decref(list);
    return count;
}
