#include "checks/memory.h"

#include <assay/toolkit/error.h>
#include <string.h>

/* Where there are many calls, or much data, each run takes its time, too: fewer runs then. */
enum { MANY = 250, MUCH = 5000, FIRST_OF_MANY = 16, SOME_OF_MANY = 24, SOME_OF_MUCH = 4 };
enum { PATIENCE = 4, PIECE_SIZE = 8 };

void assay_hunger_give(assay_case *c, const assay_hunger *self)
{
    assay_case_give(c, (assay_bytes){self, sizeof(*self)});
}

bool assay_hunger_take(assay_bytes *given, assay_hunger *to)
{
    size_t size = PIECE_SIZE + sizeof(*to);

    if (given->size < size)
        return false;
    given->size -= size;
    memcpy(to, (const char *)given->data + given->size + PIECE_SIZE, sizeof(*to));
    return true;
}

void assay_hunger_expect_told(assay_case *c)
{
    assay_status told = assay_case_memory_starved(c);

    assay_case_expect(c, told != ASSAY_CORRUPT && told != ASSAY_INVALID && told != ASSAY_STATE,
                      "a call that gets no memory answers MEMORY or IO: nothing else is wrong",
                      "%s", assay_status_name(told));
}

void assay_hunger_expect_given_back(assay_case *c, const assay_hunger *usual,
                                    void (*again)(assay_case *c))
{
    uint64_t living = 0;

    for (int i = 0; i < PATIENCE; i++) {
        if (!usual->counted || !assay_case_memory_living(c, &living) || living <= usual->living)
            return;
        again(c);
    }
    assay_case_fail(c, "what got no memory gives back what it has",
                    "%llu pieces are left when everything is released, where it is %llu otherwise",
                    (unsigned long long)living, (unsigned long long)usual->living);
}

static bool refuse(assay_exam *x, uint64_t n, assay_hunger_fn *one, void *self)
{
    if (!assay_exam_turn(x))
        return true;
    assay_exam_exercised(x, ASSAY_HUNGER_REFUSED);
    assay_exam_before(x, "call %llu for memory was refused", (unsigned long long)n);
    return one(self, n);
}

void assay_hunger_sweep(assay_exam *x, uint64_t calls, uint64_t records, assay_hunger_fn *one,
                        void *self)
{
    bool much = records > MUCH;
    bool all = assay_exam_tier(x) == ASSAY_EXHAUSTIVE || (calls <= MANY && !much);
    uint64_t first = much ? SOME_OF_MUCH : FIRST_OF_MANY;
    uint64_t wanted = much ? SOME_OF_MUCH : SOME_OF_MANY;

    for (uint64_t n = 1; n <= calls; n++) {
        bool taken = all || n <= first;
        if (!taken) {
            taken = assay_exam_random(x, calls - n + 1) < wanted;
            wanted -= taken;
        }
        if (!taken)
            assay_exam_exercised(x, ASSAY_HUNGER_LEFT_OUT);
        else if (!refuse(x, n, one, self))
            return;
    }
}
