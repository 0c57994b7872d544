/* What the library offers. */
#include "keyed.h"

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "keyed",
    .version = ASSAY_VERSION,
    .open_sink = keyed_open_sink,
    .decode_sink = keyed_decode_sink,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
