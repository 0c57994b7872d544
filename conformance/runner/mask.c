/* Keeps the secrets of a manifest out of every output: run once, where findings arrive. */
#include "runner/mask.h"

#include "runner/secret.h"
#include <string.h>

/* The longest secret that text starts with: one may be the beginning of another. */
static size_t secret_at(const char *text, char *const *secrets, size_t count, size_t *before)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t shared, size = assay_secret_at(text, secrets[i], &shared);
        if (size <= longest)
            continue;
        longest = size;
        *before = shared;
    }
    return longest;
}

static size_t rest_at_back(const char *text, size_t length, char *const *secrets, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t rest = assay_secret_rest_at_back(text, length, secrets[i]);
        longest = rest > longest ? rest : longest;
    }
    return longest;
}

/* Values that are too long to be printed are cut off, in the middle of a text. */
static void mask_cut_values(char *text, char *const *secrets, size_t count)
{
    for (char *end = text; (end = strstr(end, "'... (")) != NULL; end++) {
        size_t back = rest_at_back(text, (size_t)(end - text), secrets, count);
        memset(end - back, '*', back);
    }
}

void assay_mask_text(char *text, char *const *secrets, size_t count)
{
    if (text == NULL || count == 0)
        return;
    char *to = text, *start = text;
    while (*text != '\0') {
        size_t before = 0, size = secret_at(text, secrets, count, &before);
        if (size == 0) {
            *to++ = *text++;
            continue;
        }
        size_t stars = size < 3 ? size : 3;
        if (before > 0 && to > start)
            to[-1] = '*';
        text += size;
        memset(to, '*', stars);
        to += stars;
    }
    *to = '\0';
    mask_cut_values(start, secrets, count);
}

/* A text that was cut may begin or end in the middle of a secret. */
static void mask_cut(char *text, char *const *secrets, size_t count)
{
    size_t front = 0, length = text != NULL ? strlen(text) : 0;
    for (size_t i = 0; i < count && length > 0; i++) {
        size_t rest = assay_secret_rest_in_front(text, secrets[i]);
        front = rest > front ? rest : front;
    }
    if (length == 0)
        return;
    size_t back = rest_at_back(text, length, secrets, count);
    memset(text, '*', front);
    memset(text + length - back, '*', back);
}

void assay_mask_message(char *text, char *const *secrets, size_t count)
{
    assay_mask_text(text, secrets, count);
    if (text == NULL)
        return;
    size_t length = strlen(text), back = rest_at_back(text, length, secrets, count);
    memset(text + length - back, '*', back);
}

void assay_mask_finding(assay_finding *finding, char *const *secrets, size_t count)
{
    char *texts[] = {finding->reason,  finding->expected, finding->observed,
                     finding->dataset, finding->trace,    finding->stack,
                     finding->output,  finding->left,     finding->sketch};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assay_mask_text(texts[i], secrets, count);
    assay_mask_message(finding->reason, secrets, count);
    mask_cut(finding->trace, secrets, count);
    mask_cut(finding->stack, secrets, count);
    mask_cut(finding->output, secrets, count);
}

void assay_mask_look(assay_look *look, char *const *secrets, size_t count)
{
    assay_mask_finding(&look->finding, secrets, count);
    assay_mask_text(look->name, secrets, count);
    assay_mask_text(look->version, secrets, count);
}
