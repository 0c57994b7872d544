/* Mutant of: range
 * Breaks: SRC-IMM-01
 * Caught by: source.immutable fail
 * Scenarios: plain
 * May fail: dynamic-split source
 * A source notes that a reader of it was split, and says so in its description. */
#include <assay/toolkit/wrap.h>

const assay_connector *inner_connector_entry(void);

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    assay_source *inner = assay_wrap_inner_source(self);
    ASSAY_TRY(inner->ops->describe(inner, to, error));
    const bool *was_split = assay_wrap_source_room(self);
    return *was_split ? to->append(to, ", split", 7) : ASSAY_OK;
}

static assay_status split(assay_reader *self, double fraction, assay_split_result *result,
                          assay_error *error)
{
    assay_reader *inner = assay_wrap_inner_reader(self);
    const assay_dynamic_split *ability = inner->ops->query(inner, ASSAY_DYNAMIC_SPLIT);
    assay_source *source = assay_wrap_reader_source(self);
    ASSAY_TRY(ability->split(inner, fraction, result, error));
    *(bool *)assay_wrap_source_room(source) = true;
    ASSAY_TRY(assay_wrap_source(source, result->primary, &result->primary));
    return assay_wrap_source(source, result->residual, &result->residual);
}

static const assay_source_ops source_hooks = {.struct_size = sizeof(source_hooks),
                                              .describe = describe};
static const assay_dynamic_split split_hook = {.struct_size = sizeof(split_hook), .split = split};
static const assay_wrap_hooks hooks = {
    .source_room = sizeof(bool), .source = &source_hooks, .dynamic_split = &split_hook};
static const assay_wrap connector = {ASSAY_WRAP_BASE("range", ASSAY_VERSION), inner_connector_entry,
                                     &hooks};

const assay_connector *assay_connector_entry(void)
{
    return &connector.base;
}
