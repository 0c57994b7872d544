/* The forms of clauses by connectors, a row each. */
#include "report/cover_forms.h"

#include <string.h>

const assay_cover_form assay_cover_forms[] = {
    {"text", assay_cover_text, "clause after clause, with the reasons"},
    {"html", assay_cover_html, "a table, one page"},
    {"csv", assay_cover_csv, "the same, for a spreadsheet"},
    {"markdown", assay_cover_markdown, "the same, for a page of documentation"},
    {"json", assay_cover_json, "all of it"},
};
const size_t assay_cover_form_count = sizeof assay_cover_forms / sizeof *assay_cover_forms;

const assay_cover_form *assay_cover_form_find(const char *name)
{
    for (size_t i = 0; i < assay_cover_form_count; i++)
        if (strcmp(assay_cover_forms[i].name, name) == 0)
            return &assay_cover_forms[i];
    return NULL;
}
