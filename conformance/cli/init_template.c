/* Makes the text of a file from its template. */
#include "cli/init_template.h"

#include <assay/version.h>
#include <string.h>

bool assay_project_is(const assay_project *project, const char *word)
{
    const struct {
        const char *word;
        bool holds;
    } kinds[] = {
        {"source", project->source},
        {"sink", project->sink},
        {"both", project->source && project->sink},
        {"lone-sink", !project->source && project->sink},
        {"bounded", project->source && !project->unbounded},
        {"unbounded", project->unbounded},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i].word, word) == 0)
            return kinds[i].holds;
    return false;
}

/* What stands at text for something else: its length and its value; 0: nothing. */
static size_t find_value(const assay_project *project, const char *text, const char **value)
{
    const struct {
        const char *mark, *value;
    } values[] = {{"@name@", project->name}, {"@version@", ASSAY_VERSION}};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        size_t size = strlen(values[i].mark);
        *value = values[i].value;
        if (strncmp(text, values[i].mark, size) == 0)
            return size;
    }
    return 0;
}

static assay_status expand_line(const assay_project *project, const char *line, assay_out *to)
{
    while (*line != '\0') {
        const char *value;
        size_t plain = strcspn(line, "@");
        ASSAY_TRY(to->append(to, line, plain));
        line += plain;
        size_t mark = find_value(project, line, &value);
        if (mark > 0)
            ASSAY_TRY(to->append(to, value, strlen(value)));
        else if (*line != '\0')
            ASSAY_TRY(to->append(to, line, 1));
        line += mark > 0 ? mark : *line != '\0';
    }
    return to->append(to, "\n", 1);
}

static assay_status expand_lines(const char *const *lines, const assay_project *project,
                                 assay_out *to)
{
    bool wanted = true;
    for (; *lines != NULL; lines++) {
        if (strncmp(*lines, "%if ", 4) == 0)
            wanted = assay_project_is(project, *lines + 4);
        else if (strcmp(*lines, "%else") == 0)
            wanted = !wanted;
        else if (strcmp(*lines, "%end") == 0)
            wanted = true;
        else if (wanted)
            ASSAY_TRY(expand_line(project, *lines, to));
    }
    return ASSAY_OK;
}

assay_status assay_template_expand(const char *name, const assay_project *project, assay_out *to)
{
    for (const assay_template *at = assay_templates; at->name != NULL; at++)
        if (strcmp(at->name, name) == 0)
            return expand_lines(at->lines, project, to);
    return ASSAY_INVALID;
}
