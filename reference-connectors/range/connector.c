/* What the library offers. */
#include "range.h"

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "range",
    .version = ASSAY_VERSION,
    .open_source = range_open_source,
    .decode_source = range_decode_source,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
