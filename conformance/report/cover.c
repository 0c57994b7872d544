/* What runs have shown of each clause. */
#include "report/cover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *assay_cover_name(assay_cover_state state)
{
    static const char *const names[ASSAY_COVER_STATES] = {
        [ASSAY_COVER_UNCHECKED] = "not checked", [ASSAY_COVER_FOREIGN] = "not applicable",
        [ASSAY_COVER_UNPROVEN] = "unproven",     [ASSAY_COVER_PROVEN] = "proven",
        [ASSAY_COVER_KNOWN] = "known to fail",   [ASSAY_COVER_FAILED] = "failed",
        [ASSAY_COVER_MISSING] = "missing",
    };
    return names[state];
}

static assay_status grow(void **items, size_t count, size_t size)
{
    void *more = reallocarray(*items, count + 1, size);
    if (more == NULL)
        return ASSAY_MEMORY;
    *items = more;
    return ASSAY_OK;
}

static size_t find_row(const assay_cover *self, const char *clause, size_t size)
{
    size_t i = 0;
    while (i < self->row_count &&
           (strncmp(self->rows[i].clause, clause, size) != 0 || self->rows[i].clause[size] != '\0'))
        i++;
    return i;
}

static assay_status add_row(assay_cover *self, const char *clause, size_t size, const char *level,
                            const char *text)
{
    ASSAY_TRY(grow((void **)&self->rows, self->row_count, sizeof(*self->rows)));
    assay_cover_row *row = &self->rows[self->row_count++];
    *row = (assay_cover_row){.level = level, .text = text};
    snprintf(row->clause, sizeof(row->clause), "%.*s", (int)size, clause);
    return ASSAY_OK;
}

static assay_status add_catalogue(assay_cover *self)
{
    for (size_t t = 0; t < assay_clause_table_count; t++)
        for (size_t i = 0; i < assay_clause_tables[t].count; i++) {
            const assay_clause *clause = &assay_clause_tables[t].clauses[i];
            ASSAY_TRY(add_row(self, clause->id, strlen(clause->id), clause->level, clause->text));
        }
    return ASSAY_OK;
}

static const char *version_of(const assay_run_scenario *over)
{
    return over->look.version != NULL ? over->look.version : "";
}

static size_t find_column(const assay_cover *self, const char *connector, const char *version)
{
    size_t i = 0;
    while (i < self->column_count && (strcmp(self->columns[i].connector, connector) != 0 ||
                                      strcmp(self->columns[i].version, version) != 0))
        i++;
    return i;
}

static assay_status add_column(assay_cover *self, assay_cover_column column)
{
    ASSAY_TRY(grow((void **)&self->columns, self->column_count, sizeof(column)));
    self->columns[self->column_count++] = column;
    return ASSAY_OK;
}

static assay_status add_columns(assay_cover *self, const assay_cover_input *input,
                                const assay_run *run)
{
    for (size_t i = 0; i < run->scenario_count; i++) {
        const assay_run_scenario *over = &run->scenarios[i];
        const char *connector = over->scenario->connector, *version = version_of(over);
        if (input->wanted != NULL && !input->wanted(input->context, connector))
            continue;
        size_t at = find_column(self, connector, version);
        if (at == self->column_count)
            ASSAY_TRY(add_column(self, (assay_cover_column){connector, version, 0, false}));
        self->columns[at].kinds |= 1u << over->scenario->kind;
        self->columns[at].unfinished |= run->cut || run->ended_by != 0;
    }
    return ASSAY_OK;
}

static assay_status add_expected(assay_cover *self, const char *connector)
{
    for (size_t i = 0; i < self->column_count; i++)
        if (strcmp(self->columns[i].connector, connector) == 0)
            return ASSAY_OK;
    return add_column(self, (assay_cover_column){connector, "", 0, false});
}

static int by_name(const void *a, const void *b)
{
    const assay_cover_column *one = a, *other = b;
    int order = strcmp(one->connector, other->connector);
    return order != 0 ? order : strverscmp(one->version, other->version);
}

static assay_cover_state state_of(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    if (state == ASSAY_STATE_KNOWN)
        return ASSAY_COVER_KNOWN;
    if (state == (assay_state)ASSAY_PASS)
        return ASSAY_COVER_PROVEN;
    if (state == (assay_state)ASSAY_UNPROVEN)
        return ASSAY_COVER_UNPROVEN;
    if (item->foreign)
        return ASSAY_COVER_FOREIGN;
    bool failed = assay_state_bad(state) && state != (assay_state)ASSAY_ERROR;
    return failed ? ASSAY_COVER_FAILED : ASSAY_COVER_UNCHECKED;
}

static const char *reason_of(const assay_run *run, const assay_run_item *item)
{
    if (assay_run_item_state(run, item) == ASSAY_STATE_KNOWN)
        return item->known->reason;
    if (!item->done)
        return "the run ended before, or it is another shard's";
    bool observed = item->finding.observed[0] != '\0';
    return observed ? item->finding.observed : item->finding.reason;
}

