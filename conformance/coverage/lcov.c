#include "coverage/lcov.h"

#include <inttypes.h>

static void put_path(FILE *to, const char *path)
{
    for (; *path != '\0'; path++)
        fputc((unsigned char)*path < ' ' || *path == 0x7f ? '?' : *path, to);
}

/* hits: NULL for none. */
static void put_record(FILE *to, const char *test, const assay_covered_file *file,
                       const uint64_t *hits)
{
    size_t reached = 0;
    fprintf(to, "TN:%s\nSF:", test);
    put_path(to, file->path);
    fputc('\n', to);
    for (size_t i = 0; i < file->line_count; i++) {
        uint64_t count = hits != NULL ? hits[i] : 0;
        fprintf(to, "DA:%u,%" PRIu64 "\n", file->lines[i].number, count);
        reached += count > 0;
    }
    fprintf(to, "LF:%zu\nLH:%zu\nend_of_record\n", file->line_count, reached);
}

void assay_coverage_lcov(FILE *to, const assay_coverage *coverage)
{
    for (size_t i = 0; i < coverage->file_count; i++) {
        const assay_covered_file *file = &coverage->files[i];
        for (size_t t = 0; t < file->hit_count; t++)
            put_record(to, coverage->tests[file->hits[t].test].name, file, file->hits[t].hits);
        if (file->hit_count == 0)
            put_record(to, "", file, NULL);
    }
}
