/* The families of each scenario by state. */
#include "report/html_parts.h"

#include "report/family.h"
#include "report/html_put.h"
#include <string.h>

/* The families of all scenarios, each once, as far as there is room for columns. */
enum { COLUMNS = 40 };

typedef struct grid {
    const char *ids[COLUMNS]; /* of a check; borrowed */
    size_t count;
} grid;

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* A selection can leave a scenario without any check: nothing to say about it then. */
static bool count_scenario(const assay_run *run, size_t scenario, size_t counts[ASSAY_STATES])
{
    size_t sum = 0;
    memset(counts, 0, ASSAY_STATES * sizeof(*counts));
    for (size_t i = 0; i < run->item_count; i++) {
        if (run->items[i].scenario != scenario)
            continue;
        counts[assay_run_item_state(run, &run->items[i])]++;
        sum++;
    }
    return sum > 0;
}

size_t assay_page_count_scenarios(const assay_page *self)
{
    size_t counts[ASSAY_STATES], sum = 0;
    for (size_t i = 0; i < self->run->scenario_count; i++)
        sum += count_scenario(self->run, i, counts);
    return sum;
}

static void write_part(FILE *to, const char *text, size_t size)
{
    char part[64];
    snprintf(part, sizeof(part), "%.*s", (int)(size < sizeof(part) ? size : sizeof(part) - 1),
             text);
    assay_html_text(to, part);
}

static void write_family(FILE *to, const assay_family *of)
{
    fputs("<tr><th scope=\"row\" class=\"id\">", to);
    write_part(to, of->id, assay_family_length(of->id));
    fputs("</th><td class=\"graph\">", to);
    assay_html_bar(to, of->counts);
    fputs("</td><td>", to);
    assay_html_counts(to, of->counts, true);
    if (assay_family_others_than_skipped(of) == 0 && of->one_reason && of->reason != NULL) {
        fputs("<span class=\"ex\">", to);
        assay_html_text(to, of->reason);
        fputs("</span>", to);
    }
    fputs("</td></tr>\n", to);
}

/* The families without their ability, which is named where it is called otherwise. */
static void write_undeclared(FILE *to, const assay_run *run, size_t scenario)
{
    assay_family now;
    const char *ability, *before = "<p class=\"soft\">Not declared, and so not checked: ";
    size_t size;
    for (size_t at = 0; assay_family_next(run, scenario, &at, &now);) {
        if (!assay_family_undeclared(&now, &ability, &size))
            continue;
        size_t length = assay_family_length(now.id);
        fputs(before, to);
        write_part(to, now.id, length);
        before = ", ";
        if (size == length && memcmp(ability, now.id, length) == 0)
            continue;
        fputs(" (", to);
        write_part(to, ability, size);
        fputc(')', to);
    }
    if (before[0] == ',')
        fputs("</p>\n", to);
}

static void write_families(FILE *to, const assay_run *run, size_t scenario)
{
    assay_family now;
    const char *ability;
    size_t size;
    fputs("<table><thead><tr><th scope=\"col\">Family</th><th scope=\"col\">"
          "<span class=\"hush\">Share</span></th><th scope=\"col\">Checks</th></tr></thead>"
          "<tbody>\n",
          to);
    for (size_t at = 0; assay_family_next(run, scenario, &at, &now);)
        if (!assay_family_undeclared(&now, &ability, &size))
            write_family(to, &now);
    fputs("</tbody></table>\n", to);
    write_undeclared(to, run, scenario);
}

static void write_abilities(FILE *to, const char *title, uint32_t bits)
{
    char names[512];
    assay_ability_names(bits, names, sizeof(names));
    fprintf(to, "<div class=\"wide\"><dt>%s</dt><dd>%s</dd></div>\n", title,
            names[0] != '\0' ? names : "none");
}

static void write_look(FILE *to, const assay_run_scenario *over)
{
    const assay_finding *finding = &over->look.finding;
    uint32_t surplus = over->look.offered & ~over->scenario->declared;
    if (finding->verdict == ASSAY_PASS) {
        if (surplus != 0)
            write_abilities(to, "Offered but not declared", surplus);
        return;
    }
    fputs("<div class=\"wide\"><dt>First look at the library</dt><dd>", to);
    assay_html_state(to, (assay_state)finding->verdict, NULL);
    fputs(": ", to);
    assay_html_text(to, finding->reason[0] != '\0' ? finding->reason : finding->observed);
    fputs("</dd></div>\n", to);
}

static void write_fact(FILE *to, const char *title, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    fprintf(to, "<div><dt>%s</dt><dd>", title);
    assay_html_path(to, text);
    fputs("</dd></div>\n", to);
}

static void write_facts(FILE *to, const assay_run_scenario *over)
{
    fputs("<div class=\"in\"><dl class=\"facts\">\n", to);
    write_fact(to, "Manifest", over->manifest);
    write_fact(to, "Library", over->scenario->library);
    write_fact(to, "XXH3 of the library", over->library_hash);
    write_fact(to, "Built with -fsanitize=", over->sanitizers);
    if (over->scenario->kind == ASSAY_KIND_SOURCE)
        write_abilities(to, "Abilities that are declared", over->scenario->declared);
    write_look(to, over);
    fputs("</dl></div>\n", to);
}

static bool same_family(const char *a, const char *b)
{
    size_t size = assay_family_length(a);
    return size == assay_family_length(b) && memcmp(a, b, size) == 0;
}

