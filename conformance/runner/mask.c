/* Keeps the secrets of a manifest out of every output: run once, where findings arrive. */
#include "runner/mask.h"

#include <stdio.h>
#include <string.h>

/* How a secret may stand in a text: as it is, and as values are printed in traces, where a
 * backslash is doubled and what is not printable ASCII is \xNN. */
static size_t printed_byte(unsigned char byte, char text[5])
{
    if (byte == '\\')
        return (size_t)snprintf(text, 5, "\\\\");
    if (byte >= ' ' && byte < 0x7f)
        return (size_t)snprintf(text, 5, "%c", byte);
    return (size_t)snprintf(text, 5, "\\x%02x", byte);
}

/* How many bytes of text are the secret as it is printed; 0: it is not there. */
static size_t printed_at(const char *text, const char *secret)
{
    char byte[5];
    size_t used = 0;
    for (; *secret != '\0'; secret++) {
        size_t size = printed_byte((unsigned char)*secret, byte);
        if (strncmp(text + used, byte, size) != 0)
            return 0;
        used += size;
    }
    return used;
}

/* The longest secret that text starts with: one may be the beginning of another. */
static size_t secret_at(const char *text, char *const *secrets, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(secrets[i]);
        size = strncmp(text, secrets[i], size) == 0 ? size : printed_at(text, secrets[i]);
        longest = size > longest ? size : longest;
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

void assay_mask_message(char *text, char *const *secrets, size_t count)
{
    assay_mask_text(text, secrets, count);
    size_t length = text != NULL ? strlen(text) : 0, back = 0;
    for (size_t i = 0; i < count && length > 0; i++) {
        size_t rest = rest_at_back(text, length, secrets[i]);
        back = rest > back ? rest : back;
    }
    if (back > 0)
        memset(text + length - back, '*', back);
}

void assay_mask_finding(assay_finding *finding, char *const *secrets, size_t count)
{
    char *texts[] = {finding->reason, finding->expected, finding->observed, finding->dataset,
                     finding->trace,  finding->stack,    finding->output};
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
