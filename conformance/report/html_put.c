/* The small parts of a page: texts that may be anything, states, bars. */
#include "report/html_put.h"

#include "report/escape.h"
#include "report/paint.h"
#include "report/utf8.h"
#include <string.h>
#include <strings.h>

/* Bytes that are shown of a name, and of a block at its beginning and at its end. */
enum { NAME = 240, BLOCK_HEAD = 12000, BLOCK_TAIL = 6000 };

static bool is_hex(char digit)
{
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
}

/* The journal has "\xff" for a byte that is no UTF-8. It is one character in both, so that a report
 * of the journal is cut at the same place. */
static size_t width_at(const char *text, size_t *size)
{
    if (text[0] == '\\' && text[1] == 'x' && is_hex(text[2]) && is_hex(text[3]))
        return *size = 4;
    return assay_utf8_next(text, size) == ASSAY_UTF8_INVALID ? 4 : *size;
}

static size_t width_of(const char *text)
{
    size_t width = 0;
    for (size_t size; *text != '\0'; text += size)
        width += width_at(text, &size);
    return width;
}

/* Up to the first character at which so much is passed. */
static const char *after(const char *text, size_t width)
{
    size_t size, passed = 0;
    for (; *text != '\0' && passed < width; text += size)
        passed += width_at(text, &size);
    return text;
}

void assay_html_text(FILE *to, const char *text)
{
    const char *end = after(text, NAME);
    assay_escape_html(to, text, (size_t)(end - text), true);
    if (*end != '\0')
        fputs("\xe2\x80\xa6", to);
}

void assay_html_path(FILE *to, const char *text)
{
    const char *end = after(text, NAME);
    while (text < end) {
        const char *slash = memchr(text + 1, '/', (size_t)(end - text - 1));
        const char *next = slash != NULL ? slash : end;
        assay_escape_html(to, text, (size_t)(next - text), false);
        fputs(slash != NULL ? "<wbr>" : "", to);
        text = next;
    }
    fputs(*end != '\0' ? "\xe2\x80\xa6" : "", to);
}

void assay_html_block(FILE *to, const char *text)
{
    size_t width = width_of(text);
    if (width <= BLOCK_HEAD + BLOCK_TAIL) {
        assay_escape_html(to, text, strlen(text), true);
        return;
    }
    const char *head = after(text, BLOCK_HEAD),
               *tail = after(head, width - BLOCK_HEAD - BLOCK_TAIL);
    assay_escape_html(to, text, (size_t)(head - text), true);
    fprintf(to, "\n<em class=\"cut\">[cut here: %zu of %zu bytes are left out]</em>\n",
            width - BLOCK_HEAD - BLOCK_TAIL, width);
    assay_escape_html(to, tail, strlen(tail), true);
}

void assay_html_scenario(FILE *to, const assay_run *run, size_t scenario)
{
    const assay_scenario *over = run->scenarios[scenario].scenario;
    assay_html_text(to, over->connector);
    fputc('/', to);
    assay_html_text(to, over->name);
}

void assay_html_name(FILE *to, const assay_run *run, const assay_run_item *item)
{
    assay_html_scenario(to, run, item->scenario);
    fputc(':', to);
    assay_html_text(to, item->check->id);
}

void assay_html_link(FILE *to, const char *address)
{
    bool web = strncasecmp(address, "https://", 8) == 0 || strncasecmp(address, "http://", 7) == 0;
    if (!web || strlen(address) > NAME) {
        assay_html_text(to, address);
        return;
    }
    fputs("<a rel=\"noreferrer nofollow\" href=\"", to);
    assay_html_text(to, address);
    fputs("\">", to);
    assay_html_text(to, address);
    fputs("</a>", to);
}

void assay_html_time(FILE *to, int64_t microseconds)
{
    double seconds = (double)microseconds / 1e6;
    if (seconds < 0.0995)
        fprintf(to, "%.0f ms", seconds * 1e3);
    else if (seconds < 120)
        fprintf(to, "%.1f s", seconds);
    else
        fprintf(to, "%.1f min", seconds / 60);
}

void assay_html_icon(FILE *to, assay_state state)
{
    fprintf(to, "<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-%s\"/></svg>",
            assay_state_name(state));
}

