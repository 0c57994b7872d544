#ifndef ASSAY_REPORT_PAINT_H
#define ASSAY_REPORT_PAINT_H

#include "runner/run.h"
#include <stdio.h>

/* How reports call a state. */
typedef struct assay_state_words {
    const char *block; /* "FAIL", as a block begins */
    const char *count; /* "failed", behind a number */
    const char *loud;  /* the same where it must be seen: "FAILED" */
    const char *code;  /* of its colour on a terminal */
} assay_state_words;

const assay_state_words *assay_words_of(assay_state state);

/* The word, in the colour of the state if asked for. */
void assay_paint_word(FILE *to, assay_state state, const char *word, bool colour);

/* Its block word. */
void assay_paint_state(FILE *to, assay_state state, bool colour);

#endif
