/* The page: what stands around its sections, and in which order these come. */
#include "report/html.h"

#include "report/html_parts.h"
#include "report/html_put.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

const assay_page_section assay_page_sections[] = {
    {"problems", "Problems", true, assay_page_count_problems, assay_page_write_problems},
    {"families", "Families", false, assay_page_count_scenarios, assay_page_write_families},
    {"failures", "Failures", true, assay_page_count_failures, assay_page_write_failures},
    {"previews", "Failing previews", true, assay_page_count_previews, assay_page_write_previews},
    {"known", "Known failures", true, assay_page_count_known, assay_page_write_known},
    {"saved", "Saved failures", true, assay_page_count_saved, assay_page_write_saved},
    {"unproven", "Not proven", true, assay_page_count_unproven, assay_page_write_unproven},
    {"left", "Left behind", true, assay_page_count_left, assay_page_write_left},
    {"scenarios", "Scenarios", true, assay_page_count_scenarios, assay_page_write_scenarios},
    {"slowest", "Slowest checks", false, assay_page_count_slowest, assay_page_write_slowest},
    {"checks", "All checks", true, assay_page_count_checks, assay_page_write_checks},
};
const size_t assay_page_section_count = sizeof assay_page_sections / sizeof *assay_page_sections;

assay_place assay_page_place(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    if (state == ASSAY_STATE_KNOWN)
        return ASSAY_PLACE_KNOWN;
    if (!assay_state_bad(state))
        return ASSAY_PLACE_NONE;
    return item->preview ? ASSAY_PLACE_PREVIEWS : ASSAY_PLACE_FAILURES;
}

static void write_lines(FILE *to, const char *const *lines)
{
    for (; *lines != NULL; lines++)
        fprintf(to, "%s\n", *lines);
}

static void write_title(const assay_page *self)
{
    fputs("<title>", self->to);
    assay_page_outcome(self->to, self->run);
    fputs(": ", self->to);
    if (self->run->scenario_count > 0)
        assay_html_text(self->to, self->run->scenarios[0].scenario->connector);
    fputs(", judged by assay</title>\n", self->to);
}

static void write_head(const assay_page *self)
{
    FILE *to = self->to;
    fprintf(to,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n"
            "<link rel=\"icon\" href=\"data:,\">\n",
            assay_page_policy);
    write_title(self);
    fputs("<style>", to);
    write_lines(to, assay_page_style);
    fputs("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the results</a>\n", to);
    assay_html_symbols(to);
}

static void write_way(const assay_page *self)
{
    FILE *to = self->to;
    fputs("<nav aria-label=\"Sections\"><ul>\n", to);
    for (size_t i = 0; i < assay_page_section_count; i++) {
        const assay_page_section *section = &assay_page_sections[i];
        size_t count = section->count(self);
        if (count == 0)
            continue;
        fprintf(to, "<li><a href=\"#%s\">%s", section->id, section->title);
        if (section->counted)
            fprintf(to, "<span class=\"n\">%zu</span>", count);
        fputs("</a></li>\n", to);
    }
    fputs("</ul></nav>\n", to);
}

static void write_sections(const assay_page *self)
{
    FILE *to = self->to;
    fputs("<main id=\"main\">\n", to);
    for (size_t i = 0; i < assay_page_section_count; i++) {
        const assay_page_section *section = &assay_page_sections[i];
        if (section->count(self) == 0)
            continue;
        fprintf(to, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">%s</h2>\n",
                section->id, section->id, section->id, section->title);
        section->write(self);
        fputs("</section>\n", to);
    }
    fputs("</main>\n", to);
}

static void write_foot(const assay_page *self)
{
    FILE *to = self->to;
    fputs("<footer><p>Written by assay ", to);
    assay_html_text(to, self->run->version != NULL ? self->run->version : "");
    fputs(". This page stands alone: it loads nothing, and its script only filters, folds and "
          "copies. <code>assay explain CLAUSE</code> says more of a clause.</p></footer>\n<script>",
          to);
    write_lines(to, assay_page_script);
    fputs("</script>\n</body>\n</html>\n", to);
}

assay_status assay_html_write(FILE *to, const assay_run *run, assay_error *error)
{
    assay_page page;
    ASSAY_TRY(assay_page_init(&page, to, run, error));
    write_head(&page);
    assay_page_top(&page);
    write_way(&page);
    write_sections(&page);
    write_foot(&page);
    assay_page_clear(&page);
    return ASSAY_OK;
}
