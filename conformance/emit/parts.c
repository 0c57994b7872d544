#include "emit/parts_text.h"

typedef struct group {
    const assay_emit_part_row *rows;
    const size_t *count;
} group;

static const group groups[] = {{assay_emit_parts_files, &assay_emit_parts_files_count},
                               {assay_emit_parts_bytes, &assay_emit_parts_bytes_count},
                               {assay_emit_parts_looks, &assay_emit_parts_looks_count},
                               {assay_emit_parts_records, &assay_emit_parts_records_count},
                               {assay_emit_parts_moves, &assay_emit_parts_moves_count}};
enum { GROUPS = sizeof(groups) / sizeof(groups[0]), BEHIND = 3 };

static uint64_t add_needs(const group *of, uint64_t used)
{
    for (size_t i = 0; i < *of->count; i++)
        if ((used & ASSAY_EMIT_USES(of->rows[i].part)) != 0)
            used |= of->rows[i].needs;
    return used;
}

uint64_t assay_emit_parts_needed(uint64_t used)
{
    for (uint64_t before = 0; before != used;) {
        before = used;
        for (size_t g = 0; g < GROUPS; g++)
            used = add_needs(&groups[g], used);
    }
    return used;
}

void assay_emit_parts_print(assay_emit_text *to, uint64_t used, bool behind_records)
{
    for (size_t g = behind_records ? BEHIND : 0; g < (behind_records ? GROUPS : BEHIND); g++)
        for (size_t i = 0; i < *groups[g].count; i++)
            if ((used & ASSAY_EMIT_USES(groups[g].rows[i].part)) != 0)
                assay_emit_print(to, "\n%s", groups[g].rows[i].text);
}
