/* assay schema: what editors check manifests against. */
#include "cli/verbs.h"

#include "data/manifest_json_schema.h"

int assay_cmd_schema(const assay_options *options)
{
    (void)options;
    json_t *schema = assay_manifest_json_schema();
    if (schema == NULL) {
        fputs("assay: out of memory\n", stderr);
        return ASSAY_EXIT_HARNESS;
    }
    json_dumpf(schema, stdout, JSON_INDENT(2));
    fputc('\n', stdout);
    json_decref(schema);
    return 0;
}
