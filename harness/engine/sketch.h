#ifndef ASSAY_ENGINE_SKETCH_H
#define ASSAY_ENGINE_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an attempt is about, in so few words that a picture can be drawn of it: lines of a word, up
 * to two numbers and a name. Records are told by their number, stretches of them from a up to b. */
typedef enum assay_mark_kind {
    ASSAY_MARK_RECORDS,    /* "records 5": of the data */
    ASSAY_MARK_POINTS,     /* "points 0 5": these are split points */
    ASSAY_MARK_READ,       /* "read 1": so many were read before what follows */
    ASSAY_MARK_CUT,        /* "cut 3": a split at the position of that record */
    ASSAY_MARK_FRACTION,   /* "fraction 500000": a split at so many millionths */
    ASSAY_MARK_MADE,       /* "made 400000": it was accepted, and said to be at so many */
    ASSAY_MARK_REFUSED,    /* "refused": what was asked for before it */
    ASSAY_MARK_CHECKPOINT, /* "checkpoint 3": a mark was taken with so many read */
    ASSAY_MARK_EXPECTED,   /* "expected 0 5": what had to be given, each once */
    ASSAY_MARK_LANE,       /* "lane the residual": who gave what follows */
    ASSAY_MARK_GAVE,       /* "gave 0 2" */
    ASSAY_MARK_LOST,       /* "lost 2 3" */
    ASSAY_MARK_REPEATED,   /* "repeated 1 2" */
    ASSAY_MARK_MISPLACED,  /* "misplaced 4 5": not of what had to be given */
    ASSAY_MARK_STRANGE,    /* "strange 1": so many that are none of the data */
    ASSAY_MARK_CALL,       /* "call 3 write 'x', 17 bytes": the third of a write */
    ASSAY_MARK_SURVIVED,   /* "survived 3 killed before it": an attempt that went well */
    ASSAY_MARK_TRIED,      /* "tried 3 killed before it": what this one does to that call */
    ASSAY_MARK_WHOLE,      /* "whole": of the failure before it was made small */
    ASSAY_MARK_MORE,       /* "more": there was no room for all */
    ASSAY_MARKS
} assay_mark_kind;

typedef struct assay_mark {
    assay_mark_kind kind;
    uint64_t a, b;
    const char *name; /* "" for none; borrowed from the text, up to name_size */
    size_t name_size;
} assay_mark;

/* Takes the next line off a text that may be anything; what is no mark is passed over. False: there
 * is no further one. */
bool assay_mark_next(const char **text, assay_mark *mark);

enum { ASSAY_SKETCH_TEXT = 32768 };

/* Lives in memory that a case shares with its coordinator, and survives it. */
typedef struct assay_sketch {
    uint32_t size, kept;
    char text[ASSAY_SKETCH_TEXT]; /* not terminated */
} assay_sketch;

size_t assay_sketch_size(const assay_sketch *self); /* bytes of the text */
/* Adds a line, if there is room for it. RECORDS begins anew, unless the sketch begins with just
 * that line already. */
void assay_sketch_add(assay_sketch *self, assay_mark_kind kind, uint64_t a, uint64_t b,
                      const char *name);
/* What is there stays for the attempts that follow, as long as it leaves them room. */
void assay_sketch_keep(assay_sketch *self);
/* An attempt begins: only what was kept is there. */
void assay_sketch_turn(assay_sketch *self);

#endif
