#ifndef ASSAY_STACK_FRAMES_H
#define ASSAY_STACK_FRAMES_H

#include <elfutils/libdwfl.h>
#include <limits.h>
#include <stdbool.h>

typedef struct frames_setting {
    Dwfl *dwfl;
    const char *indent;
    bool after_signal;      /* leave out what is above the frame that the signal hit */
    bool folds;             /* the program's own frames are of no interest */
    char program[PATH_MAX]; /* of the process */
    char folder[PATH_MAX];  /* files below it are shown relative to it */
} frames_setting;

/* The frames of a thread, innermost first, a line each. */
void frames_print(Dwfl_Thread *thread, const frames_setting *setting);

#endif
