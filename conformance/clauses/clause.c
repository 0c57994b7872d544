#include "clauses/clause.h"
#include "clauses/tables.h"
#include <string.h>

#define TABLE(rows)                                                                                \
    {                                                                                              \
        rows, sizeof rows / sizeof *rows                                                           \
    }

const assay_clause_table assay_clause_tables[] = {
    TABLE(assay_clauses_sources),  TABLE(assay_clauses_readers), TABLE(assay_clauses_positions),
    TABLE(assay_clauses_streams),  TABLE(assay_clauses_sinks),   TABLE(assay_clauses_libraries),
    TABLE(assay_clauses_trackers),
};
const size_t assay_clause_table_count = sizeof assay_clause_tables / sizeof *assay_clause_tables;

const assay_clause *assay_clause_find(const char *id)
{
    for (size_t i = 0; i < assay_clause_table_count; i++)
        for (size_t j = 0; j < assay_clause_tables[i].count; j++)
            if (strcmp(assay_clause_tables[i].clauses[j].id, id) == 0)
                return &assay_clause_tables[i].clauses[j];
    const assay_unchecked_clause *unchecked = assay_unchecked_clause_find(id);
    return unchecked == NULL ? NULL : &unchecked->clause;
}
