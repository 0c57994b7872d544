/* The line of the data: records from left to right, who gave which below, and what is wrong. */
#include "report/picture_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* In pixels: the drawing has its natural size, so that its letters can be read on a phone. */
enum {
    EDGE = 10,
    WIDTH = 640,  /* of the records, at most */
    CELL = 54,    /* of a record, at most */
    NARROW = 300, /* of the drawing, at least */
    ROW = 17,     /* of a text */
    BAR = 14,
    GAP = 7,
    LETTER = 7,  /* about; of the text */
    LABEL = 90,  /* characters */
    LANES = 6,   /* with a bar of their own */
    WINDOW = 40, /* records that are seen as such */
    AROUND = 3
};

typedef struct lane {
    const assay_mark *name;
    size_t first, end; /* of its marks */
    uint64_t gave;
} lane;

typedef struct drawing {
    const assay_picture *of;
    FILE *to;
    uint64_t low, high; /* the records that are shown */
    double unit;        /* of one record */
    double width, y;
    lane *lanes;
    size_t lane_count, full_count; /* that gave something */
} drawing;

static double x_of(const drawing *self, uint64_t record)
{
    if (record <= self->low)
        return EDGE;
    uint64_t at = record < self->high ? record : self->high;
    return EDGE + (double)(at - self->low) * self->unit;
}

static bool is_seen(const drawing *self, uint64_t first, uint64_t end)
{
    return first < self->high && end > self->low;
}

/* Something that is there can be seen. */
static double width_of(const drawing *self, uint64_t first, uint64_t end)
{
    double width = x_of(self, end) - x_of(self, first);
    double gap = self->unit >= 4 ? 1 : 0;
    return width - gap < 2 ? 2 : width - gap;
}

static void box(const drawing *self, const char *style, uint64_t first, uint64_t end, double y,
                double height)
{
    if (is_seen(self, first, end))
        fprintf(self->to,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                "rx=\"2\"/>\n",
                style, x_of(self, first), y, width_of(self, first, end), height);
}

/* As single records where these can be told apart. */
static void cells(const drawing *self, const char *style, uint64_t first, uint64_t end, double y,
                  double height)
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
static void find_window(drawing *self)
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

static void find_lanes(drawing *self)
{
    const assay_picture *of = self->of;
    for (size_t i = 0; i < of->count; i++) {
        const assay_mark *mark = &of->marks[i];
        lane *last = self->lane_count > 0 ? &self->lanes[self->lane_count - 1] : NULL;
        if (mark->kind == ASSAY_MARK_LANE)
            self->lanes[self->lane_count++] = (lane){mark, i, i + 1, 0};
        if (mark->kind != ASSAY_MARK_GAVE || last == NULL)
            continue;
        self->full_count += last->gave == 0;
        last->gave += mark->b - mark->a;
        last->end = i + 1;
    }
}

static bool is_packed(const drawing *self)
{
    return self->lane_count > LANES;
}

static void measure(drawing *self)
{
    uint64_t shown = self->high - self->low;
    double room = (double)shown * CELL < WIDTH ? (double)shown * CELL : WIDTH;
    size_t letters = 0;
    self->unit = room / (double)shown;
    for (size_t i = 0; i < self->lane_count && !is_packed(self); i++) {
        size_t size = self->lanes[i].name->name_size + 20; /* and that it gave nothing */
        letters = size > letters ? size : letters;
    }
    letters = letters < LABEL ? letters : LABEL;
    double texts = (double)letters * LETTER;
    self->width = room > texts ? room : texts;
    self->width = (self->width > NARROW ? self->width : NARROW) + 2 * EDGE;
}

static void label(drawing *self, const char *style, const char *text)
{
    assay_picture_text(self->to, EDGE, self->y + ROW - 5, style, "start", text, strlen(text),
                       LABEL);
    self->y += ROW;
}

