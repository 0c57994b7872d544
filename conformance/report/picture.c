/* Which drawings a sketch gives, and what is said below them. */
#include "report/picture.h"

#include "report/escape.h"
#include "report/picture_parts.h"
#include "report/utf8.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool is_same(const assay_mark *a, const assay_mark *b)
{
    return a->kind == b->kind && a->a == b->a && a->b == b->b && a->name_size == b->name_size &&
           memcmp(a->name, b->name, a->name_size) == 0;
}

/* An attempt that is done once more, for its names, says the same again. What a lane gave is said
 * of each lane. */
static bool is_there(const assay_picture *self, const assay_mark *mark)
{
    enum { BACK = 64 };
    if (mark->kind == ASSAY_MARK_LANE || mark->kind == ASSAY_MARK_GAVE)
        return false;
    for (size_t i = self->count; i > 0 && i + BACK > self->count; i--)
        if (is_same(&self->marks[i - 1], mark))
            return true;
    return false;
}

/* No record lies behind the last one, and no stretch ends before it begins. */
static bool is_sound(const assay_picture *self, const assay_mark *mark)
{
    switch (mark->kind) {
    case ASSAY_MARK_POINTS:
    case ASSAY_MARK_GAVE:
    case ASSAY_MARK_LOST:
    case ASSAY_MARK_REPEATED:
    case ASSAY_MARK_MISPLACED:
        return mark->a < mark->b && mark->b <= self->records;
    case ASSAY_MARK_EXPECTED:
        return mark->a <= mark->b && mark->b <= self->records;
    case ASSAY_MARK_READ:
    case ASSAY_MARK_CUT:
    case ASSAY_MARK_CHECKPOINT:
        return mark->a <= self->records;
    default:
        return true;
    }
}

static void read_marks(assay_picture *self, const char *text)
{
    assay_mark mark;
    while (assay_mark_next(&text, &mark)) {
        if (mark.kind == ASSAY_MARK_RECORDS)
            self->records = mark.a;
        else if (mark.kind == ASSAY_MARK_WHOLE)
            self->whole = true;
        else if (mark.kind == ASSAY_MARK_MORE || self->count == ASSAY_PICTURE_MARKS)
            self->more = true;
        else if (is_sound(self, &mark) && !is_there(self, &mark))
            self->marks[self->count++] = mark;
    }
}

const assay_mark *assay_picture_next(const assay_picture *self, assay_mark_kind kind, size_t *at)
{
    while (*at < self->count)
        if (self->marks[(*at)++].kind == kind)
            return &self->marks[*at - 1];
    return NULL;
}

size_t assay_picture_count(const assay_picture *self, assay_mark_kind kind)
{
    size_t count = 0;
    for (size_t at = 0; assay_picture_next(self, kind, &at) != NULL;)
        count++;
    return count;
}

const assay_mark *assay_picture_last(const assay_picture *self, assay_mark_kind kind)
{
    const assay_mark *last = NULL, *mark;
    for (size_t at = 0; (mark = assay_picture_next(self, kind, &at)) != NULL;)
        last = mark;
    return last;
}

static uint64_t sum_of(const assay_picture *self, assay_mark_kind kind)
{
    const assay_mark *mark;
    uint64_t sum = 0;
    for (size_t at = 0; (mark = assay_picture_next(self, kind, &at)) != NULL;)
        sum += mark->b - mark->a;
    return sum;
}

const char *assay_picture_misplaced(const assay_picture *self)
{
    const assay_mark *checkpoint = assay_picture_last(self, ASSAY_MARK_CHECKPOINT);
    const assay_mark *last = assay_picture_last(self, ASSAY_MARK_MISPLACED);
    bool again = checkpoint != NULL && last != NULL && last->b <= checkpoint->a;
    return again ? "given again" : "given where it does not belong";
}

void assay_picture_numbers(const assay_picture *self, assay_mark_kind kind, FILE *to)
{
    enum { NAMED = 6 };
    const assay_mark *mark;
    uint64_t sum = sum_of(self, kind);
    size_t count = 0;
    fputs(sum == 1 ? "record " : "records ", to);
    for (size_t at = 0; (mark = assay_picture_next(self, kind, &at)) != NULL;) {
        if (count++ >= NAMED)
            continue;
        fprintf(to, "%s%" PRIu64, count > 1 ? ", " : "", mark->a);
        if (mark->b > mark->a + 1)
            fprintf(to, " to %" PRIu64, mark->b - 1);
    }
    if (count > NAMED)
        fprintf(to, " and more, %" PRIu64 " in all", sum);
}

/* The end of at most so many characters. */
static const char *after(const char *text, size_t size, size_t most)
{
    size_t step;
    for (const char *end = text + size; text < end && most > 0; text += step, most--)
        (void)assay_utf8_next(text, &step);
    return text;
}

