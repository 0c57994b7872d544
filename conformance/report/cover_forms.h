#ifndef ASSAY_REPORT_COVER_FORMS_H
#define ASSAY_REPORT_COVER_FORMS_H

#include "report/cover.h"
#include <stdio.h>

/* The forms in which clauses by connectors are written. */
typedef struct assay_cover_form {
    const char *name;
    /* Whether all could be written is the stream's to say; what else goes wrong is the status. */
    assay_status (*write)(FILE *to, const assay_cover *cover, assay_error *error);
    const char *help;
} assay_cover_form;

extern const assay_cover_form assay_cover_forms[];
extern const size_t assay_cover_form_count;

const assay_cover_form *assay_cover_form_find(const char *name); /* or NULL */

assay_status assay_cover_text(FILE *to, const assay_cover *cover,
                              assay_error *error) ASSAY_MUST_USE;
assay_status assay_cover_html(FILE *to, const assay_cover *cover,
                              assay_error *error) ASSAY_MUST_USE;
assay_status assay_cover_csv(FILE *to, const assay_cover *cover, assay_error *error) ASSAY_MUST_USE;
assay_status assay_cover_json(FILE *to, const assay_cover *cover,
                              assay_error *error) ASSAY_MUST_USE;
assay_status assay_cover_markdown(FILE *to, const assay_cover *cover,
                                  assay_error *error) ASSAY_MUST_USE;

#endif
