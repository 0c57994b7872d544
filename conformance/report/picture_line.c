/* The line of the data: records from left to right, who gave which below, and what is wrong. */
#include "report/picture_line.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 640,  /* of the records, at most */
    CELL = 54,    /* of a record, at most */
    NARROW = 300, /* of the drawing, at least */
    LETTER = 7,   /* about; of the text */
    WINDOW = 40,  /* records that are seen as such */
    AROUND = 3
};

double assay_line_x(const assay_line *self, uint64_t record)
{
    if (record <= self->low)
        return ASSAY_LINE_EDGE;
    uint64_t at = record < self->high ? record : self->high;
    return ASSAY_LINE_EDGE + (double)(at - self->low) * self->unit;
}

bool assay_line_seen(const assay_line *self, uint64_t first, uint64_t end)
{
    return first < self->high && end > self->low;
}

/* Something that is there can be seen. */
double assay_line_width(const assay_line *self, uint64_t first, uint64_t end)
{
    double width = assay_line_x(self, end) - assay_line_x(self, first);
    double gap = self->unit >= 4 ? 1 : 0;
    return width - gap < 2 ? 2 : width - gap;
}

static void box(const assay_line *self, const char *style, uint64_t first, uint64_t end, double y,
                double height)
{
    if (assay_line_seen(self, first, end))
        fprintf(self->to,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                "rx=\"2\"/>\n",
                style, assay_line_x(self, first), y, assay_line_width(self, first, end), height);
}

void assay_line_cells(const assay_line *self, const char *style, uint64_t first, uint64_t end,
                      double y, double height)
{
    uint64_t low = first > self->low ? first : self->low;
    uint64_t high = end < self->high ? end : self->high;
    if (self->unit < 6) {
        box(self, style, first, end, y, height);
        return;
    }
    for (uint64_t i = low; i < high; i++)
        box(self, style, i, i + 1, y, height);
}

static void stretch(uint64_t value, uint64_t records, uint64_t *low, uint64_t *high)
{
    if (value == 0 || value == records)
        return;
    *low = value < *low ? value : *low;
    *high = value > *high ? value : *high;
}

/* Where something happens. */
static void find_window(assay_line *self)
{
    const assay_picture *of = self->of;
    uint64_t records = of->records, low = records, high = 0;
    for (size_t i = 0; i < of->count; i++) {
        const assay_mark *mark = &of->marks[i];
        bool one = mark->kind == ASSAY_MARK_CUT || mark->kind == ASSAY_MARK_READ ||
                   mark->kind == ASSAY_MARK_CHECKPOINT;
        bool two = mark->kind == ASSAY_MARK_GAVE || mark->kind == ASSAY_MARK_LOST ||
                   mark->kind == ASSAY_MARK_REPEATED || mark->kind == ASSAY_MARK_MISPLACED;
        if (one || two)
            stretch(mark->a, records, &low, &high);
        if (two)
            stretch(mark->b, records, &low, &high);
    }
    bool whole = records <= WINDOW || low > high || high - low + 2 * AROUND > WINDOW;
    self->low = whole || low < AROUND ? 0 : low - AROUND;
    self->high = whole || records - high < AROUND ? records : high + AROUND;
}

static void measure(assay_line *self)
{
    uint64_t shown = self->high - self->low;
    double room = (double)shown * CELL < WIDTH ? (double)shown * CELL : WIDTH;
    size_t letters = 0;
    self->unit = room / (double)shown;
    for (size_t i = 0; i < self->lane_count && !assay_line_packed(self); i++) {
        size_t size = self->lanes[i].name->name_size + 20; /* and that it gave nothing */
        letters = size > letters ? size : letters;
    }
    letters = letters < ASSAY_LINE_LABEL ? letters : ASSAY_LINE_LABEL;
    double texts = (double)letters * LETTER;
    self->width = room > texts ? room : texts;
    self->width = (self->width > NARROW ? self->width : NARROW) + 2 * ASSAY_LINE_EDGE;
}

void assay_line_label(assay_line *self, const char *style, const char *text)
{
    assay_picture_text(self->to, ASSAY_LINE_EDGE, self->y + ASSAY_LINE_ROW - 5, style, "start",
                       text, strlen(text), ASSAY_LINE_LABEL);
    self->y += ASSAY_LINE_ROW;
}

/* A line through all, with what it says above it. */
static void flag(assay_line *self, uint64_t record, const char *style, double bottom,
                 const char *what)
{
    char text[64];
    double x = assay_line_x(self, record) - (self->unit >= 4 ? 0.5 : 0);
    bool left = x > self->width / 2;
    if (record < self->low || record > self->high)
        return;
    int size = snprintf(text, sizeof(text), "%s %" PRIu64, what, record);
    fprintf(self->to,
            "<path class=\"%s\" d=\"M%.1f %.1fV%.1f\"/><circle class=\"%s\" cx=\"%.1f\" "
            "cy=\"%.1f\" r=\"2.5\"/>\n",
            style, x, self->y + 8, bottom, style, x, self->y + 7);
    assay_picture_text(self->to, x + (left ? -7 : 7), self->y + ASSAY_LINE_ROW - 6, style,
                       left ? "end" : "start", text, (size_t)size, ASSAY_LINE_LABEL);
    self->y += ASSAY_LINE_ROW;
}

/* The last ones of each kind that there are. */
static size_t flags_of(const assay_line *self, assay_mark_kind kind, const assay_mark *to[2])
{
    const assay_mark *mark;
    size_t count = 0;
    for (size_t at = 0; (mark = assay_picture_next(self->of, kind, &at)) != NULL;) {
        if (count == 2)
            to[0] = to[1];
        to[count < 2 ? count : 1] = mark;
        count += count < 2;
    }
    return count;
}

