#include "checks/account.h"

enum { REPEATS = 8, MORE = 24, LITTLE = 1, MUCH = 4 };

/* The least that a repeat has added. */
static uint64_t least_growth(assay_case *c, assay_account_fn *work, void *argument, int repeats,
                             uint64_t *heap)
{
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < repeats; i++) {
        work(c, argument);
        uint64_t now = assay_case_heap(c, false);
        uint64_t grown = now > *heap ? now - *heap : 0;
        least = grown < least ? grown : least;
        *heap = now;
    }
    return least;
}

/* An allocator that keeps pieces of every size for later, as glibc's does for each thread, may grow
 * for long. Where the pieces themselves are seen, whether one is lost is not a matter of bytes. */
static bool is_lost(assay_case *c, assay_account_fn *work, void *argument, uint64_t *least,
                    uint64_t *heap)
{
    uint64_t pieces = 0;
    if (!assay_case_memory_visible(c)) {
        *least = least_growth(c, work, argument, MORE, heap);
        return *least > 0;
    }
    assay_case_memory_watch(c);
    *least = least_growth(c, work, argument, MORE, heap);
    return *least > 0 && (!assay_case_memory_living(c, &pieces) || pieces >= MORE);
}

/* What an allocator keeps for itself comes to an end; what is lost does not. */
void assay_account_heap(assay_case *c, assay_account_fn *work, void *argument)
{
    work(c, argument);
    uint64_t threads = assay_left_threads(), heap = assay_case_heap(c, false), first = heap;
    uint64_t least = least_growth(c, work, argument, REPEATS, &heap);
    assay_case_exercised(c, 0);
    if (least == 0 || !is_lost(c, work, argument, &least, &heap))
        return;
    if (assay_left_threads() > threads)
        assay_case_unproven(c, "threads are left, and their storage is no leak of memory");
    assay_case_heap(c, true);
    work(c, argument);
    assay_case_heap(c, true);
    assay_case_fail(c, "what is made and released again and again leaves no memory behind",
                    "after each of %d repeats more bytes were in use, %llu of them after the last "
                    "%d; the least was %llu bytes more",
                    REPEATS + MORE, (unsigned long long)(heap - first), REPEATS + MORE,
                    (unsigned long long)least);
}

static bool run(assay_exam *x, assay_case_fn *work, uint64_t first, uint64_t count)
{
    const assay_account_order order = {first, count};
    if (!assay_exam_isolated(x)) {
        assay_exam_unproven(x, "what a process leaves is seen from another process only");
        return false;
    }
    return assay_exam_run(x, work, &order);
}

/* One that a library needs once, and keeps, is its own. */
void assay_account_processes(assay_exam *x, assay_case_fn *work)
{
    if (!run(x, work, 0, LITTLE))
        return;
    uint32_t little = assay_exam_left(x)->processes;
    if (!run(x, work, LITTLE, MUCH))
        return;
    uint32_t much = assay_exam_left(x)->processes;
    if (much > little)
        assay_exam_fail(x, "what is closed and released leaves no process behind",
                        "%u process%s at work when all was released, %u where %d times as much was "
                        "done\n%s",
                        little, little == 1 ? "" : "es", much, MUCH, assay_exam_left(x)->text);
}

void assay_account_surroundings(assay_exam *x, assay_case_fn *work)
{
    if (!run(x, work, 0, LITTLE))
        return;
    const assay_left *left = assay_exam_left(x);
    if (left->changes > 0)
        assay_exam_fail(x, "what belongs to the whole process stays as it is", "%s", left->text);
}
