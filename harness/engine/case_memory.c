/* Memory, for code inside a case. */
#include "engine/case_private.h"

#include "engine/memory.h"
#include "engine/runtime.h"

bool assay_case_memory_visible(const assay_case *c)
{
    (void)c;
    return !assay_runtime_present() && assay_memory_announced();
}

void assay_case_memory_watch(assay_case *c)
{
    if (assay_runtime_present())
        assay_case_skip(c, "calls for memory go to the runtime of a sanitizer");
    if (!assay_memory_announced())
        assay_case_skip(c, "this program does not see calls for memory: assay run does");
    assay_memory_watch();
}

void assay_case_memory_refuse(assay_case *c, uint64_t n)
{
    if (n > 0)
        assay_tape_mark(&c->tape, ASSAY_TAPE_TAMPER, 0, 0);
    c->starved = ASSAY_OK;
    assay_memory_refuse(n);
}

bool assay_case_memory_refused(const assay_case *c)
{
    (void)c;
    return assay_memory_refused();
}

assay_status assay_case_memory_starved(const assay_case *c)
{
    return c->starved;
}

uint64_t assay_case_memory_asked(const assay_case *c)
{
    (void)c;
    return assay_memory_asked();
}

bool assay_case_memory_living(const assay_case *c, uint64_t *pieces)
{
    (void)c;
    return assay_memory_living(pieces);
}
