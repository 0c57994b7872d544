#ifndef ASSAY_DATA_ABILITY_H
#define ASSAY_DATA_ABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The abilities of the contract as bits, with the name that manifests use. */
enum {
    ASSAY_CAN_SIZE = 1u << 0,
    ASSAY_CAN_SPLIT = 1u << 1,
    ASSAY_CAN_RANGE = 1u << 2,
    ASSAY_CAN_CHECKPOINT = 1u << 3,
    ASSAY_CAN_STREAM = 1u << 4,
    ASSAY_CAN_PROGRESS = 1u << 5,
    ASSAY_CAN_SPLIT_POINTS = 1u << 6,
    ASSAY_CAN_DYNAMIC_SPLIT = 1u << 7,
    ASSAY_CAN_SPLIT_AT = 1u << 8,
    ASSAY_CAN_CURRENT_SOURCE = 1u << 9,
    ASSAY_CAN_POSITION = 1u << 10
};

typedef struct assay_ability {
    uint32_t bit;
    bool of_reader;   /* asked of a reader, otherwise of a source */
    const char *name; /* "size" */
    const char *id;   /* "assay.size/0" */
} assay_ability;

extern const assay_ability assay_abilities[];
extern const size_t assay_ability_count;

/* The bit of a name, or 0. */
uint32_t assay_ability_bit(const char *name);
/* Writes the names of the bits, separated by a blank; always NUL-terminated. */
void assay_ability_names(uint32_t bits, char *to, size_t size);

#endif
