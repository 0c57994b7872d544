#include "engine/memory.h"

#include <sched.h>
#include <stdatomic.h>

enum { PLACES = 1 << 18 };

static struct {
    const assay_memory_code *own;
    size_t own_count;
    _Atomic bool watching;
    _Atomic uint32_t inside; /* calls of the contract */
    _Atomic uint64_t asked, refuse_at;
    _Atomic bool refused;
    atomic_flag lock; /* of what follows */
    bool full;
    uint64_t living;
    uintptr_t places[PLACES]; /* of what lives, by its address; 0: free */
} memory = {.lock = ATOMIC_FLAG_INIT};

void assay_memory_announce(const assay_memory_code *own, size_t count)
{
    memory.own = own;
    memory.own_count = count;
}

bool assay_memory_announced(void)
{
    return memory.own != NULL;
}

static bool is_own(const void *caller)
{
    for (size_t i = 0; i < memory.own_count; i++)
        if ((uintptr_t)caller >= memory.own[i].begin && (uintptr_t)caller < memory.own[i].end)
            return true;
    return false;
}

bool assay_memory_watched(void)
{
    return atomic_load_explicit(&memory.watching, memory_order_relaxed);
}

assay_memory_answer assay_memory_ask(const void *caller)
{
    if (!atomic_load(&memory.watching) || atomic_load(&memory.inside) == 0 || is_own(caller))
        return ASSAY_MEMORY_UNSEEN;
    uint64_t number = atomic_fetch_add(&memory.asked, 1) + 1;
    if (number != atomic_load(&memory.refuse_at))
        return ASSAY_MEMORY_SEEN;
    atomic_store(&memory.refused, true);
    return ASSAY_MEMORY_REFUSED;
}

static void lock(void)
{
    while (atomic_flag_test_and_set_explicit(&memory.lock, memory_order_acquire))
        sched_yield();
}

static void unlock(void)
{
    atomic_flag_clear_explicit(&memory.lock, memory_order_release);
}

static size_t home_of(uintptr_t address)
{
    return (size_t)(address * UINT64_C(0x9e3779b97f4a7c15) >> 32) % PLACES;
}

/* Where it is, or else the free place where it would be. */
static size_t find(uintptr_t address)
{
    size_t i = home_of(address);

    while (memory.places[i] != 0 && memory.places[i] != address)
        i = (i + 1) % PLACES;
    return i;
}

void assay_memory_note(const void *piece)
{
    if (piece == NULL || !atomic_load(&memory.watching))
        return;
    lock();
    memory.full = memory.full || memory.living >= PLACES / 2;
    if (!memory.full) {
        memory.places[find((uintptr_t)piece)] = (uintptr_t)piece;
        memory.living++;
    }
    unlock();
}

/* What stands behind it and could stand in its place moves up. */
static void take_out(size_t hole)
{
    for (size_t i = (hole + 1) % PLACES; memory.places[i] != 0; i = (i + 1) % PLACES) {
        size_t home = home_of(memory.places[i]);
        size_t to_hole = (hole - home + PLACES) % PLACES, to_here = (i - home + PLACES) % PLACES;
        if (to_hole < to_here) {
            memory.places[hole] = memory.places[i];
            hole = i;
        }
    }
    memory.places[hole] = 0;
    memory.living--;
}

bool assay_memory_forget(const void *piece)
{
    if (piece == NULL || !atomic_load(&memory.watching))
        return false;
    lock();
    size_t i = find((uintptr_t)piece);
    bool found = memory.places[i] != 0;
    if (found)
        take_out(i);
    unlock();
    return found;
}

void assay_memory_watch(void)
{
    atomic_store(&memory.asked, 0);
    atomic_store(&memory.inside, 0);
    atomic_store(&memory.watching, assay_memory_announced());
}

void assay_memory_refuse(uint64_t n)
{
    atomic_store(&memory.refused, false);
    atomic_store(&memory.asked, 0);
    atomic_store(&memory.refuse_at, n);
}

bool assay_memory_refused(void)
{
    return atomic_load(&memory.refused);
}

uint64_t assay_memory_asked(void)
{
    return atomic_load(&memory.asked);
}

bool assay_memory_living(uint64_t *pieces)
{
    lock();
    *pieces = memory.living;
    bool known = !memory.full;
    unlock();
    return known;
}

/* Watching begins between calls of the contract, never in one. */
void assay_memory_enter(void)
{
    if (assay_memory_watched())
        atomic_fetch_add(&memory.inside, 1);
}

void assay_memory_leave(void)
{
    if (assay_memory_watched())
        atomic_fetch_sub(&memory.inside, 1);
}
