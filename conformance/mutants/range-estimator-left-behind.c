/* Mutant of: range
 * Breaks: LIB-01
 * Caught by: life-cycle.processes fail
 * May fail: source
 * Scenarios: plain
 * An estimate is asked of a process, which goes on when it has answered. */
#include <assay/toolkit/wrap.h>
#include <unistd.h>

const assay_connector *inner_connector_entry(void);

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    assay_source *inner = assay_wrap_inner_source(self);
    const assay_size *size = inner->ops->query(inner, ASSAY_SIZE);
    pid_t estimator = fork();
    while (estimator == 0)
        pause();
    return size->estimate(inner, bytes, error);
}

static const assay_size size = {.struct_size = sizeof(size), .estimate = estimate};
static const assay_wrap_hooks hooks = {.size = &size};
static const assay_wrap connector = {ASSAY_WRAP_BASE("range", ASSAY_VERSION), inner_connector_entry,
                                     &hooks};

const assay_connector *assay_connector_entry(void)
{
    return &connector.base;
}
