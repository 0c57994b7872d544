#include "coverage/cobertura.h"

#include "report/escape.h"
#include <assay/version.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The folder of a path as it is shown: its first bytes. */
static size_t folder_size(const char *shown)
{
    const char *slash = strrchr(shown, '/');
    return slash != NULL ? (size_t)(slash - shown) : 0;
}

static bool same_folder(const assay_coverage *coverage, size_t a, size_t b)
{
    const char *one = assay_coverage_shown(coverage, coverage->files[a].path);
    const char *other = assay_coverage_shown(coverage, coverage->files[b].path);
    size_t size = folder_size(one);
    return size == folder_size(other) && memcmp(one, other, size) == 0;
}

static void rates(FILE *to, assay_line_sum sum)
{
    fprintf(to, " line-rate=\"%.4f\" branch-rate=\"0\"", assay_line_sum_percent(sum) / 100);
}

static void put_class(FILE *to, const assay_coverage *coverage, const assay_covered_file *file)
{
    const char *shown = assay_coverage_shown(coverage, file->path);
    const char *slash = strrchr(shown, '/');
    fputs("        <class name=\"", to);
    assay_escape_xml_attribute(to, slash != NULL ? slash + 1 : shown);
    fputs("\" filename=\"", to);
    assay_escape_xml_attribute(to, shown);
    fputc('"', to);
    rates(to, assay_covered_file_sum(file));
    fputs(" complexity=\"0\">\n          <methods/>\n          <lines>\n", to);
    for (size_t i = 0; i < file->line_count; i++)
        fprintf(to, "            <line number=\"%u\" hits=\"%" PRIu64 "\"/>\n",
                file->lines[i].number, file->lines[i].hits);
    fputs("          </lines>\n        </class>\n", to);
}

static assay_line_sum sum_folder(const assay_coverage *coverage, size_t first)
{
    assay_line_sum all = {0, 0};
    for (size_t i = first; i < coverage->file_count; i++) {
        if (!same_folder(coverage, first, i))
            continue;
        assay_line_sum one = assay_covered_file_sum(&coverage->files[i]);
        all.lines += one.lines;
        all.reached += one.reached;
    }
    return all;
}

static void put_package_name(FILE *to, const char *shown)
{
    char *name = strndup(shown, folder_size(shown));
    if (name != NULL)
        assay_escape_xml_attribute(to, name[0] != '\0' ? name : ".");
    free(name);
}

/* The package of the first file of a folder. */
static void put_package(FILE *to, const assay_coverage *coverage, size_t first)
{
    fputs("    <package name=\"", to);
    put_package_name(to, assay_coverage_shown(coverage, coverage->files[first].path));
    fputc('"', to);
    rates(to, sum_folder(coverage, first));
    fputs(" complexity=\"0\">\n      <classes>\n", to);
    for (size_t i = first; i < coverage->file_count; i++)
        if (same_folder(coverage, first, i))
            put_class(to, coverage, &coverage->files[i]);
    fputs("      </classes>\n    </package>\n", to);
}

static bool is_first_of_folder(const assay_coverage *coverage, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_folder(coverage, i, at))
            return false;
    return true;
}

void assay_coverage_cobertura(FILE *to, const assay_coverage *coverage)
{
    assay_line_sum sum = assay_coverage_sum(coverage);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE coverage SYSTEM "
          "\"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n<coverage",
          to);
    rates(to, sum);
    fprintf(to,
            " lines-covered=\"%zu\" lines-valid=\"%zu\" branches-covered=\"0\" "
            "branches-valid=\"0\" complexity=\"0\" version=\"assay %s\" timestamp=\"%" PRId64
            "\">\n  <sources>\n    <source>",
            sum.reached, sum.lines, ASSAY_VERSION, 1000 * coverage->started);
    assay_escape_xml_text(to, coverage->root, 0);
    fputs("</source>\n  </sources>\n  <packages>\n", to);
    for (size_t i = 0; i < coverage->file_count; i++)
        if (is_first_of_folder(coverage, i))
            put_package(to, coverage, i);
    fputs("  </packages>\n</coverage>\n", to);
}
