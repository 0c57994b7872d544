/* Annotations of GitHub. */
#include "report/github.h"

#include "report/outcome.h"
#include "report/plain.h"
#include "report/same.h"
#include "report/source_place.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE = 200, MESSAGE = 4000 };

static const char *data_code(char c)
{
    switch (c) {
    case '%':
        return "%25";
    case '\r':
        return "%0D";
    case '\n':
        return "%0A";
    default:
        return NULL;
    }
}

static const char *property_code(char c)
{
    return c == ':' ? "%3A" : c == ',' ? "%2C" : data_code(c);
}

static bool put_place(FILE *to, const assay_run *run, const assay_run_item *item)
{
    assay_source_place place = assay_source_place_of(run, item);
    char *path = strndup(place.path, place.path_size);
    char *plain = path != NULL ? assay_plain_line(path) : NULL;
    free(path);
    bool well = assay_plain_write(to, plain, property_code, SIZE_MAX);
    fprintf(to, ",line=%u,title=", place.line);
    return well;
}

static bool put_text(FILE *to, const char *label, const char *text)
{
    if (text[0] == '\0')
        return true;
    fputs(label, to);
    return assay_plain_write(to, assay_plain_block(text), data_code, MESSAGE);
}

static void put_same(FILE *to, const assay_run *run, const assay_run_item *item)
{
    size_t count = 0;
    const assay_run_item *at = item;
    while (assay_state_bad(assay_run_item_state(run, item)) &&
           (at = assay_item_next_same(run, item, at)) != NULL)
        count++;
    if (count > 0)
        fprintf(to, "%%0Aand %zu more check%s of the scenario show%s the same", count,
                count == 1 ? "" : "s", count == 1 ? "s" : "");
}

static bool put_item(FILE *to, const assay_run *run, const assay_run_item *item, const char *kind)
{
    fprintf(to, "::%s file=", kind);
    bool well = put_place(to, run, item) &&
                assay_plain_write(to, assay_plain_name(run, item), property_code, TITLE);
    fprintf(to, "::%s: ", assay_state_name(assay_run_item_state(run, item)));
    well = well && put_text(to, "", assay_item_message(item)) &&
           put_text(to, "%0Aexpected: ", item->finding.expected) &&
           put_text(to, "%0Aknown: ", item->known != NULL ? item->known->reason : "");
    put_same(to, run, item);
    fprintf(to, "%%0A%s %s: assay explain %s\n", assay_level_name(item->check->level),
            item->check->clauses, item->check->id);
    return well;
}

/* NULL: nothing to say. */
static const char *kind_of(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    if (assay_state_bad(state) && assay_item_shown_before(run, item))
        return NULL;
    if (state == ASSAY_STATE_KNOWN || assay_item_tolerated(run, item))
        return "warning";
    if (assay_state_bad(state) || (item->done && assay_run_item_against(run, item)))
        return "error";
    return state == (assay_state)ASSAY_UNPROVEN ? "notice" : NULL;
}

static bool put_problem(FILE *to, const assay_problem *problem)
{
    fputs("::error title=", to);
    bool well = assay_plain_write(to, assay_plain_line(problem->where), property_code, TITLE);
    fputs("::", to);
    well = well && assay_plain_write(to, assay_plain_block(problem->text), data_code, MESSAGE);
    fputc('\n', to);
    return well;
}

assay_status assay_github_write(FILE *to, const assay_run *run, assay_error *error)
{
    bool well = true;
    for (size_t i = 0; i < run->item_count && well; i++) {
        const char *kind = kind_of(run, &run->items[i]);
        well = kind == NULL || put_item(to, run, &run->items[i], kind);
    }
    for (size_t i = 0; i < run->problem_count && well; i++)
        well = put_problem(to, &run->problems[i]);
    if (strcmp(assay_outcome_word(run), "not finished") == 0)
        fprintf(to, "::error title=assay::the run did not end: %zu of %zu checks were not run\n",
                assay_outcome_count(run, ASSAY_STATE_NOT_RUN), assay_outcome_items(run));
    return well ? ASSAY_OK : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}