static void count(assay_cover_cell *cell, const assay_run *run, const assay_run_item *item)
{
    assay_cover_state state = state_of(run, item);
    cell->items[state]++;
    if (state < cell->state || (state == cell->state && cell->check[0] != '\0'))
        return;
    cell->state = state;
    cell->reason = state == ASSAY_COVER_PROVEN ? "" : reason_of(run, item);
    cell->check = item->check->id;
    cell->scenario = run->scenarios[item->scenario].scenario->name;
}

static void each_clause(assay_cover *self, const assay_run *run, const assay_run_item *item,
                        size_t column)
{
    const char *at = item->check->clauses;
    for (at += strspn(at, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t size = strcspn(at, " "), row = find_row(self, at, size);
        if (row < self->row_count)
            count(&self->cells[row * self->column_count + column], run, item);
        at += size;
    }
}

/* What the catalogue lacks is of another version; it comes behind. */
static assay_status add_unknown_rows(assay_cover *self, const char *clauses)
{
    for (clauses += strspn(clauses, " "); *clauses != '\0'; clauses += strspn(clauses, " ")) {
        size_t size = strcspn(clauses, " ");
        if (size < sizeof(self->rows->clause) && find_row(self, clauses, size) == self->row_count)
            ASSAY_TRY(add_row(self, clauses, size, "", ""));
        clauses += size;
    }
    return ASSAY_OK;
}

static assay_status add_run(assay_cover *self, const assay_cover_input *input, const assay_run *run)
{
    ASSAY_TRY(add_columns(self, input, run));
    for (size_t i = 0; i < run->item_count; i++)
        ASSAY_TRY(add_unknown_rows(self, run->items[i].check->clauses));
    return ASSAY_OK;
}

static void fill_run(assay_cover *self, const assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++) {
        const assay_run_item *item = &run->items[i];
        const assay_run_scenario *over = &run->scenarios[item->scenario];
        size_t column = find_column(self, over->scenario->connector, version_of(over));
        if (!item->preview && column < self->column_count)
            each_clause(self, run, item, column);
    }
}

/* What no item of any run has touched. */
static void fill_rest(assay_cover *self, const assay_cover_input *input)
{
    for (size_t i = 0; i < self->row_count * self->column_count; i++) {
        assay_cover_cell *cell = &self->cells[i];
        const assay_cover_column *column = &self->columns[i % self->column_count];
        unsigned kinds = input->kinds_of(self->rows[i / self->column_count].clause);
        if (cell->check[0] != '\0')
            continue;
        cell->state = column->kinds == 0                           ? ASSAY_COVER_MISSING
                      : kinds != 0 && (kinds & column->kinds) == 0 ? ASSAY_COVER_FOREIGN
                                                                   : ASSAY_COVER_UNCHECKED;
        cell->reason = column->kinds == 0                   ? "there is no journal of it"
                       : kinds == 0                         ? "there is no check of it"
                       : cell->state == ASSAY_COVER_FOREIGN ? "it is of another kind"
                                                            : "no check of it was selected";
    }
}

static assay_status make(assay_cover *self, const assay_cover_input *input)
{
    static const assay_cover_cell empty = {.reason = "", .check = "", .scenario = ""};
    ASSAY_TRY(add_catalogue(self));
    for (size_t i = 0; i < input->run_count; i++)
        ASSAY_TRY(add_run(self, input, input->runs[i]));
    for (size_t i = 0; i < input->expected_count; i++)
        ASSAY_TRY(add_expected(self, input->expected[i]));
    if (self->column_count > 0)
        qsort(self->columns, self->column_count, sizeof(*self->columns), by_name);
    size_t count = self->row_count * self->column_count;
    self->cells = calloc(count + 1, sizeof(*self->cells));
    if (self->cells == NULL)
        return ASSAY_MEMORY;
    for (size_t i = 0; i < count; i++)
        self->cells[i] = empty;
    for (size_t i = 0; i < input->run_count; i++)
        fill_run(self, input->runs[i]);
    fill_rest(self, input);
    return ASSAY_OK;
}

assay_status assay_cover_make(assay_cover *self, const assay_cover_input *input)
{
    memset(self, 0, sizeof(*self));
    assay_status status = make(self, input);
    if (status != ASSAY_OK)
        assay_cover_clear(self);
    return status;
}

void assay_cover_clear(assay_cover *self)
{
    free(self->rows);
    free(self->columns);
    free(self->cells);
    memset(self, 0, sizeof(*self));
}

const assay_cover_cell *assay_cover_at(const assay_cover *self, size_t row, size_t column)
{
    return &self->cells[row * self->column_count + column];
}

size_t assay_cover_count(const assay_cover *self, size_t column, assay_cover_state state)
{
    size_t sum = 0;
    for (size_t row = 0; row < self->row_count; row++)
        sum += assay_cover_at(self, row, column)->state == state;
    return sum;
}
