/* Clauses by connectors as one page that needs nothing else. */
#include "report/cover_forms.h"

#include "report/escape.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">\n<title>Assay: clauses by connectors</title>\n<style>\n"
    ":root{color-scheme:light dark;--ink:#1c2024;--soft:#60656c;--paper:#fff;--line:#d9dce0;"
    "--good:#1d6b34;--good-bg:#e3f3e7;--bad:#a11a14;--bad-bg:#fbe4e2;--odd:#7a5200;"
    "--odd-bg:#fbf0d6;--none:#f2f3f5}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e8ea;--soft:#9aa0a8;--paper:#15181b;"
    "--line:#343a40;--good:#8fd6a3;--good-bg:#173322;--bad:#ff9c94;--bad-bg:#431b18;"
    "--odd:#f0c36a;--odd-bg:#3a2c0e;--none:#1f2327}}\n"
    "body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);"
    "margin:2rem auto;padding:0 1rem;max-width:max-content}\n"
    "h1{font-size:1.4rem;margin:0 0 .3rem}p{color:var(--soft);margin:.2rem 0 1rem;"
    "max-width:60rem}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse}\n"
    "th,td{border:1px solid var(--line);padding:.25rem .55rem;text-align:center;"
    "vertical-align:top}\n"
    "thead th{position:sticky;top:0;background:var(--paper);font-weight:600}\n"
    "tbody th{text-align:left;font-weight:400;white-space:nowrap;position:sticky;left:0;"
    "background:var(--paper)}tbody th b{font-weight:600}\n"
    "td{font-size:.85rem}td small{display:block;color:var(--soft);max-width:16rem;"
    "overflow-wrap:anywhere;text-align:left}\n"
    ".proven{background:var(--good-bg);color:var(--good)}"
    ".failed,.missing{background:var(--bad-bg);color:var(--bad);font-weight:600}"
    ".failed small,.missing small{font-weight:400}\n"
    ".unproven,.known{background:var(--odd-bg);color:var(--odd)}"
    ".unchecked{color:var(--soft)}.foreign{background:var(--none);color:var(--soft)}\n"
    "@media print{thead th,tbody th{position:static}body{margin:0;font-size:9pt}"
    ".wide{overflow:visible}}\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>Clauses by connectors</h1>\n"
    "<p>What the checks of Assay have shown of each clause of the contract. Where several checks "
    "or scenarios speak of one, the worst counts; a clause is proven where one passes and none "
    "fails.</p>\n<div class=\"wide\">\n<table>\n<thead>\n<tr><th scope=\"col\">clause</th>";

static const char *class_of(assay_cover_state state)
{
    static const char *const classes[ASSAY_COVER_STATES] = {
        [ASSAY_COVER_UNCHECKED] = "unchecked", [ASSAY_COVER_FOREIGN] = "foreign",
        [ASSAY_COVER_UNPROVEN] = "unproven",   [ASSAY_COVER_PROVEN] = "proven",
        [ASSAY_COVER_KNOWN] = "known",         [ASSAY_COVER_FAILED] = "failed",
        [ASSAY_COVER_MISSING] = "missing",
    };
    return classes[state];
}

static void put_column(FILE *to, const assay_cover *cover, size_t column)
{
    const assay_cover_column *of = &cover->columns[column];
    fputs("<th scope=\"col\">", to);
    assay_escape_xml_attribute(to, of->connector);
    fputs("<br><small>", to);
    assay_escape_xml_attribute(to, of->version);
    fprintf(to, "%s</small></th>", of->unfinished ? " (did not end)" : "");
}

static bool is_told(assay_cover_state state)
{
    return state == ASSAY_COVER_FAILED || state == ASSAY_COVER_KNOWN ||
           state == ASSAY_COVER_UNPROVEN;
}

static void put_cell(FILE *to, const assay_cover_cell *cell)
{
    fprintf(to, "<td class=\"%s\">%s", class_of(cell->state), assay_cover_name(cell->state));
    if (is_told(cell->state)) {
        fprintf(to, "<small>%s: ", cell->check);
        assay_escape_xml_attribute(to, cell->reason);
        fputs("</small>", to);
    }
    fputs("</td>", to);
}

static void put_row(FILE *to, const assay_cover *cover, size_t row)
{
    const assay_cover_row *of = &cover->rows[row];
    fputs("<tr><th scope=\"row\" title=\"", to);
    assay_escape_xml_attribute(to, of->text);
    fputs("\"><b>", to);
    assay_escape_xml_attribute(to, of->clause);
    fprintf(to, "</b> %s</th>", of->level);
    for (size_t column = 0; column < cover->column_count; column++)
        put_cell(to, assay_cover_at(cover, row, column));
    fputs("</tr>\n", to);
}

static void put_sums(FILE *to, const assay_cover *cover)
{
    fputs("</tbody>\n<tfoot>\n<tr><th scope=\"row\">proven</th>", to);
    for (size_t column = 0; column < cover->column_count; column++)
        fprintf(to, "<td>%zu of %zu</td>", assay_cover_count(cover, column, ASSAY_COVER_PROVEN),
                cover->row_count - assay_cover_count(cover, column, ASSAY_COVER_FOREIGN));
    fputs("</tr>\n</tfoot>\n</table>\n</div>\n</main>\n</body>\n</html>\n", to);
}

assay_status assay_cover_html(FILE *to, const assay_cover *cover, assay_error *error)
{
    (void)error;
    fputs(head, to);
    for (size_t column = 0; column < cover->column_count; column++)
        put_column(to, cover, column);
    fputs("</tr>\n</thead>\n<tbody>\n", to);
    for (size_t row = 0; row < cover->row_count; row++)
        put_row(to, cover, row);
    put_sums(to, cover);
    return ASSAY_OK;
}
