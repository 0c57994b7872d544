/* A badge. */
#include "report/badge.h"

#include "report/outcome.h"
#include <string.h>

/* Tenths of a pixel: the lengths are given with the text, so that every font is made to fit. */
enum { CHARACTER = 65, MARGIN = 100, HEIGHT = 20 };

static size_t failures(const assay_run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->item_count; i++)
        count += run->items[i].done && assay_run_item_against(run, &run->items[i]);
    return count;
}

static void say(const assay_run *run, char *to, size_t size)
{
    const char *word = assay_outcome_word(run);
    size_t failed = failures(run);
    if (strcmp(word, "not conformant") == 0 && failed > 0)
        snprintf(to, size, "%zu of %zu failed", failed, assay_outcome_items(run));
    else
        snprintf(to, size, "%s", word);
}

static const char *colour(const assay_run *run)
{
    const char *word = assay_outcome_word(run);
    if (strcmp(word, "conformant") == 0)
        return "#2a7a3b";
    return strcmp(word, "not conformant") == 0 ? "#b3261e" : "#6b6b6b";
}

/* Half of it at x, in tenths. */
static void write_text(FILE *to, const char *text, size_t x, size_t width)
{
    fprintf(to, "<text x=\"%zu.%zu\" y=\"14\" textLength=\"%zu.%zu\">%s</text>\n",
            (x + width / 2) / 10, (x + width / 2) % 10, (width - MARGIN) / 10,
            (width - MARGIN) % 10, text);
}

void assay_badge_write(FILE *to, const assay_run *run)
{
    static const char label[] = "assay";
    char text[80];
    say(run, text, sizeof(text));
    size_t left = MARGIN + CHARACTER * strlen(label), right = MARGIN + CHARACTER * strlen(text);
    fprintf(to,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" height=\"%d\" role=\"img\" "
            "aria-label=\"%s: %s\">\n<title>%s: %s</title>\n",
            (left + right + 9) / 10, HEIGHT, label, text, label, text);
    fprintf(to,
            "<rect width=\"%zu.%zu\" height=\"%d\" fill=\"#444\"/>\n"
            "<rect x=\"%zu.%zu\" width=\"%zu.%zu\" height=\"%d\" fill=\"%s\"/>\n",
            left / 10, left % 10, HEIGHT, left / 10, left % 10, right / 10, right % 10, HEIGHT,
            colour(run));
    fputs("<g fill=\"#fff\" text-anchor=\"middle\" font-size=\"11\" "
          "font-family=\"Verdana, DejaVu Sans, sans-serif\">\n",
          to);
    write_text(to, label, 0, left);
    write_text(to, text, left, right);
    fputs("</g>\n</svg>\n", to);
}
