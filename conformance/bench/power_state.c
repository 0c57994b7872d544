/* A state in which a loss of power may leave a disk: made, and taken up by another process. */
#include "bench/bench.h"

#include "checks/sink_power.h"

enum { ROUNDS = 20 };

static void run_states(assay_exam *x)
{
    assay_power self = ASSAY_POWER_INIT(x);
    bench_samples samples = {.count = 0};

    bool alive = assay_power_record(&self) &&
                 assay_power_enumerate(&self, assay_power_data_losses, ASSAY_POWER_DATA_LOSSES);
    for (size_t i = 0; alive && i < ROUNDS * assay_power_count(&self); i++) {
        int64_t began = bench_now();
        alive = assay_power_try(&self, assay_power_state_at(&self, i % assay_power_count(&self)));
        bench_add(&samples, began);
    }
    if (alive)
        bench_give(x, &samples);
    assay_power_clear(&self);
}

const assay_check bench_power_state = {.id = "bench.power-state", .coordinate = run_states};
