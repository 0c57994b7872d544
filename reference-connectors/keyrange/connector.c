/* What the library offers. */
#include "keyrange.h"

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "keyrange",
    .version = ASSAY_VERSION,
    .open_source = keyrange_open_source,
    .decode_source = keyrange_decode_source,
    .open_sink = keyrange_open_sink,
    .decode_sink = keyrange_decode_sink,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
