/* Clauses of each connector, on a terminal. */
#include "report/cover_forms.h"

#include "report/escape.h"
#include <string.h>

enum { WIDTH = 98, LABEL = 16 };

static void put_head(FILE *to, const assay_cover *cover, size_t column)
{
    const assay_cover_column *of = &cover->columns[column];
    assay_escape_line(to, of->connector);
    fputs(of->version[0] != '\0' ? " " : "", to);
    assay_escape_line(to, of->version);
    if (of->kinds == 0) {
        fputs("  missing: there is no journal of it\n", to);
        return;
    }
    fprintf(to, "  %zu clauses", cover->row_count);
    const char *between = ": ";
    for (int state = ASSAY_COVER_STATES - 1; state >= 0; state--) {
        size_t count = assay_cover_count(cover, column, (assay_cover_state)state);
        if (count == 0)
            continue;
        fprintf(to, "%s%zu %s", between, count, assay_cover_name((assay_cover_state)state));
        between = ", ";
    }
    fputs(of->unfinished ? "; a run of it did not end\n" : "\n", to);
}

static void put_cell(FILE *to, const assay_cover_row *row, const assay_cover_cell *cell)
{
    fprintf(to, "  %-*s%-15s %-6s  ", LABEL, assay_cover_name(cell->state), row->clause,
            row->level);
    if (cell->check[0] != '\0') {
        fprintf(to, "%s over ", cell->check);
        assay_escape_line(to, cell->scenario);
        fputs(cell->reason[0] != '\0' ? ": " : "", to);
    }
    assay_escape_terminal(to, cell->reason, LABEL + 2);
    fputc('\n', to);
}

static void put_cells(FILE *to, const assay_cover *cover, size_t column, assay_cover_state state)
{
    for (size_t row = 0; row < cover->row_count; row++) {
        const assay_cover_cell *cell = assay_cover_at(cover, row, column);
        if (cell->state == state)
            put_cell(to, &cover->rows[row], cell);
    }
}

/* Whether a cell is to be told together with another one. */
static bool is_like(const assay_cover_cell *a, const assay_cover_cell *b)
{
    return a->state == b->state &&
           (a->state == ASSAY_COVER_PROVEN || strcmp(a->reason, b->reason) == 0);
}

static bool was_told(const assay_cover *cover, size_t row, size_t column)
{
    const assay_cover_cell *cell = assay_cover_at(cover, row, column);
    for (size_t before = 0; before < row; before++)
        if (is_like(assay_cover_at(cover, before, column), cell))
            return true;
    return false;
}

/* The clauses from row on that are as that one, in lines. */
static void put_ids(FILE *to, const assay_cover *cover, size_t row, size_t column)
{
    const assay_cover_cell *cell = assay_cover_at(cover, row, column);
    int used = cell->state == ASSAY_COVER_PROVEN ? LABEL + 1 : WIDTH;
    for (; row < cover->row_count; row++) {
        if (!is_like(assay_cover_at(cover, row, column), cell))
            continue;
        const char *clause = cover->rows[row].clause;
        if (used + (int)strlen(clause) + 1 > WIDTH)
            used = fprintf(to, "\n%*s", LABEL + 1, "") - 1;
        used += fprintf(to, " %s", clause);
    }
    fputc('\n', to);
}

/* The cells of a state by their reasons. */
static void put_groups(FILE *to, const assay_cover *cover, size_t column, assay_cover_state state)
{
    for (size_t row = 0; row < cover->row_count; row++) {
        const assay_cover_cell *cell = assay_cover_at(cover, row, column);
        if (cell->state != state || was_told(cover, row, column))
            continue;
        if (state == ASSAY_COVER_PROVEN) {
            fprintf(to, "  %-*s", LABEL - 1, assay_cover_name(state));
        } else {
            fprintf(to, "  %-*s", LABEL, assay_cover_name(state));
            assay_escape_terminal(to, cell->reason, LABEL + 2);
        }
        put_ids(to, cover, row, column);
    }
}

static void put_state(FILE *to, const assay_cover *cover, size_t column, assay_cover_state state)
{
    bool one_by_one =
        state == ASSAY_COVER_FAILED || state == ASSAY_COVER_KNOWN || state == ASSAY_COVER_UNPROVEN;
    if (one_by_one)
        put_cells(to, cover, column, state);
    else if (state != ASSAY_COVER_MISSING) /* the head says it */
        put_groups(to, cover, column, state);
}

assay_status assay_cover_text(FILE *to, const assay_cover *cover, assay_error *error)
{
    (void)error;
    for (size_t column = 0; column < cover->column_count; column++) {
        fputs(column > 0 ? "\n" : "", to);
        put_head(to, cover, column);
        for (int state = ASSAY_COVER_STATES - 1; state >= 0; state--)
            put_state(to, cover, column, (assay_cover_state)state);
    }
    return ASSAY_OK;
}