static void flags(assay_line *self, double bottom)
{
    static const struct {
        assay_mark_kind kind;
        const char *style, *what;
    } rows[] = {{ASSAY_MARK_READ, "p-read", "read before:"},
                {ASSAY_MARK_CUT, "p-cut", "cut at record"},
                {ASSAY_MARK_CHECKPOINT, "p-mark", "mark taken, records read:"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const assay_mark *marks[2];
        size_t count = flags_of(self, rows[i].kind, marks);
        for (size_t k = 0; k < count; k++)
            flag(self, marks[k]->a, rows[i].style, bottom, rows[i].what);
    }
}

static double flags_height(const assay_line *self)
{
    const assay_mark *marks[2];
    return (double)ASSAY_LINE_ROW *
           (double)(flags_of(self, ASSAY_MARK_READ, marks) + flags_of(self, ASSAY_MARK_CUT, marks) +
                    flags_of(self, ASSAY_MARK_CHECKPOINT, marks));
}

static void number(const assay_line *self, uint64_t record, const char *anchor, double x)
{
    char text[32];
    int size = snprintf(text, sizeof(text), "%" PRIu64, record);
    assay_picture_text(self->to, x, self->y + 14, "p-number", anchor, text, (size_t)size,
                       ASSAY_LINE_LABEL);
}

/* There is more of the data than is shown. */
static void ellipses(const assay_line *self)
{
    static const char dots[] = "\xe2\x80\xa6";
    if (self->low > 0)
        assay_picture_text(self->to, -3, self->y + 12, "p-soft", "start", dots, 3, 1);
    if (self->high < self->of->records)
        assay_picture_text(self->to, assay_line_x(self, self->high) + 1, self->y + 12, "p-soft",
                           "start", dots, 3, 1);
}

static void axis(assay_line *self)
{
    assay_line_label(self, "p-soft", "the data");
    ellipses(self);
    assay_line_cells(self, "p-record", self->low, self->high, self->y, 20);
    if (self->unit >= 18)
        for (uint64_t i = self->low; i < self->high; i++)
            number(self, i, "middle", assay_line_x(self, i) + self->unit / 2 - 0.5);
    self->y += 20;
    if (self->unit < 18) {
        number(self, self->low, "start", ASSAY_LINE_EDGE);
        number(self, self->high - 1, "end", assay_line_x(self, self->high));
        self->y += ASSAY_LINE_ROW;
    }
}

/* Where records can be cut, unless they can be everywhere. */
static void points(assay_line *self)
{
    const assay_mark *mark;
    uint64_t sum = 0;
    for (size_t at = 0; (mark = assay_picture_next(self->of, ASSAY_MARK_POINTS, &at)) != NULL;)
        sum += mark->b - mark->a;
    if (sum == 0 || sum == self->of->records || self->unit < 3)
        return;
    for (size_t at = 0; (mark = assay_picture_next(self->of, ASSAY_MARK_POINTS, &at)) != NULL;)
        for (uint64_t i = mark->a > self->low ? mark->a : self->low; i < mark->b && i < self->high;
             i++)
            fprintf(self->to, "<path class=\"p-point\" d=\"M%.1f %.1fl4 7h-8z\"/>\n",
                    assay_line_x(self, i), self->y + 1);
    self->y += 10;
    assay_line_label(self, "p-soft", "\xe2\x96\xb4 split points");
}

static void expected(assay_line *self)
{
    const assay_mark *mark = assay_picture_last(self->of, ASSAY_MARK_EXPECTED);
    if (mark == NULL || (mark->a == 0 && mark->b == self->of->records))
        return;
    if (mark->a == mark->b) {
        assay_line_label(self, "p-soft", "no record had to be given here");
        return;
    }
    assay_line_label(self, "p-soft", "had to be given");
    if (assay_line_seen(self, mark->a, mark->b))
        fprintf(self->to, "<path class=\"p-brace\" d=\"M%.1f %.1fv5H%.1fv-5\"/>\n",
                assay_line_x(self, mark->a) + 1, self->y, assay_line_x(self, mark->b) - 2);
    self->y += 5 + ASSAY_LINE_GAP;
}

static void write_line(assay_line *self)
{
    char *body = NULL;
    size_t size;
    FILE *whole = self->to, *to = open_memstream(&body, &size);
    if (to == NULL)
        return;
    self->to = to;
    self->y = flags_height(self);
    axis(self);
    points(self);
    self->y += ASSAY_LINE_GAP;
    expected(self);
    assay_line_lanes(self);
    assay_line_wrong(self);
    double bottom = self->y;
    bool made = fclose(to) == 0;
    self->to = whole;
    self->y = 0;
    fprintf(whole,
            "<div class=\"scroll\"><svg class=\"pic\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 "
            "0 %.0f %.0f\" aria-hidden=\"true\">\n",
            self->width, bottom, self->width, bottom);
    flags(self, bottom); /* behind the rest */
    fprintf(whole, "%s</svg></div>\n", made ? body : "");
    free(body);
}

void assay_picture_line(const assay_picture *picture)
{
    assay_line self = {.of = picture, .to = picture->to};
    self.lanes = calloc(picture->count + 1, sizeof(*self.lanes));
    if (self.lanes == NULL)
        return;
    find_window(&self);
    assay_line_find_lanes(&self);
    measure(&self);
    write_line(&self);
    free(self.lanes);
}
