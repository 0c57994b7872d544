#ifndef ASSAY_DATA_RANDOM_H
#define ASSAY_DATA_RANDOM_H

#include <stdint.h>

/* splitmix64: small, good enough for test data, and a bijection of its state. */
typedef struct assay_random {
    uint64_t state;
} assay_random;

static inline uint64_t assay_random_next(assay_random *self)
{
    uint64_t z = self->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* 0 to below, which is not 0. */
static inline uint64_t assay_random_below(assay_random *self, uint64_t below)
{
    return assay_random_next(self) % below;
}

#endif
