/* Line coverage on a terminal. */
#include "coverage/text.h"

#include "coverage/block.h"
#include "report/escape.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 60 };

/* A list that is cut after so many entries. */
typedef struct list {
    FILE *to;
    const assay_coverage *coverage;
    size_t most; /* 0: all */
    size_t shown, more;
} list;

static bool takes(list *self)
{
    if (self->most != 0 && self->shown == self->most) {
        self->more++;
        return false;
    }
    self->shown++;
    return true;
}

static void end_list(const list *self)
{
    if (self->more > 0)
        fprintf(self->to, "  ... and %zu more\n", self->more);
}

static void put_sum(FILE *to, assay_line_sum sum)
{
    fprintf(to, "  %5.1f %%  %6zu of %6zu  ", assay_line_sum_percent(sum), sum.reached, sum.lines);
}

static void put_files(FILE *to, const assay_coverage *coverage)
{
    fputs("line coverage\n", to);
    for (size_t i = 0; i < coverage->file_count; i++) {
        put_sum(to, assay_covered_file_sum(&coverage->files[i]));
        assay_escape_line(to, assay_coverage_shown(coverage, coverage->files[i].path));
        fputc('\n', to);
    }
    put_sum(to, assay_coverage_sum(coverage));
    fprintf(to, "in all, %zu file%s\n", coverage->file_count, coverage->file_count == 1 ? "" : "s");
}

/* "path:12-14  " */
static void put_place(const list *self, const assay_covered_file *file, size_t first, size_t last)
{
    unsigned from = file->lines[first].number, end = file->lines[last].number;
    fputs("  ", self->to);
    assay_escape_line(self->to, assay_coverage_shown(self->coverage, file->path));
    fprintf(self->to, from == end ? ":%u  " : ":%u-%u  ", from, end);
}

/* The beginning of a text; not in the middle of a character. */
static void put_beginning(FILE *to, const char *text, size_t size)
{
    bool cut = size > TEXT_BYTES;
    size_t kept = cut ? TEXT_BYTES : size;
    while (cut && kept > 0 && ((unsigned char)text[kept] & 0xc0) == 0x80)
        kept--;
    char *copy = strndup(text, kept);
    if (copy != NULL)
        assay_escape_line(to, copy);
    free(copy);
    fputs(cut ? " ...\n" : "\n", to);
}

static void put_block(const list *self, const assay_covered_file *file, const assay_block *block)
{
    size_t size;
    put_place(self, file, block->first, block->last);
    if (block->kind == ASSAY_BLOCK_FUNCTION) {
        assay_escape_line(self->to, file->functions[file->lines[block->first].function]);
        fputc('\n', self->to);
        return;
    }
    const char *text = assay_covered_file_text(file, file->lines[block->first].number, &size);
    put_beginning(self->to, text, size);
}

static size_t count_blocks(const assay_coverage *coverage, assay_block_kind kind)
{
    size_t count = 0;
    assay_block block;
    for (size_t i = 0; i < coverage->file_count; i++)
        for (size_t at = 0; assay_block_next(&coverage->files[i], &at, &block);)
            count += block.kind == kind;
    return count;
}

typedef struct block_title {
    assay_block_kind kind;
    const char *text;
} block_title;

static const block_title titles[] = {
    {ASSAY_BLOCK_ERROR, "error paths never reached (they answer or set an error, or stand after a "
                        "condition that asks for one)"},
    {ASSAY_BLOCK_FUNCTION, "functions never called"},
    {ASSAY_BLOCK_OTHER, "other lines never reached"},
};

static void put_blocks(FILE *to, const assay_coverage *coverage, const block_title *title,
                       size_t most)
{
    list entries = {.to = to, .coverage = coverage, .most = most};
    assay_block block;
    size_t count = count_blocks(coverage, title->kind);
    if (count == 0)
        return;
    fprintf(to, "\n%s: %zu\n", title->text, count);
    for (size_t i = 0; i < coverage->file_count; i++)
        for (size_t at = 0; assay_block_next(&coverage->files[i], &at, &block);)
            if (block.kind == title->kind && takes(&entries))
                put_block(&entries, &coverage->files[i], &block);
    end_list(&entries);
}