void assay_picture_text(FILE *to, double x, double y, const char *style, const char *anchor,
                        const char *text, size_t size, size_t most)
{
    const char *end = after(text, size, most);
    fprintf(to, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", style, x, y,
            anchor);
    assay_escape_html(to, text, (size_t)(end - text), false);
    fputs(end < text + size ? "\xe2\x80\xa6</text>\n" : "</text>\n", to);
}

static void say(const assay_picture *self, assay_mark_kind kind, const char *what)
{
    if (assay_picture_count(self, kind) == 0)
        return;
    fprintf(self->to, "%c%s: ", toupper(what[0]), what + 1);
    assay_picture_numbers(self, kind, self->to);
    fputs(". ", self->to);
}

static void say_split(const assay_picture *self)
{
    const assay_mark *read = assay_picture_last(self, ASSAY_MARK_READ);
    const assay_mark *cut = assay_picture_last(self, ASSAY_MARK_CUT);
    const assay_mark *fraction = assay_picture_last(self, ASSAY_MARK_FRACTION);
    const assay_mark *made = assay_picture_last(self, ASSAY_MARK_MADE);
    if (read != NULL)
        fprintf(self->to, "%" PRIu64 " had been read. ", read->a);
    if (cut != NULL)
        fprintf(self->to, "A cut was asked for at record %" PRIu64, cut->a);
    else if (fraction != NULL)
        fprintf(self->to, "A split was asked for at %g", (double)fraction->a / 1e6);
    if (cut == NULL && fraction == NULL)
        return;
    if (made != NULL)
        fprintf(self->to, ", and said to be made at %g of all", (double)made->a / 1e6);
    else if (assay_picture_last(self, ASSAY_MARK_REFUSED) != NULL)
        fputs(", and refused", self->to);
    fputs(". ", self->to);
}

static void say_tried(const assay_picture *self)
{
    const assay_mark *tried = assay_picture_last(self, ASSAY_MARK_TRIED);
    size_t survived = assay_picture_count(self, ASSAY_MARK_SURVIVED);
    if (tried == NULL)
        return;
    fprintf(self->to, "Call %" PRIu64 ": ", tried->a);
    assay_escape_html(self->to, tried->name, tried->name_size, false);
    fputs(". ", self->to);
    if (survived > 0)
        fprintf(self->to, "%zu other attempt%s, at calls up to there, went well. ", survived,
                survived == 1 ? "" : "s");
}

static void write_caption(const assay_picture *self)
{
    const assay_mark *mark = assay_picture_last(self, ASSAY_MARK_CHECKPOINT);
    const assay_mark *strange = assay_picture_last(self, ASSAY_MARK_STRANGE);
    fputs("<figcaption>", self->to);
    say_tried(self);
    if (self->records > 0)
        fprintf(self->to, "%" PRIu64 " record%s, from 0 on. ", self->records,
                self->records == 1 ? "" : "s");
    say_split(self);
    if (mark != NULL)
        fprintf(self->to, "The mark was taken with %" PRIu64 " read. ", mark->a);
    say(self, ASSAY_MARK_LOST, "lost");
    say(self, ASSAY_MARK_REPEATED, "given more than once");
    say(self, ASSAY_MARK_MISPLACED, assay_picture_misplaced(self));
    if (strange != NULL)
        fprintf(self->to, "Not of the data: %" PRIu64 ". ", strange->a);
    fputs(self->whole ? "This is the failure before it was made small. " : "", self->to);
    fputs(self->more ? "Not all of it is shown.</figcaption>\n" : "</figcaption>\n", self->to);
}

static bool has_any(const assay_picture *self, const assay_mark_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (assay_picture_count(self, kinds[i]) > 0)
            return true;
    return false;
}

bool assay_picture_write(FILE *to, const char *sketch)
{
    static const assay_mark_kind of_line[] = {ASSAY_MARK_CUT, ASSAY_MARK_CHECKPOINT,
                                              ASSAY_MARK_LANE, ASSAY_MARK_LOST};
    static const assay_mark_kind of_calls[] = {ASSAY_MARK_TRIED};
    assay_picture *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return false;
    self->to = to;
    read_marks(self, sketch);
    bool line = self->records > 0 && has_any(self, of_line, sizeof of_line / sizeof *of_line);
    bool calls = has_any(self, of_calls, sizeof of_calls / sizeof *of_calls);
    if (line || calls)
        fputs("<figure>\n", to);
    if (calls)
        assay_picture_calls(self);
    if (line)
        assay_picture_line(self);
    if (line || calls) {
        write_caption(self);
        fputs("</figure>\n", to);
    }
    free(self);
    return line || calls;
}
