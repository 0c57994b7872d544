#include "host/look.h"

#include "engine/call.h"

#include <assay/toolkit/codec.h>
#include <string.h>

/* Of a name that is too long to be one, the beginning. */
enum { NAME_LIMIT = 200 };

static void give_text(assay_case *c, const char *text)
{
    assay_case_give(c, (assay_bytes){text, strnlen(text, NAME_LIMIT)});
}

/* Names first: they are there even if the connector dies over its data. */
static void look(assay_case *c)
{
    uint32_t offered = 0;
    assay_driven_source source;

    give_text(c, assay_case_connector(c)->name);
    give_text(c, assay_case_connector(c)->version);
    if (assay_case_scenario(c)->kind == ASSAY_KIND_SOURCE && assay_case_datasets(c) > 0 &&
        assay_call_open(c, assay_case_largest(c), &source) == ASSAY_OK) {
        offered = assay_call_abilities(c, source);
        assay_call_release(c, &source);
    }
    assay_case_give(c, (assay_bytes){&offered, sizeof(offered)});
}

const assay_check assay_look_check = {
    .id = "host.look",
    .clauses = "",
    .in_case = look,
    .done = "loads the library and asks what it offers",
    .cause = "the library is no connector",
};

static char *copy_of(assay_bytes text)
{
    return strndup(text.data != NULL ? text.data : "", text.size);
}

assay_status assay_look_take(assay_bytes given, assay_look *look_)
{
    assay_decoder from = {given, false};
    assay_bytes name = assay_take_bytes(&from);
    assay_bytes version = assay_take_bytes(&from);
    assay_bytes offered = assay_take_bytes(&from);

    look_->name = copy_of(name);
    look_->version = copy_of(version);
    look_->offered = 0;
    if (offered.size == sizeof(look_->offered))
        memcpy(&look_->offered, offered.data, sizeof(look_->offered));
    return look_->name != NULL && look_->version != NULL ? ASSAY_OK : ASSAY_MEMORY;
}
