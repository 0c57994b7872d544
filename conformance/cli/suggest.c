/* What somebody may have meant. */
#include "cli/suggest.h"

#include <string.h>
#include <strings.h>

enum { LONGEST = 127 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

size_t assay_edit_distance(const char *a, const char *b)
{
    size_t row[LONGEST + 1];
    size_t width = strnlen(b, LONGEST), height = strnlen(a, LONGEST);
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; i <= height; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[width];
}

static size_t distance_of(const char *word, const char *candidate)
{
    if (strcasecmp(word, candidate) == 0)
        return 0;
    if (word[0] != '\0' && strcasestr(candidate, word) != NULL)
        return 1;
    return assay_edit_distance(word, candidate);
}

void assay_suggestion_offer(assay_suggestion *self, const char *candidate)
{
    size_t distance = distance_of(self->word, candidate);
    if (distance > 2 + strlen(self->word) / 4)
        return;
    for (size_t i = 0; i < ASSAY_SUGGESTIONS && candidate != NULL; i++) {
        if (self->near[i] != NULL && self->distance[i] <= distance)
            continue;
        const char *next = self->near[i];
        size_t next_distance = self->distance[i];
        self->near[i] = candidate;
        self->distance[i] = distance;
        candidate = next;
        distance = next_distance;
    }
}
