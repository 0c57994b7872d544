#ifndef ASSAY_REPORT_PICTURE_PARTS_H
#define ASSAY_REPORT_PICTURE_PARTS_H

#include "runner/run.h"
#include <stdio.h>

/* What a picture is made of. */

enum { ASSAY_PICTURE_MARKS = 3000 };

typedef struct assay_picture {
    FILE *to;
    uint64_t records;
    bool more;  /* there was no room for all */
    bool whole; /* of the failure before it was made small */
    size_t count;
    assay_mark marks[ASSAY_PICTURE_MARKS]; /* each different one once, but for lanes */
} assay_picture;

/* The next mark of a kind from *at on, which begins as 0; NULL: there is none. */
const assay_mark *assay_picture_next(const assay_picture *self, assay_mark_kind kind, size_t *at);
size_t assay_picture_count(const assay_picture *self, assay_mark_kind kind);
/* The last one of a kind; NULL: there is none. */
const assay_mark *assay_picture_last(const assay_picture *self, assay_mark_kind kind);

/* "record 2", "records 2, 4 to 6": the stretches of a kind, cut when there are many. */
void assay_picture_numbers(const assay_picture *self, assay_mark_kind kind, FILE *to);

/* What the stretches of MISPLACED are called. */
const char *assay_picture_misplaced(const assay_picture *self);

/* A text of so many characters at most, at a place. style: classes; anchor: "start", "end". */
void assay_picture_text(FILE *to, double x, double y, const char *style, const char *anchor,
                        const char *text, size_t size, size_t most);

/* Each writes one drawing. */
void assay_picture_line(const assay_picture *self);
void assay_picture_calls(const assay_picture *self);

#endif
