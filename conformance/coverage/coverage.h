#ifndef ASSAY_COVERAGE_COVERAGE_H
#define ASSAY_COVERAGE_COVERAGE_H

#include <assay/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which lines of a connector's sources were reached, and by which checks: all that the reports of
 * line coverage know. */

/* The ways in which a line was reached. */
enum {
    ASSAY_LINE_WELL = 1u << 0,    /* in a case that came to an end, of a check that did not fail */
    ASSAY_LINE_FAILING = 1u << 1, /* by a check that failed */
    ASSAY_LINE_KILLED = 1u << 2   /* in a case that was killed or crashed */
};

typedef struct assay_covered_line {
    unsigned number;
    unsigned ways; /* 0: never reached */
    uint64_t hits; /* by all tests together */
    size_t function;
} assay_covered_line;

/* How often a test reached the lines of a file. */
typedef struct assay_line_hits {
    size_t test;
    uint64_t *hits; /* owned; one for each line */
} assay_line_hits;

typedef struct assay_covered_file {
    char *path; /* owned; absolute; any bytes may be in it */
    size_t line_count;
    assay_covered_line *lines; /* owned; those with code, by number */
    size_t function_count;
    char **functions; /* owned, each one; their names */
    size_t hit_count;
    assay_line_hits *hits; /* owned; of the tests that reached it */
    char *text;            /* owned; NULL: the file cannot be read now */
    size_t text_size;
} assay_covered_file;

/* A check, over all the scenarios it ran over. */
typedef struct assay_coverage_test {
    const char *name; /* borrowed; a check's id */
    uint64_t cases;
    uint64_t lost; /* cases whose counts are lost */
} assay_coverage_test;

typedef struct assay_coverage {
    const char *root; /* borrowed; absolute; paths below it are shown from there */
    int64_t started;  /* seconds since 1970 */
    bool chosen;      /* the files were asked for by patterns */
    size_t file_count;
    assay_covered_file *files; /* owned; sorted by assay_coverage_finish */
    size_t test_count;
    assay_coverage_test *tests; /* owned */
    size_t left_out_count;
    char **left_out; /* owned, each one; paths of files that were not asked for */
} assay_coverage;

void assay_coverage_clear(assay_coverage *self);

/* The file of that path; made when it is missing, NULL then: out of memory. Valid until the next
 * one is made. */
assay_covered_file *assay_coverage_file(assay_coverage *self, const char *path);
assay_covered_file *assay_coverage_find(const assay_coverage *self, const char *path); /* or NULL */
/* Notes a line that has code; one that is there already stays. Before anything is counted. */
assay_status assay_covered_file_add(assay_covered_file *self, unsigned number,
                                    const char *function) ASSAY_MUST_USE;
/* Counts hits; a line that has no code is passed over. */
assay_status assay_covered_file_count(assay_covered_file *self, unsigned number, size_t test,
                                      unsigned ways, uint64_t hits) ASSAY_MUST_USE;

/* The test of that name, which stays borrowed; made when it is missing. */
assay_status assay_coverage_test_find(assay_coverage *self, const char *name,
                                      size_t *test) ASSAY_MUST_USE;
assay_status assay_coverage_leave_out(assay_coverage *self, const char *path) ASSAY_MUST_USE;

/* When all is counted: sorts the files and reads them. */
void assay_coverage_finish(assay_coverage *self);

typedef struct assay_line_sum {
    size_t lines, reached;
} assay_line_sum;

assay_line_sum assay_covered_file_sum(const assay_covered_file *self);
assay_line_sum assay_coverage_sum(const assay_coverage *self);
double assay_line_sum_percent(assay_line_sum self); /* of no lines: 100 */

/* The text of a line of the file without the blanks around it, "" where it is not known; *size: its
 * bytes. */
const char *assay_covered_file_text(const assay_covered_file *self, unsigned number, size_t *size);
/* The path as it is shown: from root when it is below. Points into path. */
const char *assay_coverage_shown(const assay_coverage *self, const char *path);

#endif
