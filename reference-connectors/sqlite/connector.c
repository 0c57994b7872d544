/* What the library offers. */
#include "sqlite.h"

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "sqlite",
    .version = ASSAY_VERSION,
    .open_source = sqlite_connector_open_source,
    .decode_source = sqlite_connector_decode_source,
    .open_sink = sqlite_connector_open_sink,
    .decode_sink = sqlite_connector_decode_sink,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
