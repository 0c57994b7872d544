/* Clauses by connectors as a table, for spreadsheets and pages. */
#include "report/cover_forms.h"

#include "report/escape.h"
#include "report/plain.h"
#include "report/value.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>

static assay_status memory_unless(bool well, assay_error *error)
{
    return well ? ASSAY_OK : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

/* "name version"; the caller's, to free. NULL: out of memory. */
static char *title_of(const assay_cover_column *column)
{
    char *both = NULL;
    if (asprintf(&both, "%s%s%s", column->connector, column->version[0] != '\0' ? " " : "",
                 column->version) < 0)
        return NULL;
    char *line = assay_plain_line(both);
    free(both);
    return line;
}

static const char *csv_code(char c)
{
    return c == '"' ? "\"\"" : NULL;
}

assay_status assay_cover_csv(FILE *to, const assay_cover *cover, assay_error *error)
{
    bool well = true;
    fputs("clause,level", to);
    for (size_t column = 0; column < cover->column_count && well; column++) {
        fputs(",\"", to);
        well = assay_plain_write(to, title_of(&cover->columns[column]), csv_code, SIZE_MAX);
        fputc('"', to);
    }
    fputs("\r\n", to);
    for (size_t row = 0; row < cover->row_count; row++) {
        fprintf(to, "%s,%s", cover->rows[row].clause, cover->rows[row].level);
        for (size_t column = 0; column < cover->column_count; column++)
            fprintf(to, ",%s", assay_cover_name(assay_cover_at(cover, row, column)->state));
        fputs("\r\n", to);
    }
    return memory_unless(well, error);
}

static const char *markdown_code(char c)
{
    static const char *const codes[][2] = {{"|", "&#124;"}, {"<", "&lt;"},   {">", "&gt;"},
                                           {"&", "&amp;"},  {"*", "&#42;"},  {"_", "&#95;"},
                                           {"`", "&#96;"},  {"[", "&#91;"},  {"]", "&#93;"},
                                           {"~", "&#126;"}, {"\\", "&#92;"}, {"$", "&#36;"}};
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (codes[i][0][0] == c)
            return codes[i][1];
    return NULL;
}

static const char *mark_of(assay_cover_state state)
{
    static const char *const marks[ASSAY_COVER_STATES] = {
        [ASSAY_COVER_UNCHECKED] = "",      [ASSAY_COVER_FOREIGN] = "-",
        [ASSAY_COVER_UNPROVEN] = "?",      [ASSAY_COVER_PROVEN] = "yes",
        [ASSAY_COVER_KNOWN] = "known",     [ASSAY_COVER_FAILED] = "**NO**",
        [ASSAY_COVER_MISSING] = "missing",
    };
    return marks[state];
}

assay_status assay_cover_markdown(FILE *to, const assay_cover *cover, assay_error *error)
{
    bool well = true;
    fputs("yes: proven; **NO**: failed; ?: unproven; known: fails, as a baseline says; -: not "
          "applicable; empty: not checked; missing: no journal.\n\n| clause | level",
          to);
    for (size_t column = 0; column < cover->column_count && well; column++) {
        fputs(" | ", to);
        well = assay_plain_write(to, title_of(&cover->columns[column]), markdown_code, SIZE_MAX);
    }
    fputs(" |\n| --- | ---", to);
    for (size_t column = 0; column < cover->column_count; column++)
        fputs(" | :---:", to);
    fputs(" |\n", to);
    for (size_t row = 0; row < cover->row_count; row++) {
        fprintf(to, "| %s | %s", cover->rows[row].clause, cover->rows[row].level);
        for (size_t column = 0; column < cover->column_count; column++)
            fprintf(to, " | %s", mark_of(assay_cover_at(cover, row, column)->state));
        fputs(" |\n", to);
    }
    return memory_unless(well, error);
}

static json_t *columns_value(const assay_cover *cover)
{
    json_t *list = json_array();
    for (size_t i = 0; i < cover->column_count; i++) {
        const assay_cover_column *column = &cover->columns[i];
        if (!assay_value_append(list,
                                json_pack("{s:o s:o s:b s:b}", "connector",
                                          assay_value_text(column->connector), "version",
                                          assay_value_text(column->version), "missing",
                                          column->kinds == 0, "unfinished", column->unfinished)))
            return NULL;
    }
    return list;
}

static json_t *cell_value(const assay_cover_cell *cell)
{
    return json_pack("{s:s s:o s:s s:o s:I s:I s:I}", "state", assay_cover_name(cell->state),
                     "reason", assay_value_text(cell->reason), "check", cell->check, "scenario",
                     assay_value_text(cell->scenario), "passed",
                     (json_int_t)cell->items[ASSAY_COVER_PROVEN], "failed",
                     (json_int_t)cell->items[ASSAY_COVER_FAILED], "unproven",
                     (json_int_t)cell->items[ASSAY_COVER_UNPROVEN]);
}

static json_t *cells_value(const assay_cover *cover, size_t row)
{
    json_t *list = json_array();
    for (size_t column = 0; column < cover->column_count; column++)
        if (!assay_value_append(list, cell_value(assay_cover_at(cover, row, column))))
            return NULL;
    return list;
}

static json_t *rows_value(const assay_cover *cover)
{
    json_t *list = json_array();
    for (size_t row = 0; row < cover->row_count; row++)
        if (!assay_value_append(list,
                                json_pack("{s:s s:s s:s s:o}", "clause", cover->rows[row].clause,
                                          "level", cover->rows[row].level, "text",
                                          cover->rows[row].text, "cells", cells_value(cover, row))))
            return NULL;
    return list;
}

assay_status assay_cover_json(FILE *to, const assay_cover *cover, assay_error *error)
{
    json_t *value = json_pack("{s:s s:o s:o}", "type", "matrix", "connectors", columns_value(cover),
                              "clauses", rows_value(cover));
    if (value == NULL)
        return memory_unless(false, error);
    int failed = json_dumpf(value, to, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    json_decref(value);
    if (failed != 0 || fputc('\n', to) == EOF)
        return assay_error_set(error, ASSAY_IO, "cannot write the report");
    return ASSAY_OK;
}