/* A line through all, with what it says above it. */
static void flag(drawing *self, uint64_t record, const char *style, double bottom, const char *what)
{
    char text[64];
    double x = x_of(self, record) - (self->unit >= 4 ? 0.5 : 0);
    bool left = x > self->width / 2;
    if (record < self->low || record > self->high)
        return;
    int size = snprintf(text, sizeof(text), "%s %" PRIu64, what, record);
    fprintf(self->to,
            "<path class=\"%s\" d=\"M%.1f %.1fV%.1f\"/><circle class=\"%s\" cx=\"%.1f\" "
            "cy=\"%.1f\" r=\"2.5\"/>\n",
            style, x, self->y + 8, bottom, style, x, self->y + 7);
    assay_picture_text(self->to, x + (left ? -7 : 7), self->y + ROW - 6, style,
                       left ? "end" : "start", text, (size_t)size, LABEL);
    self->y += ROW;
}

/* The last ones of each kind that there are. */
static size_t flags_of(const drawing *self, assay_mark_kind kind, const assay_mark *to[2])
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

static void flags(drawing *self, double bottom)
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

static double flags_height(const drawing *self)
{
    const assay_mark *marks[2];
    return (double)ROW *
           (double)(flags_of(self, ASSAY_MARK_READ, marks) + flags_of(self, ASSAY_MARK_CUT, marks) +
                    flags_of(self, ASSAY_MARK_CHECKPOINT, marks));
}

static void number(const drawing *self, uint64_t record, const char *anchor, double x)
{
    char text[32];
    int size = snprintf(text, sizeof(text), "%" PRIu64, record);
    assay_picture_text(self->to, x, self->y + 14, "p-number", anchor, text, (size_t)size, LABEL);
}

/* There is more of the data than is shown. */
static void ellipses(const drawing *self)
{
    static const char dots[] = "\xe2\x80\xa6";
    if (self->low > 0)
        assay_picture_text(self->to, -3, self->y + 12, "p-soft", "start", dots, 3, 1);
    if (self->high < self->of->records)
        assay_picture_text(self->to, x_of(self, self->high) + 1, self->y + 12, "p-soft", "start",
                           dots, 3, 1);
}

static void axis(drawing *self)
{
    label(self, "p-soft", "the data");
    ellipses(self);
    cells(self, "p-record", self->low, self->high, self->y, 20);
    if (self->unit >= 18)
        for (uint64_t i = self->low; i < self->high; i++)
            number(self, i, "middle", x_of(self, i) + self->unit / 2 - 0.5);
    self->y += 20;
    if (self->unit < 18) {
        number(self, self->low, "start", EDGE);
        number(self, self->high - 1, "end", x_of(self, self->high));
        self->y += ROW;
    }
}

/* Where records can be cut, unless they can be everywhere. */
static void points(drawing *self)
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
            fprintf(self->to, "<path class=\"p-point\" d=\"M%.1f %.1fl4 7h-8z\"/>\n", x_of(self, i),
                    self->y + 1);
    self->y += 10;
    label(self, "p-soft", "\xe2\x96\xb4 split points");
}

static void expected(drawing *self)
{
    const assay_mark *mark = assay_picture_last(self->of, ASSAY_MARK_EXPECTED);
    if (mark == NULL || (mark->a == 0 && mark->b == self->of->records))
        return;
    if (mark->a == mark->b) {
        label(self, "p-soft", "no record had to be given here");
        return;
    }
    label(self, "p-soft", "had to be given");
    if (is_seen(self, mark->a, mark->b))
        fprintf(self->to, "<path class=\"p-brace\" d=\"M%.1f %.1fv5H%.1fv-5\"/>\n",
                x_of(self, mark->a) + 1, self->y, x_of(self, mark->b) - 2);
    self->y += 5 + GAP;
}

static bool has_word(const assay_mark *name, const char *word)
{
    return memmem(name->name, name->name_size, word, strlen(word)) != NULL;
}

static const char *style_of(const drawing *self, size_t i)
{
    const assay_mark *name = self->lanes[i].name;
    if (has_word(name, "residual") || has_word(name, "restored"))
        return "p-two";
    if (has_word(name, "reader") || has_word(name, "primary") || has_word(name, "before"))
        return "p-one";
    return i % 2 == 0 ? "p-one" : "p-two";
}

static void bar(drawing *self, size_t i)
{
    const lane *at = &self->lanes[i];
    for (size_t k = at->first; k < at->end; k++)
        if (self->of->marks[k].kind == ASSAY_MARK_GAVE)
            cells(self, style_of(self, i), self->of->marks[k].a, self->of->marks[k].b, self->y,
                  BAR);
}