void assay_html_state(FILE *to, assay_state state, const char *word)
{
    fprintf(to, "<span class=\"st s-%s\">", assay_state_name(state));
    assay_html_icon(to, state);
    fprintf(to, "%s</span>", word != NULL ? word : assay_words_of(state)->count);
}

void assay_html_symbols(FILE *to)
{
    static const char *const shapes[ASSAY_STATES] = {
        [ASSAY_PASS] = "<path d=\"M3 8.5 6.5 12 13 4.5\"/>",
        [ASSAY_FAIL] = "<path d=\"m4 4 8 8m0-8-8 8\"/>",
        [ASSAY_CRASH] = "<path d=\"M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z\"/>",
        [ASSAY_TIMEOUT] = "<circle cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M8 4.5V8l2.5 1.5\"/>",
        [ASSAY_UNPROVEN] = "<path d=\"M5 5.5a3 3 0 1 1 4.5 2.6C8.4 8.8 8 9.3 8 10.5M8 13.5v.01\"/>",
        [ASSAY_SKIPPED] = "<path d=\"M3.5 8h9\"/>",
        [ASSAY_ERROR] = "<path d=\"M8 2 1.5 13.5h13zM8 6.5v3M8 11.6v.01\"/>",
        [ASSAY_STATE_KNOWN] = "<path d=\"M4.5 2v12L8 11l3.5 3V2z\"/>",
        [ASSAY_STATE_FLAKY] = "<path d=\"M1.5 8q1.6-6 3.25 0T8 8t3.25 0 3.25 0\"/>",
        [ASSAY_STATE_NOT_RUN] = "<circle cx=\"8\" cy=\"8\" r=\"5\"/>",
        [ASSAY_STATE_ELSEWHERE] = "<path d=\"M3 8h10M9 4l4 4-4 4\"/>",
    };
    fputs("<svg class=\"sprite\" width=\"0\" height=\"0\" aria-hidden=\"true\">\n", to);
    for (int state = 0; state < ASSAY_STATES; state++)
        fprintf(to, "<symbol id=\"i-%s\" viewBox=\"0 0 16 16\">%s</symbol>\n",
                assay_state_name((assay_state)state), shapes[state]);
    fputs("</svg>\n", to);
}

void assay_html_counts(FILE *to, const size_t counts[ASSAY_STATES], bool icons)
{
    const char *between = "";
    for (int state = 0; state < ASSAY_STATES; state++) {
        if (counts[state] == 0)
            continue;
        fputs(between, to);
        if (icons) {
            fprintf(to, "<span class=\"st s-%s\">", assay_state_name((assay_state)state));
            assay_html_icon(to, (assay_state)state);
        }
        fprintf(to, icons ? "<b>%zu</b> %s</span>" : "%zu %s", counts[state],
                assay_words_of((assay_state)state)->count);
        between = icons ? "\n" : ", ";
    }
}

/* What is there is seen: at least so much of a thousand. */
enum { WHOLE = 1000, LEAST = 6 };

static double share(size_t count, size_t sum, size_t kinds)
{
    return count == 0 ? 0 : LEAST + (double)(WHOLE - LEAST * kinds) * (double)count / (double)sum;
}

void assay_html_bar(FILE *to, const size_t counts[ASSAY_STATES])
{
    size_t sum = 0, kinds = 0;
    for (int state = 0; state < ASSAY_STATES; state++) {
        sum += counts[state];
        kinds += counts[state] > 0;
    }
    fputs("<svg class=\"bar\" viewBox=\"0 0 1000 1\" preserveAspectRatio=\"none\" role=\"img\" "
          "aria-label=\"",
          to);
    assay_html_counts(to, counts, false);
    fputs("\">", to);
    double at = 0;
    for (int state = 0; state < ASSAY_STATES; state++) {
        double width = share(counts[state], sum, kinds);
        if (width > 0)
            fprintf(to, "<rect class=\"s-%s\" x=\"%.1f\" width=\"%.1f\" height=\"1\"/>",
                    assay_state_name((assay_state)state), at, width);
        at += width;
    }
    fputs("</svg>", to);
}

void assay_html_share(FILE *to, int64_t part, int64_t whole)
{
    fprintf(to,
            "<svg class=\"bar\" viewBox=\"0 0 1000 1\" preserveAspectRatio=\"none\" "
            "aria-hidden=\"true\"><rect width=\"%.1f\" height=\"1\"/></svg>",
            (double)part * WHOLE / (double)whole);
}
