#include "checks/checks.h"
#include <string.h>

#define TABLE(rows)                                                                                \
    {                                                                                              \
        rows, sizeof rows / sizeof *rows                                                           \
    }

const assay_check_table assay_check_tables[] = {
    TABLE(assay_checks_life_cycle), TABLE(assay_checks_source),
    TABLE(assay_checks_split),      TABLE(assay_checks_size),
    TABLE(assay_checks_position),   TABLE(assay_checks_dynamic_split),
    TABLE(assay_checks_progress),   TABLE(assay_checks_checkpoint),
    TABLE(assay_checks_stream),     TABLE(assay_checks_compressed),
    TABLE(assay_checks_sink),       TABLE(assay_checks_tracker),
};
const size_t assay_check_table_count = sizeof assay_check_tables / sizeof *assay_check_tables;

const assay_check *assay_check_number(size_t i)
{
    for (size_t table = 0; table < assay_check_table_count; table++) {
        if (i < assay_check_tables[table].count)
            return &assay_check_tables[table].checks[i];
        i -= assay_check_tables[table].count;
    }
    return NULL;
}

const assay_check *assay_check_find(const char *id)
{
    const assay_check *check;
    for (size_t i = 0; (check = assay_check_number(i)) != NULL; i++)
        if (strcmp(check->id, id) == 0)
            return check;
    return NULL;
}
