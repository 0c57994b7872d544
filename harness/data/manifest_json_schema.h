#ifndef ASSAY_DATA_MANIFEST_JSON_SCHEMA_H
#define ASSAY_DATA_MANIFEST_JSON_SCHEMA_H

#include <jansson.h>

/* What a manifest may hold, from the tables of the parser, as a JSON schema of draft 2020-12, for
 * editors. What no schema can say (variables, names that must differ, files that must exist) is not
 * in it. The caller's, to release with json_decref. NULL: out of memory. */
json_t *assay_manifest_json_schema(void);

#endif