static bool is_doubtful(const assay_covered_line *line)
{
    return line->ways != 0 && (line->ways & ASSAY_LINE_WELL) == 0;
}

/* In the same ways, by the same tests. */
static bool reached_alike(const assay_covered_file *file, size_t a, size_t b)
{
    if (file->lines[a].ways != file->lines[b].ways)
        return false;
    for (size_t t = 0; t < file->hit_count; t++)
        if ((file->hits[t].hits[a] > 0) != (file->hits[t].hits[b] > 0))
            return false;
    return true;
}

static void put_tests(const list *self, const assay_covered_file *file, size_t line)
{
    unsigned ways = file->lines[line].ways;
    bool both = ways == (ASSAY_LINE_FAILING | ASSAY_LINE_KILLED);
    fputs(both ? "failed and killed" : ways == ASSAY_LINE_FAILING ? "failed" : "killed", self->to);
    const char *between = ": ";
    for (size_t t = 0; t < file->hit_count; t++) {
        if (file->hits[t].hits[line] == 0)
            continue;
        fprintf(self->to, "%s%s", between, self->coverage->tests[file->hits[t].test].name);
        between = ", ";
    }
    fputc('\n', self->to);
}

static void put_doubtful_of(list *entries, const assay_covered_file *file)
{
    for (size_t i = 0, last; i < file->line_count; i = last + 1) {
        last = i;
        if (!is_doubtful(&file->lines[i]))
            continue;
        while (last + 1 < file->line_count && reached_alike(file, i, last + 1))
            last++;
        if (!takes(entries))
            continue;
        put_place(entries, file, i, last);
        put_tests(entries, file, i);
    }
}

static void put_doubtful(FILE *to, const assay_coverage *coverage, size_t most)
{
    list entries = {.to = to, .coverage = coverage, .most = most};
    size_t count = 0;
    for (size_t i = 0; i < coverage->file_count; i++)
        for (size_t l = 0; l < coverage->files[i].line_count; l++)
            count += is_doubtful(&coverage->files[i].lines[l]);
    if (count == 0)
        return;
    fprintf(to, "\nlines reached only by checks that failed, or in cases that were killed: %zu\n",
            count);
    for (size_t i = 0; i < coverage->file_count; i++)
        put_doubtful_of(&entries, &coverage->files[i]);
    end_list(&entries);
}

/* What they reached may have been reached by others. */
static void put_lost(FILE *to, const assay_coverage *coverage)
{
    uint64_t lost = 0, cases = 0;
    for (size_t i = 0; i < coverage->test_count; i++) {
        lost += coverage->tests[i].lost;
        cases += coverage->tests[i].cases;
    }
    if (lost == 0)
        return;
    fprintf(to,
            "\ncounts lost: %" PRIu64 " of %" PRIu64
            " cases ended before they could write them; what only they reached is missing here\n",
            lost, cases);
    for (size_t i = 0; i < coverage->test_count; i++) {
        const assay_coverage_test *test = &coverage->tests[i];
        if (test->lost > 0)
            fprintf(to, "  %s  %" PRIu64 " of %" PRIu64 "\n", test->name, test->lost, test->cases);
    }
}

static void put_left_out(FILE *to, const assay_coverage *coverage)
{
    size_t count = coverage->left_out_count;
    if (count > 0)
        fprintf(to, "\nleft out: %zu file%s %s\n", count, count == 1 ? "" : "s",
                coverage->chosen ? "that no --include matches"
                                 : "of Assay, its toolkit or the system; --include '*' takes all");
}

void assay_coverage_text(FILE *to, const assay_coverage *coverage, size_t most)
{
    put_files(to, coverage);
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        put_blocks(to, coverage, &titles[i], most);
    put_doubtful(to, coverage, most);
    put_lost(to, coverage);
    put_left_out(to, coverage);
}
