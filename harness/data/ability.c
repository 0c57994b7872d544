/* The table of abilities: bits, names of manifests, names of the contract. */
#include "data/ability.h"

#include <assay/connector.h>
#include <string.h>

const assay_ability assay_abilities[] = {
    {ASSAY_CAN_SIZE, false, "size", ASSAY_SIZE},
    {ASSAY_CAN_SPLIT, false, "split", ASSAY_SPLIT},
    {ASSAY_CAN_RANGE, false, "range", ASSAY_RANGE},
    {ASSAY_CAN_CHECKPOINT, false, "checkpoint", ASSAY_CHECKPOINT},
    {ASSAY_CAN_STREAM, false, "stream", ASSAY_STREAM},
    {ASSAY_CAN_PROGRESS, true, "progress", ASSAY_PROGRESS},
    {ASSAY_CAN_SPLIT_POINTS, true, "split-points", ASSAY_SPLIT_POINTS},
    {ASSAY_CAN_DYNAMIC_SPLIT, true, "dynamic-split", ASSAY_DYNAMIC_SPLIT},
    {ASSAY_CAN_SPLIT_AT, true, "split-at", ASSAY_SPLIT_AT},
    {ASSAY_CAN_CURRENT_SOURCE, true, "current-source", ASSAY_CURRENT_SOURCE},
    {ASSAY_CAN_POSITION, true, "position", ASSAY_POSITION},
};
const size_t assay_ability_count = sizeof(assay_abilities) / sizeof(assay_abilities[0]);

uint32_t assay_ability_bit(const char *name)
{
    for (size_t i = 0; i < assay_ability_count; i++)
        if (strcmp(assay_abilities[i].name, name) == 0)
            return assay_abilities[i].bit;
    return 0;
}

void assay_ability_names(uint32_t bits, char *to, size_t size)
{
    size_t used = 0;
    if (size == 0)
        return;
    to[0] = '\0';
    for (size_t i = 0; i < assay_ability_count; i++) {
        const char *name = assay_abilities[i].name;
        if ((bits & assay_abilities[i].bit) == 0)
            continue;
        size_t gap = used > 0;
        if (used + gap + strlen(name) >= size)
            return;
        if (gap > 0)
            to[used] = ' ';
        strcpy(to + used + gap, name);
        used += gap + strlen(name);
    }
}
