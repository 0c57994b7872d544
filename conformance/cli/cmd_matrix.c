/* assay matrix: connectors by clauses, from journals. */
#include "cli/verbs.h"

#include "cli/covering.h"

int assay_cmd_matrix(const assay_options *options)
{
    assay_error error = ASSAY_ERROR_INIT;
    const char *form = options->cover_form != NULL ? options->cover_form : "text";
    assay_status status = assay_covering_write(options, NULL, 0, form, &error);
    return status == ASSAY_OK ? ASSAY_EXIT_CONFORMANT : assay_complain(status, &error);
}
