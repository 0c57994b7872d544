#ifndef ASSAY_ENGINE_EXHAUSTED_H
#define ASSAY_ENGINE_EXHAUSTED_H

/* What Assay needs in the process of a case and the connector has left nothing of, "descriptor" or
 * "memory"; NULL: there is enough of everything. */
const char *assay_exhausted(void);

#endif
