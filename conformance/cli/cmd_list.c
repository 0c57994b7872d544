/* assay list: every check there is, or every clause. */
#include "cli/verbs.h"

#include "checks/checks.h"
#include "cli/list_clauses.h"
#include "runner/plan.h"
#include <jansson.h>
#include <string.h>

static void print_check(const assay_check *check)
{
    char needs[512];
    assay_ability_names(check->abilities, needs, sizeof(needs));
    printf("%-44s %-6s %-10s %-7s since %-2u %s%s%s\n", check->id, assay_level_name(check->level),
           assay_tier_name(check->tier), assay_kind_name(check->kind), assay_check_since(check),
           check->clauses, needs[0] != '\0' ? "  needs " : "", needs);
}

static json_t *check_value(const assay_check *check)
{
    char needs[512];
    assay_ability_names(check->abilities, needs, sizeof(needs));
    return json_pack("{s:s s:s# s:s s:s s:s s:i s:s s:s}", "id", check->id, "family", check->id,
                     (int)assay_family_length(check->id), "level", assay_level_name(check->level),
                     "tier", assay_tier_name(check->tier), "kind", assay_kind_name(check->kind),
                     "since", (int)assay_check_since(check), "needs", needs, "clauses",
                     check->clauses);
}

/* Calls visit for each selected check until it answers false; the number of calls. */
static size_t visit_checks(const assay_selection *selection,
                           bool (*visit)(void *context, const assay_check *check), void *context)
{
    size_t count = 0;
    const assay_check *check;
    for (size_t i = 0; (check = assay_check_number(i)) != NULL; i++) {
        if (!assay_selection_has(selection, NULL, check->id))
            continue;
        count++;
        if (!visit(context, check))
            return count;
    }
    return count;
}

static bool visit_text(void *context, const assay_check *check)
{
    (void)context;
    print_check(check);
    return true;
}

static bool visit_json(void *context, const assay_check *check)
{
    return json_array_append_new(context, check_value(check)) == 0;
}

static size_t list_json(const assay_selection *selection)
{
    json_t *list = json_array();
    size_t count = visit_checks(selection, visit_json, list);
    json_dumpf(list, stdout, JSON_INDENT(2));
    fputc('\n', stdout);
    json_decref(list);
    return count;
}

int assay_cmd_list(const assay_options *options)
{
    assay_selection selection = {.patterns = options->filters, .count = options->filter_count};
    size_t count;
    if (options->clauses)
        count = options->json ? assay_list_clauses_json(&selection)
                              : assay_list_clauses_text(&selection);
    else
        count = options->json ? list_json(&selection) : visit_checks(&selection, visit_text, NULL);
    if (count > 0)
        return 0;
    fprintf(stderr, "assay: no %s matches\n", options->clauses ? "clause" : "check");
    return ASSAY_EXIT_USAGE;
}
