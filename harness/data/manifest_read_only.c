/* What of a manifest is left when nothing may be written to a store. */
#include "data/manifest.h"

/* Why a scenario would write; NULL: it would not. */
static const char *reason_of(const assay_manifest *self, size_t scenario)
{
    const assay_data_plan *plan = &self->data[scenario];
    if (self->hooks.setup.words != NULL || plan->hooks.setup.words != NULL)
        return "read-only: 'setup' is not run";
    if (self->hooks.teardown.words != NULL || plan->hooks.teardown.words != NULL)
        return "read-only: 'teardown' is not run";
    if (plan->store.words != NULL)
        return "read-only: 'data.store' is not run";
    if (self->scenarios[scenario].readback == ASSAY_READBACK_COMMAND)
        return "read-only: the sink writes to a store that a command reads back";
    return NULL;
}

void assay_manifest_make_read_only(assay_manifest *self)
{
    self->read_only = true;
    for (size_t i = 0; i < self->scenario_count; i++) {
        self->scenarios[i].read_only = 1;
        self->data[i].held_back = reason_of(self, i);
    }
}

bool assay_data_plan_idle(const assay_data_plan *self)
{
    return self->held_back != NULL || self->unneeded;
}

bool assay_manifest_idle(const assay_manifest *self)
{
    for (size_t i = 0; i < self->scenario_count; i++)
        if (!assay_data_plan_idle(&self->data[i]))
            return false;
    return true;
}
