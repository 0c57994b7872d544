#ifndef ASSAY_CLI_SUGGEST_H
#define ASSAY_CLI_SUGGEST_H

#include <stddef.h>

/* How many single characters must change to make one of the other; ids are short: beyond 127
 * characters the rest is ignored. */
size_t assay_edit_distance(const char *a, const char *b);

#define ASSAY_SUGGESTIONS 3

/* The nearest words to one that is unknown, best first. Starts zeroed, with the word. */
typedef struct assay_suggestion {
    const char *word;
    const char *near[ASSAY_SUGGESTIONS]; /* borrowed; NULL: no more */
    size_t distance[ASSAY_SUGGESTIONS];
} assay_suggestion;

/* Considers a word; one that is far off is not taken, unless it contains the unknown one. */
void assay_suggestion_offer(assay_suggestion *self, const char *candidate);

#endif
