#ifndef ASSAY_REPORT_PICTURE_LINE_H
#define ASSAY_REPORT_PICTURE_LINE_H

#include "report/picture_parts.h"

/* The line of the data, on its way. In pixels: the drawing has its natural size, so that its
 * letters can be read on a phone. */
enum {
    ASSAY_LINE_EDGE = 10,
    ASSAY_LINE_ROW = 17, /* of a text */
    ASSAY_LINE_BAR = 14,
    ASSAY_LINE_GAP = 7,
    ASSAY_LINE_LABEL = 90 /* characters */
};

typedef struct assay_lane {
    const assay_mark *name;
    size_t first, end; /* of its marks */
    uint64_t gave;
} assay_lane;

typedef struct assay_line {
    const assay_picture *of;
    FILE *to;
    uint64_t low, high; /* the records that are shown */
    double unit;        /* of one record */
    double width, y;
    assay_lane *lanes;
    size_t lane_count, full_count; /* that gave something */
} assay_line;

double assay_line_x(const assay_line *self, uint64_t record);
double assay_line_width(const assay_line *self, uint64_t first, uint64_t end);
bool assay_line_seen(const assay_line *self, uint64_t first, uint64_t end);
/* As single records where these can be told apart. */
void assay_line_cells(const assay_line *self, const char *style, uint64_t first, uint64_t end,
                      double y, double height);
/* These move on. */
void assay_line_label(assay_line *self, const char *style, const char *text);
void assay_line_lanes(assay_line *self); /* who gave what */
void assay_line_wrong(assay_line *self);

/* room: as many lanes as there are marks. */
void assay_line_find_lanes(assay_line *self);
bool assay_line_packed(const assay_line *self); /* there are too many to have a label each */

#endif
