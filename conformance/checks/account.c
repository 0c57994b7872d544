#include "checks/account.h"

#include <stdio.h>

enum { REPEATS = 8, MORE = 24, LITTLE = 1, MUCH = 4 };

static void repeat(assay_case *c, assay_account_fn *work, void *argument, int times)
{
    for (int i = 0; i < times; i++)
        work(c, argument);
}

/* Where the pieces themselves are seen. True: more are left each time, or it is not known. */
static bool leaves_pieces(assay_case *c, assay_account_fn *work, void *argument, char what[200])
{
    uint64_t few = 0, many = 0;
    assay_case_memory_watch(c);
    repeat(c, work, argument, REPEATS);
    bool known = assay_case_memory_living(c, &few);
    if (known && few < REPEATS)
        return false;
    repeat(c, work, argument, MORE);
    known = known && assay_case_memory_living(c, &many);
    snprintf(what, 200, "%llu pieces of memory were left after %d repeats, %llu after %d",
             (unsigned long long)few, REPEATS, (unsigned long long)many, REPEATS + MORE);
    return known && many >= few + MORE;
}

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

/* Elsewhere bytes are all there is to see. What an allocator keeps for itself comes to an end; what
 * is lost does not. */
static bool leaves_bytes(assay_case *c, assay_account_fn *work, void *argument, char what[200])
{
    uint64_t heap = assay_case_heap(c, false), first = heap;
    if (least_growth(c, work, argument, REPEATS, &heap) == 0)
        return false;
    uint64_t least = least_growth(c, work, argument, MORE, &heap);
    snprintf(what, 200,
             "after each of %d repeats more bytes were in use, %llu of them after the last; the "
             "least was %llu bytes more",
             REPEATS + MORE, (unsigned long long)(heap - first), (unsigned long long)least);
    return least > 0;
}

void assay_account_heap(assay_case *c, assay_account_fn *work, void *argument)
{
    char what[200] = "";
    work(c, argument);
    uint64_t threads = assay_left_threads();
    bool visible = assay_case_memory_visible(c);
    bool lost = (visible ? leaves_pieces : leaves_bytes)(c, work, argument, what);
    assay_case_exercised(c, 0);
    if (!lost)
        return;
    if (assay_left_threads() > threads)
        assay_case_unproven(c, "threads are left, and their storage is no leak of memory");
    assay_case_heap(c, true);
    work(c, argument);
    assay_case_heap(c, true);
    assay_case_fail(c, "what is made and released again and again leaves no memory behind", "%s",
                    what);
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
