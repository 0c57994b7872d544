/* What the library offers. */
#include "gzip.h"

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "gzip",
    .version = ASSAY_VERSION,
    .open_source = gzip_open_source,
    .decode_source = gzip_decode_source,
    .open_sink = gzip_open_sink,
    .decode_sink = gzip_decode_sink,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
