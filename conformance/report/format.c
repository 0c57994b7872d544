/* The forms of a report, a row each. */
#include "report/format.h"

#include "report/badge.h"
#include "report/github.h"
#include "report/gitlab.h"
#include "report/html.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/markdown.h"
#include "report/tap.h"
#include "report/text.h"
#include <string.h>

static assay_status write_text(FILE *to, const assay_run *run, assay_error *error)
{
    (void)error;
    assay_text_head(to, run);
    assay_text_summary(to, run, false, false);
    return ASSAY_OK;
}

static assay_status write_junit(FILE *to, const assay_run *run, assay_error *error)
{
    (void)error;
    assay_junit_write(to, run);
    return ASSAY_OK;
}

static assay_status write_badge(FILE *to, const assay_run *run, assay_error *error)
{
    (void)error;
    assay_badge_write(to, run);
    return ASSAY_OK;
}

const assay_report_format assay_report_formats[] = {
    {"text", NULL, write_text, "as on the terminal"},
    {"json", NULL, assay_json_write, "one document"},
    {"junit", "junit.xml", write_junit, "JUnit XML"},
    {"tap", NULL, assay_tap_write, "TAP version 14"},
    {"markdown", NULL, assay_markdown_write, "for a comment, or a step summary of GitHub"},
    {"github", NULL, assay_github_write, "annotations of GitHub, to be printed in a step"},
    {"gitlab", NULL, assay_gitlab_write, "Code Quality of GitLab"},
    {"badge", NULL, write_badge, "SVG, a line"},
    {"html", "report.html", assay_html_write, "a page to look at, which stands alone"},
};
const size_t assay_report_format_count = sizeof assay_report_formats / sizeof *assay_report_formats;

const assay_report_format *assay_report_format_find(const char *name)
{
    for (size_t i = 0; i < assay_report_format_count; i++)
        if (strcmp(assay_report_formats[i].name, name) == 0)
            return &assay_report_formats[i];
    return NULL;
}
