/* Who gave which records, and what is wrong. */
#include "report/picture_line.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 6 }; /* with a label each */

void assay_line_find_lanes(assay_line *self)
{
    const assay_picture *of = self->of;
    for (size_t i = 0; i < of->count; i++) {
        const assay_mark *mark = &of->marks[i];
        assay_lane *last = self->lane_count > 0 ? &self->lanes[self->lane_count - 1] : NULL;
        if (mark->kind == ASSAY_MARK_LANE)
            self->lanes[self->lane_count++] = (assay_lane){mark, i, i + 1, 0};
        if (mark->kind != ASSAY_MARK_GAVE || last == NULL)
            continue;
        self->full_count += last->gave == 0;
        last->gave += mark->b - mark->a;
        last->end = i + 1;
    }
}

bool assay_line_packed(const assay_line *self)
{
    return self->lane_count > LANES;
}

static bool has_word(const assay_mark *name, const char *word)
{
    return memmem(name->name, name->name_size, word, strlen(word)) != NULL;
}

static const char *style_of(const assay_line *self, size_t i)
{
    const assay_mark *name = self->lanes[i].name;
    if (has_word(name, "residual") || has_word(name, "restored"))
        return "p-two";
    if (has_word(name, "reader") || has_word(name, "primary") || has_word(name, "before"))
        return "p-one";
    return i % 2 == 0 ? "p-one" : "p-two";
}

static void bar(assay_line *self, size_t i)
{
    const assay_lane *at = &self->lanes[i];
    for (size_t k = at->first; k < at->end; k++)
        if (self->of->marks[k].kind == ASSAY_MARK_GAVE)
            assay_line_cells(self, style_of(self, i), self->of->marks[k].a, self->of->marks[k].b,
                             self->y, ASSAY_LINE_BAR);
}

static void lane_alone(assay_line *self, size_t i)
{
    char text[512];
    const assay_mark *name = self->lanes[i].name;
    snprintf(text, sizeof(text), "%.*s%s", (int)(name->name_size < 400 ? name->name_size : 400),
             name->name, self->lanes[i].gave == 0 ? ": nothing" : "");
    assay_line_label(self, "p-soft", text);
    bar(self, i);
    self->y += (self->lanes[i].gave > 0 ? ASSAY_LINE_BAR : 0) + ASSAY_LINE_GAP;
}

static int compare_marks(const void *a, const void *b)
{
    const assay_mark *x = *(const assay_mark *const *)a, *y = *(const assay_mark *const *)b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x > y) - (x < y);
}

/* What they gave, in the order of the records. */
static size_t sort_given(const assay_line *self, const assay_mark **to)
{
    const assay_mark *mark;
    size_t count = 0;
    for (size_t at = 0; (mark = assay_picture_next(self->of, ASSAY_MARK_GAVE, &at)) != NULL;)
        to[count++] = mark;
    if (count > 0)
        qsort(to, count, sizeof(*to), compare_marks);
    return count;
}

/* What was given before comes below it. */
static void pack(assay_line *self, const assay_mark **given, size_t count)
{
    uint64_t reached = 0;
    bool below = false;
    for (size_t i = 0; i < count; i++) {
        bool again = given[i]->a < reached;
        assay_line_cells(self, i % 2 == 0 ? "p-one" : "p-two", given[i]->a, given[i]->b,
                         self->y + (again ? ASSAY_LINE_BAR + 2 : 0), ASSAY_LINE_BAR);
        below = below || again;
        reached = given[i]->b > reached ? given[i]->b : reached;
    }
    self->y += ASSAY_LINE_BAR + (below ? ASSAY_LINE_BAR + 2 : 0) + ASSAY_LINE_GAP;
}

/* Many parts share rows. */
static void lanes_packed(assay_line *self)
{
    char text[128];
    const assay_mark **given = calloc(self->of->count, sizeof(*given));
    const char *what = has_word(self->lanes[0].name, "file ") ? "files" : "parts";
    if (given == NULL)
        return;
    snprintf(text, sizeof(text), "%zu %s, of which %zu gave nothing", self->lane_count, what,
             self->lane_count - self->full_count);
    assay_line_label(self, "p-soft", text);
    pack(self, given, sort_given(self, given));
    free(given);
}

static void cross(const assay_line *self, uint64_t first, uint64_t end, double y)
{
    uint64_t low = first > self->low ? first : self->low;
    uint64_t high = end < self->high ? end : self->high;
    for (uint64_t i = low; i < high && self->unit >= 14; i++)
        fprintf(self->to, "<path class=\"p-cross\" d=\"M%.1f %.1fl6 6m0 -6l-6 6\"/>\n",
                assay_line_x(self, i) + self->unit / 2 - 3.5, y + 4);
}

/* What is too small to be seen is pointed at. */
static void point_at(const assay_line *self, const char *style, uint64_t first, uint64_t end)
{
    double x = assay_line_x(self, first), width = assay_line_width(self, first, end);
    if (width < 6 && assay_line_seen(self, first, end))
        fprintf(self->to, "<path class=\"%s p-hand\" d=\"M%.1f %.1fl4 -6h-8z\"/>\n", style,
                x + width / 2, self->y);
}

/* What is wrong, kind by kind. */
static void wrong(assay_line *self, assay_mark_kind kind, const char *style, const char *what)
{
    const assay_mark *mark;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (to == NULL)
        return;
    fprintf(to, "%s: ", what);
    assay_picture_numbers(self->of, kind, to);
    bool said = fclose(to) == 0 && assay_picture_count(self->of, kind) > 0;
    if (said)
        assay_line_label(self, style, text);
    self->y += said && self->unit < 6 ? 5 : 0;
    free(text);
    for (size_t at = 0; said && (mark = assay_picture_next(self->of, kind, &at)) != NULL;) {
        point_at(self, style, mark->a, mark->b);
        assay_line_cells(self, style, mark->a, mark->b, self->y, ASSAY_LINE_BAR);
        if (kind == ASSAY_MARK_LOST)
            cross(self, mark->a, mark->b, self->y);
    }
    self->y += said ? ASSAY_LINE_BAR + ASSAY_LINE_GAP : 0;
}

void assay_line_wrong(assay_line *self)
{
    char text[64];
    const assay_mark *strange = assay_picture_last(self->of, ASSAY_MARK_STRANGE);
    wrong(self, ASSAY_MARK_LOST, "p-lost", "lost");
    wrong(self, ASSAY_MARK_REPEATED, "p-twice", "given more than once");
    wrong(self, ASSAY_MARK_MISPLACED, "p-odd", assay_picture_misplaced(self->of));
    if (strange == NULL)
        return;
    snprintf(text, sizeof(text), "not of the data: %" PRIu64, strange->a);
    assay_line_label(self, "p-odd", text);
}

void assay_line_lanes(assay_line *self)
{
    if (assay_line_packed(self))
        lanes_packed(self);
    for (size_t i = 0; i < self->lane_count && !assay_line_packed(self); i++)
        lane_alone(self, i);
}
