/* What sinks and writers leave behind in their process. */
#include "checks/account.h"
#include "checks/sink_checks.h"

static void write_once(assay_case *c, void *argument)
{
    uint64_t *round = argument;
    assay_write_and_leave(c, (*round)++);
}

void assay_check_sink_heap_slope(assay_case *c)
{
    uint64_t round = 0;
    assay_account_heap(c, write_once, &round);
}

void assay_check_sink_threads(assay_case *c)
{
    assay_write_and_leave(c, 0); /* what a library starts once is its own */
    uint64_t before = assay_case_threads(c);
    for (uint64_t round = 1; round <= 3; round++)
        assay_write_and_leave(c, round);
    uint64_t after = assay_case_threads(c);
    assay_case_expect(c, after <= before, "writers and sinks end the threads that they start",
                      "%llu threads after three more writes, before them %llu",
                      (unsigned long long)after, (unsigned long long)before);
}

static void write_some(assay_case *c)
{
    const assay_account_order *order = assay_case_argument(c);
    for (uint64_t i = 0; i < order->count; i++)
        assay_write_and_leave(c, order->first + i);
}

void assay_check_sink_processes(assay_exam *x)
{
    assay_account_processes(x, write_some);
}

void assay_check_sink_surroundings(assay_exam *x)
{
    assay_account_surroundings(x, write_some);
}
