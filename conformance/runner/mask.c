/* Keeps the secrets of a manifest out of every output: run once, where findings arrive. */
#include "runner/mask.h"

#include <string.h>

/* The longest secret that text starts with: one may be the beginning of another. */
static size_t secret_at(const char *text, char *const *secrets, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(secrets[i]);
        if (size > longest && strncmp(text, secrets[i], size) == 0)
            longest = size;
    }
    return longest;
}

void assay_mask_text(char *text, char *const *secrets, size_t count)
{
    if (text == NULL || count == 0)
        return;
    char *to = text;
    while (*text != '\0') {
        size_t size = secret_at(text, secrets, count);
        if (size == 0) {
            *to++ = *text++;
            continue;
        }
        size_t stars = size < 3 ? size : 3;
        text += size;
        memset(to, '*', stars);
        to += stars;
    }
    *to = '\0';
}

/* A text that was cut may begin or end in the middle of a secret; fewer bytes than these tell
 * nothing. */
enum { TELLING = 4 };

static size_t rest_in_front(const char *text, const char *secret)
{
    size_t size = strlen(secret);
    for (size_t left = size; left >= TELLING; left--)
        if (strncmp(text, secret + size - left, left) == 0)
            return left;
    return 0;
}

static size_t rest_at_back(const char *text, size_t length, const char *secret)
{
    size_t size = strlen(secret);
    for (size_t left = size < length ? size : length; left >= TELLING; left--)
        if (memcmp(text + length - left, secret, left) == 0)
            return left;
    return 0;
}

static void mask_cut(char *text, char *const *secrets, size_t count)
{
    size_t front = 0, back = 0, length = text != NULL ? strlen(text) : 0;
    for (size_t i = 0; i < count && length > 0; i++) {
        size_t rest = rest_in_front(text, secrets[i]);
        front = rest > front ? rest : front;
        rest = rest_at_back(text, length, secrets[i]);
        back = rest > back ? rest : back;
    }
    if (front > 0)
        memset(text, '*', front);
    if (back > 0)
        memset(text + length - back, '*', back);
}

void assay_mask_finding(assay_finding *finding, char *const *secrets, size_t count)
{
    char *texts[] = {finding->reason, finding->expected, finding->observed, finding->dataset,
                     finding->trace,  finding->stack,    finding->output};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assay_mask_text(texts[i], secrets, count);
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
