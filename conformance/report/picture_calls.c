/* The calls of a write in their order, and what was done to them. */
#include "report/picture_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 680,
    ROW = 22,
    LINE = 42, /* where the calls hang */
    TEXT = 60,
    LETTERS = 62, /* of a call */
    WORDS = 88,   /* letters of what is done to it */
    ALL = 16,     /* calls that are all shown */
    AROUND = 5
};

typedef struct drawing {
    const assay_picture *of;
    FILE *to;
    uint64_t first, last; /* of the calls that are shown */
    uint64_t tried;       /* the last call that something is done to */
    double y;
} drawing;

static size_t count_at(const drawing *self, assay_mark_kind kind, uint64_t low, uint64_t high)
{
    const assay_mark *mark;
    size_t count = 0;
    for (size_t at = 0; (mark = assay_picture_next(self->of, kind, &at)) != NULL;)
        count += mark->a >= low && mark->a <= high;
    return count;
}

static void put(const drawing *self, double x, const char *style, const char *anchor,
                const char *text, size_t size)
{
    assay_picture_text(self->to, x, self->y + 15, style, anchor, text, size, LETTERS);
}

static void knot(const drawing *self, bool tried, bool survived)
{
    double y = self->y + 11;
    if (tried)
        fprintf(self->to,
                "<circle class=\"p-hit\" cx=\"%d\" cy=\"%.1f\" r=\"8\"/><path class=\"p-cross\" "
                "d=\"M%d %.1fl6 6m0 -6l-6 6\"/>\n",
                LINE, y, LINE - 3, y - 3);
    else if (survived)
        fprintf(self->to,
                "<circle class=\"p-well\" cx=\"%d\" cy=\"%.1f\" r=\"7\"/><path class=\"p-tick\" "
                "d=\"M%d %.1fl2 2.5l4 -5\"/>\n",
                LINE, y, LINE - 3, y);
    else
        fprintf(self->to, "<circle class=\"p-not\" cx=\"%d\" cy=\"%.1f\" r=\"4\"/>\n", LINE, y);
}

static bool has_loss(const drawing *self)
{
    return assay_picture_count(self->of, ASSAY_MARK_LOST) > 0;
}

static void summary(drawing *self, uint64_t low, uint64_t high)
{
    char text[96];
    size_t survived = count_at(self, ASSAY_MARK_SURVIVED, low, high);
    if (low > high)
        return;
    int size = snprintf(text, sizeof(text), "calls %" PRIu64 " to %" PRIu64 ": ", low, high);
    if (survived > 0)
        size += snprintf(text + size, sizeof(text) - (size_t)size, "%zu attempt%s survived",
                         survived, survived == 1 ? "" : "s");
    else
        size += snprintf(text + size, sizeof(text) - (size_t)size, "not tried");
    put(self, TEXT, "p-soft", "start", text, (size_t)size);
    self->y += ROW;
}

/* What came of the last one, which is what failed. */
static void loss(drawing *self)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (to == NULL)
        return;
    fputs("lost then: ", to);
    assay_picture_numbers(self->of, ASSAY_MARK_LOST, to);
    if (fclose(to) == 0)
        assay_picture_text(self->to, TEXT, self->y + 15, "p-lost", "start", text, size, WORDS);
    free(text);
    self->y += ROW;
}

static void blow(drawing *self, const assay_mark *mark)
{
    assay_picture_text(self->to, TEXT, self->y + 15, "p-lost", "start", mark->name, mark->name_size,
                       WORDS);
    self->y += ROW;
    if (mark == assay_picture_last(self->of, ASSAY_MARK_TRIED) && has_loss(self))
        loss(self);
}

/* What is done to it in the attempt that failed. */
static void blows(drawing *self, uint64_t call)
{
    const assay_mark *mark;
    for (size_t at = 0; (mark = assay_picture_next(self->of, ASSAY_MARK_TRIED, &at)) != NULL;)
        if (mark->a == call)
            blow(self, mark);
}

static void call(drawing *self, const assay_mark *mark)
{
    char text[32];
    size_t survived = count_at(self, ASSAY_MARK_SURVIVED, mark->a, mark->a);
    bool tried = count_at(self, ASSAY_MARK_TRIED, mark->a, mark->a) > 0;
    int size = snprintf(text, sizeof(text), "%" PRIu64, mark->a);
    put(self, 28, "p-soft", "end", text, (size_t)size);
    knot(self, tried, survived > 0);
    put(self, TEXT, mark->a > self->tried ? "p-call p-later" : "p-call", "start", mark->name,
        mark->name_size);
    if (survived > 0)
        size = snprintf(text, sizeof(text), "%zu survived", survived);
    else
        size = snprintf(text, sizeof(text), "%s", tried ? "" : "not tried");
    put(self, WIDTH - 4, "p-soft", "end", text, (size_t)size);
    self->y += ROW;
    blows(self, mark->a);
}

static void find_window(drawing *self, uint64_t count)
{
    const assay_mark *mark;
    uint64_t low = UINT64_MAX;
    for (size_t at = 0; (mark = assay_picture_next(self->of, ASSAY_MARK_TRIED, &at)) != NULL;) {
        low = mark->a < low ? mark->a : low;
        self->tried = mark->a > self->tried ? mark->a : self->tried;
    }
    bool all = count <= ALL || self->tried - low + 2 * AROUND > ALL + 8;
    self->first = all || low <= AROUND ? 1 : low - AROUND;
    self->last = all || self->tried + AROUND > count ? count : self->tried + AROUND;
}

static void write_rows(drawing *self, uint64_t count)
{
    const assay_mark *mark;
    summary(self, 1, self->first - 1);
    for (size_t at = 0; (mark = assay_picture_next(self->of, ASSAY_MARK_CALL, &at)) != NULL;)
        if (mark->a >= self->first && mark->a <= self->last)
            call(self, mark);
    summary(self, self->last + 1, count);
}

void assay_picture_calls(const assay_picture *picture)
{
    drawing self = {.of = picture, .to = picture->to};
    const assay_mark *last = assay_picture_last(picture, ASSAY_MARK_CALL);
    uint64_t count = last != NULL ? last->a : 0;
    find_window(&self, count);
    size_t rows = count_at(&self, ASSAY_MARK_CALL, self.first, self.last) +
                  count_at(&self, ASSAY_MARK_TRIED, self.first, self.last) + (self.first > 1) +
                  (self.last < count) + has_loss(&self);
    int height = (int)rows * ROW + 4;
    fprintf(self.to,
            "<div class=\"scroll\"><svg class=\"pic\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d "
            "%d\" aria-hidden=\"true\">\n<path class=\"p-axis\" d=\"M%d 6V%d\"/>\n",
            WIDTH, height, WIDTH, height, LINE, height - 8);
    write_rows(&self, count);
    fputs("</svg></div>\n", self.to);
}
