#include "engine/pending.h"

assay_pending *assay_pending_find(assay_pending_list *self, pid_t thread)
{
    for (size_t i = 0; i < ASSAY_PENDING_ROOM; i++)
        if (self->items[i].thread == thread)
            return &self->items[i];
    return NULL;
}

assay_pending *assay_pending_add(assay_pending_list *self, pid_t thread, assay_tamper_how how)
{
    assay_pending *made = assay_pending_find(self, 0);

    if (made != NULL)
        *made = (assay_pending){.thread = thread, .how = how};
    return made;
}
