#ifndef ASSAY_REPORT_PICTURE_H
#define ASSAY_REPORT_PICTURE_H

#include <stdbool.h>
#include <stdio.h>

/* A figure of a sketch for a page, as engine/sketch.h has it: the line of the data with what was
 * cut, given, lost and repeated; a checkpoint; the calls of a write, and what was done to them. The
 * text may be anything. False: there is nothing that a picture would tell; nothing was written. */
bool assay_picture_write(FILE *to, const char *sketch);

#endif
