/* Mutant of: file
 * Breaks: SRC-ABIL-02
 * Caught by: sink.abilities-stay fail
 * Scenarios: sink
 * A sink gives a table for an ability that it has never heard of. */
#include <assay/toolkit/wrap.h>

const assay_connector *inner_connector_entry(void);

static const uint32_t table[4] = {sizeof(table)};

static const void *query(assay_sink *self, const char *ability)
{
    (void)self, (void)ability;
    return table;
}

static const assay_sink_ops sink_ops = {.struct_size = sizeof(sink_ops), .query = query};
static const assay_wrap_hooks hooks = {.sink = &sink_ops};

const assay_connector *assay_connector_entry(void)
{
    static const assay_wrap connector = {
        ASSAY_WRAP_BASE("file", "1"),
        inner_connector_entry,
        &hooks,
    };
    return &connector.base;
}
