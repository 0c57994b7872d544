#include "checks/clause_state.h"
#include "checks/checks.h"
#include <string.h>

static const struct {
    const char *name, *meaning;
} states[ASSAY_CLAUSE_STATES] = {
    [ASSAY_CLAUSE_CHECKED] = {"checked", "a check tells whether it is kept"},
    [ASSAY_CLAUSE_NOT_YET] = {"not-yet", "no check is about it yet"},
    [ASSAY_CLAUSE_UNTESTABLE] = {"untestable", "nothing that can be seen tells whether it is kept"},
    [ASSAY_CLAUSE_CALLER] = {"caller", "it binds callers, which Assay is one of"},
    [ASSAY_CLAUSE_KIT] = {"kit", "it allows something, and Assay does not forbid that"},
};

const char *assay_clause_state_name(assay_clause_state state)
{
    return states[state].name;
}

const char *assay_clause_state_meaning(assay_clause_state state)
{
    return states[state].meaning;
}

bool assay_check_is_about(const assay_check *check, const char *clause)
{
    size_t size = strlen(clause);
    const char *words = check->clauses;
    while (*words != '\0') {
        size_t here = strcspn(words, " ");
        if (here == size && memcmp(words, clause, size) == 0)
            return true;
        words += here + strspn(words + here, " ");
    }
    return false;
}

const assay_check *assay_check_about(const char *clause, size_t *next)
{
    const assay_check *check;
    while ((check = assay_check_number((*next)++)) != NULL)
        if (assay_check_is_about(check, clause))
            return check;
    return NULL;
}

static bool is_checked(const char *clause)
{
    size_t next = 0;
    return assay_check_about(clause, &next) != NULL;
}

assay_clause_state assay_clause_state_of(const assay_clause *clause)
{
    static const assay_clause_state by_duty[] = {
        [ASSAY_DUTY_CALLER] = ASSAY_CLAUSE_CALLER,
        [ASSAY_DUTY_KIT] = ASSAY_CLAUSE_KIT,
        [ASSAY_DUTY_UNTESTABLE] = ASSAY_CLAUSE_UNTESTABLE,
    };
    const assay_unchecked_clause *unchecked = assay_unchecked_clause_find(clause->id);
    if (unchecked != NULL)
        return by_duty[unchecked->duty];
    return is_checked(clause->id) ? ASSAY_CLAUSE_CHECKED : ASSAY_CLAUSE_NOT_YET;
}

const assay_clause *assay_clause_number(size_t i)
{
    for (size_t table = 0; table < assay_clause_table_count; table++) {
        if (i < assay_clause_tables[table].count)
            return &assay_clause_tables[table].clauses[i];
        i -= assay_clause_tables[table].count;
    }
    return i < assay_unchecked_clause_count ? &assay_unchecked_clauses[i].clause : NULL;
}