static void lane_alone(drawing *self, size_t i)
{
    char text[512];
    const assay_mark *name = self->lanes[i].name;
    snprintf(text, sizeof(text), "%.*s%s", (int)(name->name_size < 400 ? name->name_size : 400),
             name->name, self->lanes[i].gave == 0 ? ": nothing" : "");
    label(self, "p-soft", text);
    bar(self, i);
    self->y += (self->lanes[i].gave > 0 ? BAR : 0) + GAP;
}

/* Many parts share rows: a part that gives what another one gave comes below it. */
static void lanes_packed(drawing *self)
{
    char text[128];
    uint64_t reached = 0;
    double first = self->y + ROW;
    bool below = false;
    snprintf(text, sizeof(text), "%zu parts, of which %zu gave nothing", self->lane_count,
             self->lane_count - self->full_count);
    label(self, "p-soft", text);
    for (size_t i = 0, full = 0; i < self->lane_count; i++) {
        const lane *at = &self->lanes[i];
        for (size_t k = at->first; k < at->end && at->gave > 0; k++) {
            const assay_mark *mark = &self->of->marks[k];
            bool again = mark->kind == ASSAY_MARK_GAVE && mark->a < reached;
            if (mark->kind != ASSAY_MARK_GAVE)
                continue;
            cells(self, full % 2 == 0 ? "p-one" : "p-two", mark->a, mark->b,
                  first + (again ? BAR + 2 : 0), BAR);
            below = below || again;
            reached = mark->b > reached ? mark->b : reached;
        }
        full += at->gave > 0;
    }
    self->y = first + BAR + (below ? BAR + 2 : 0) + GAP;
}

static void cross(const drawing *self, uint64_t first, uint64_t end, double y)
{
    uint64_t low = first > self->low ? first : self->low;
    uint64_t high = end < self->high ? end : self->high;
    for (uint64_t i = low; i < high && self->unit >= 10; i++)
        fprintf(self->to, "<path class=\"p-cross\" d=\"M%.1f %.1fl6 6m0 -6l-6 6\"/>\n",
                x_of(self, i) + self->unit / 2 - 3.5, y + 4);
}

/* What is too small to be seen is pointed at. */
static void point_at(const drawing *self, const char *style, uint64_t first, uint64_t end)
{
    double x = x_of(self, first), width = width_of(self, first, end);
    if (width < 6 && is_seen(self, first, end))
        fprintf(self->to, "<path class=\"%s p-hand\" d=\"M%.1f %.1fl4 -6h-8z\"/>\n", style,
                x + width / 2, self->y);
}

/* What is wrong, kind by kind. */
static void wrong(drawing *self, assay_mark_kind kind, const char *style, const char *what)
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
        label(self, style, text);
    self->y += said && self->unit < 6 ? 5 : 0;
    free(text);
    for (size_t at = 0; said && (mark = assay_picture_next(self->of, kind, &at)) != NULL;) {
        point_at(self, style, mark->a, mark->b);
        cells(self, style, mark->a, mark->b, self->y, BAR);
        if (kind == ASSAY_MARK_LOST)
            cross(self, mark->a, mark->b, self->y);
    }
    self->y += said ? BAR + GAP : 0;
}

static void all_wrong(drawing *self)
{
    char text[64];
    const assay_mark *strange = assay_picture_last(self->of, ASSAY_MARK_STRANGE);
    wrong(self, ASSAY_MARK_LOST, "p-lost", "lost");
    wrong(self, ASSAY_MARK_REPEATED, "p-twice", "given more than once");
    wrong(self, ASSAY_MARK_MISPLACED, "p-odd", assay_picture_misplaced(self->of));
    if (strange == NULL)
        return;
    snprintf(text, sizeof(text), "not of the data: %" PRIu64, strange->a);
    label(self, "p-odd", text);
}

static void write_line(drawing *self)
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
    self->y += GAP;
    expected(self);
    for (size_t i = 0; i < self->lane_count && !is_packed(self); i++)
        lane_alone(self, i);
    if (is_packed(self))
        lanes_packed(self);
    all_wrong(self);
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
    drawing self = {.of = picture, .to = picture->to};
    self.lanes = calloc(picture->count + 1, sizeof(*self.lanes));
    if (self.lanes == NULL)
        return;
    find_window(&self);
    find_lanes(&self);
    measure(&self);
    write_line(&self);
    free(self.lanes);
}
