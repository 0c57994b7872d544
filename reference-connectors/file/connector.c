/* What the library offers. */
#include "file.h"

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "file",
    .version = ASSAY_VERSION,
    .open_source = file_open_source,
    .decode_source = file_decode_source,
    .open_sink = file_open_sink,
    .decode_sink = file_decode_sink,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
