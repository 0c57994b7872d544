#ifndef ASSAY_CLI_INIT_TEMPLATE_H
#define ASSAY_CLI_INIT_TEMPLATE_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>

/* A file that `assay init` writes, line by line. "@name@" and "@version@" stand for the values.
 * Lines "%if WORD", "%else" and "%end" are left out; between them is what holds only for projects
 * of that kind. */
typedef struct assay_template {
    const char *name;
    const char *const *lines; /* without ends of lines; NULL ends them */
} assay_template;

extern const assay_template assay_templates[]; /* made by the build; one without name ends them */

typedef struct assay_project {
    const char *name;
    bool source, sink, unbounded;
} assay_project;

/* Whether it is of a kind: source, bounded or unbounded, sink, lone-sink, both. */
bool assay_project_is(const assay_project *project, const char *kind);

/* Appends the text of the template of that name, which must exist. */
assay_status assay_template_expand(const char *name, const assay_project *project,
                                   assay_out *to) ASSAY_MUST_USE;

#endif
