/* What the library offers. */
#include "bgzf.h"

static const assay_connector connector = {
    .struct_size = sizeof(connector),
    .contract = ASSAY_CONTRACT_VERSION,
    .name = "bgzf",
    .version = ASSAY_VERSION,
    .open_source = bgzf_open_source,
    .decode_source = bgzf_decode_source,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