static size_t column_of(const grid *of, const char *id)
{
    size_t i = 0;
    while (i < of->count && !same_family(of->ids[i], id))
        i++;
    return i;
}

static void add_columns(grid *to, const assay_run *run, size_t scenario)
{
    assay_family now;
    for (size_t at = 0; assay_family_next(run, scenario, &at, &now);)
        if (column_of(to, now.id) == to->count && to->count < COLUMNS)
            to->ids[to->count++] = now.id;
}

/* What is seen first of several states. */
static assay_state worst(const size_t counts[ASSAY_STATES])
{
    static const assay_state order[] = {
        (assay_state)ASSAY_ERROR,    (assay_state)ASSAY_CRASH, (assay_state)ASSAY_FAIL,
        (assay_state)ASSAY_TIMEOUT,  ASSAY_STATE_FLAKY,        ASSAY_STATE_KNOWN,
        (assay_state)ASSAY_UNPROVEN, ASSAY_STATE_NOT_RUN,      (assay_state)ASSAY_PASS};
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        if (counts[order[i]] > 0)
            return order[i];
    return (assay_state)ASSAY_SKIPPED;
}

static void write_cell(FILE *to, const assay_family *of)
{
    assay_state state = worst(of->counts);
    fprintf(to, "<td class=\"s-%s\"><span aria-hidden=\"true\">", assay_state_name(state));
    assay_html_icon(to, state);
    if (state != (assay_state)ASSAY_SKIPPED)
        fprintf(to, "%zu", of->counts[state]);
    fputs("</span><span class=\"hush\">", to);
    assay_html_counts(to, of->counts, false);
    fputs("</span></td>", to);
}

static void write_grid_row(const assay_page *self, const grid *columns, size_t scenario)
{
    assay_family cells[COLUMNS] = {{.id = NULL}}, now;
    FILE *to = self->to;
    for (size_t at = 0; assay_family_next(self->run, scenario, &at, &now);) {
        size_t column = column_of(columns, now.id);
        if (column < columns->count)
            cells[column] = now;
    }
    fprintf(to, "<tr><th scope=\"row\"><a href=\"#o%zu\">", scenario);
    assay_html_scenario(to, self->run, scenario);
    fputs("</a></th>", to);
    for (size_t i = 0; i < columns->count; i++)
        if (cells[i].id != NULL)
            write_cell(to, &cells[i]);
        else
            fputs("<td></td>", to);
    fputs("</tr>\n", to);
}

static void write_grid(const assay_page *self)
{
    size_t counts[ASSAY_STATES];
    grid columns = {.count = 0};
    FILE *to = self->to;
    for (size_t i = 0; i < self->run->scenario_count; i++)
        add_columns(&columns, self->run, i);
    fputs("<div class=\"sheet scroll\"><table class=\"grid\"><thead><tr><th scope=\"col\">Scenario"
          "</th>",
          to);
    for (size_t i = 0; i < columns.count; i++) {
        fputs("<th scope=\"col\" class=\"up\"><span>", to);
        write_part(to, columns.ids[i], assay_family_length(columns.ids[i]));
        fputs("</span></th>", to);
    }
    fputs("</tr></thead><tbody>\n", to);
    for (size_t i = 0; i < self->run->scenario_count; i++)
        if (count_scenario(self->run, i, counts))
            write_grid_row(self, &columns, i);
    fputs(
        "</tbody></table></div>\n<p class=\"note\">A cell has the worst state of a family, and how "
        "many of its checks came to that.</p>\n",
        to);
}

static void write_scenario(const assay_page *self, size_t scenario, const size_t *counts, bool open)
{
    const assay_run_scenario *over = &self->run->scenarios[scenario];
    FILE *to = self->to;
    fprintf(to, "<details class=\"fold\" id=\"o%zu\"%s><summary><h3>", scenario,
            open ? " open" : "");
    assay_html_scenario(to, self->run, scenario);
    fputs("</h3>\n<span class=\"soft\">", to);
    assay_html_text(to, base_name(over->scenario->library));
    fputc(' ', to);
    assay_html_text(to, over->look.version != NULL ? over->look.version : "");
    fputs("</span>\n", to);
    assay_html_bar(to, counts);
    fputs("</summary>\n", to);
    if (!open) {
        fputs("<div class=\"scroll\">", to);
        write_families(to, self->run, scenario);
        fputs("</div>\n", to);
    }
    write_facts(to, over);
    fputs("</details>\n", to);
}

/* The families of the only scenario, which is written without them then. */
static void write_lone(const assay_page *self, size_t scenario)
{
    fputs("<div class=\"sheet scroll\">", self->to);
    write_families(self->to, self->run, scenario);
    fputs("</div>\n", self->to);
}

void assay_page_write_families(const assay_page *self)
{
    size_t counts[ASSAY_STATES], all = assay_page_count_scenarios(self);
    if (all > 1)
        write_grid(self);
    for (size_t i = 0; i < self->run->scenario_count && all == 1; i++)
        if (count_scenario(self->run, i, counts))
            write_lone(self, i);
}

void assay_page_write_scenarios(const assay_page *self)
{
    size_t counts[ASSAY_STATES], all = assay_page_count_scenarios(self);
    for (size_t i = 0; i < self->run->scenario_count; i++)
        if (count_scenario(self->run, i, counts))
            write_scenario(self, i, counts, all == 1);
}
