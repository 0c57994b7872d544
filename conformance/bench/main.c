/* assay-bench: prints a table of what is measured. Started by ci/bench. */
#include "bench/measure.h"

#include <assay/toolkit/error.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const bench_table *const tables[] = {&bench_engines, &bench_split};

static const bench_table *find_table(const char *name)
{
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        if (strcmp(tables[i]->name, name) == 0)
            return tables[i];
    return NULL;
}

static void print_row(const bench_row *row, double value, bool json, bool first)
{
    if (json)
        printf("%s\n  {\"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"}", first ? "" : ",",
               row->name, value, row->unit);
    else
        printf("%-28s %10.4g %s\n", row->name, value, row->unit);
    fflush(stdout);
}

static int complain(assay_status status, const assay_error *error)
{
    fprintf(stderr, "assay-bench: %s\n",
            error->message[0] != 0 ? error->message : assay_status_name(status));
    return 3;
}

/* only: the one row to measure; NULL: all. */
static int run(const bench_table *table, const char *manifests, const char *only, bool json)
{
    assay_error error = ASSAY_ERROR_INIT;
    bool first = true;
    if (json)
        putchar('[');
    for (size_t i = 0; i < table->count; i++) {
        double value;
        if (only != NULL && strcmp(only, table->rows[i].name) != 0)
            continue;
        assay_status status = bench_measure(&table->rows[i], manifests, &value, &error);
        if (status != ASSAY_OK)
            return complain(status, &error);
        print_row(&table->rows[i], value, json, first);
        first = false;
    }
    if (json)
        puts("\n]");
    return first ? 2 : 0;
}

int main(int argc, char **argv)
{
    bool json = argc > 3 && strcmp(argv[3], "--json") == 0;
    int rest = json ? 4 : 3;
    const bench_table *table = argc > 2 ? find_table(argv[2]) : NULL;
    if (table == NULL || argc > rest + 1) {
        fputs("usage: assay-bench MANIFESTS engines|split [--json] [ROW]\n", stderr);
        return 2;
    }
    return run(table, argv[1], argc > rest ? argv[rest] : NULL, json);
}
