#ifndef ASSAY_TOOLKIT_WRAP_HANDLE_H
#define ASSAY_TOOLKIT_WRAP_HANDLE_H

#include <assay/toolkit/wrap.h>

/* What the files of wrap share. */

/* Take inner over, also when they fail. */
assay_status assay_wrap_source_new(const assay_wrap *wrap, assay_source *inner,
                                   assay_source **source) ASSAY_MUST_USE;
assay_status assay_wrap_sink_new(const assay_wrap *wrap, assay_sink *inner,
                                 assay_sink **sink) ASSAY_MUST_USE;

/* A reader looks back at its source, which is freed with the last that does. join gives the wrap.
 */
const assay_wrap *assay_wrap_source_join(assay_source *self);
void assay_wrap_source_leave(assay_source *self);

/* A row says which table stands for an inner ability. */
typedef struct wrapped_ability {
    const char *name;
    const void *(*table)(const void *inner);
} wrapped_ability;
const void *assay_wrap_pick(const wrapped_ability *rows, size_t count, const char *ability,
                            const void *inner);

#endif
