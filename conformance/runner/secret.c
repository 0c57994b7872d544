/* The forms that a secret takes in texts, a character at a time: nothing is allocated, so nothing
 * can fail. */
#include "runner/secret.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The base64 of a secret depends on how many bytes before it are in the same group of three. */
enum form { PLAIN, PRINTED, JSON, BASE64, BASE64_AFTER_ONE, BASE64_AFTER_TWO, FORMS };
enum { TELLING = 4 };

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The bits of a secret before the first character of base64 that is all its own. */
static const unsigned shared_bits[FORMS] = {[BASE64_AFTER_ONE] = 4, [BASE64_AFTER_TWO] = 2};

/* Walks over the characters of a form; units are what one byte, or six bits, are printed as. */
typedef struct walk {
    const unsigned char *secret;
    size_t size;
    enum form form;
    size_t units;
    size_t used, unit_size; /* of unit */
    char unit[8];
} walk;

static walk walk_over(const char *secret, enum form form)
{
    return (walk){.secret = (const unsigned char *)secret, .size = strlen(secret), .form = form};
}

static size_t printed_byte(unsigned char byte, char text[8])
{
    if (byte == '\\')
        return (size_t)snprintf(text, 8, "\\\\");
    if (byte >= ' ' && byte < 0x7f)
        return (size_t)snprintf(text, 8, "%c", byte);
    return (size_t)snprintf(text, 8, "\\x%02x", byte);
}

static size_t json_byte(unsigned char byte, char text[8])
{
    static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *found = strchr(named, byte); /* never NUL, which ends a secret */
    if (found != NULL)
        return (size_t)snprintf(text, 8, "\\%c", names[found - named]);
    return (size_t)snprintf(text, 8, byte < ' ' ? "\\u%04x" : "%c", byte);
}

static size_t base64_digit(const walk *self, char text[8])
{
    size_t bit = shared_bits[self->form] + 6 * self->units;
    if (bit + 6 > 8 * self->size)
        return 0;
    unsigned here = self->secret[bit / 8], next = bit % 8 > 2 ? self->secret[bit / 8 + 1] : 0;
    text[0] = digits[((here << 8 | next) >> (10 - bit % 8)) & 63];
    return 1;
}

static size_t next_unit(const walk *self, char text[8])
{
    if (self->form >= BASE64)
        return base64_digit(self, text);
    if (self->units == self->size)
        return 0;
    if (self->form == JSON)
        return json_byte(self->secret[self->units], text);
    text[0] = (char)self->secret[self->units];
    return self->form == PLAIN ? 1 : printed_byte(self->secret[self->units], text);
}

/* The next character; NUL at the end. */
static char step(walk *self)
{
    if (self->used == self->unit_size) {
        self->used = 0;
        self->unit_size = next_unit(self, self->unit);
        self->units++;
    }
    return self->unit_size == 0 ? '\0' : self->unit[self->used++];
}

/* How many characters the rest of the form has, if text starts with them; 0: it does not. */
static size_t match(const char *text, walk rest)
{
    size_t size = 0;
    for (char next; (next = step(&rest)) != '\0'; size++)
        if (text[size] != next)
            return 0;
    return size;
}

static bool is_digit(char character)
{
    return character != '\0' && strchr(digits, character) != NULL;
}

/* The character behind those of its own, when it has some bits of the secret. */
static size_t shared_behind(const char *behind, enum form form, const char *secret)
{
    bool shared = (8 * strlen(secret) - shared_bits[form]) % 6 != 0;
    return form >= BASE64 && shared && is_digit(*behind);
}

size_t assay_secret_at(const char *text, const char *secret, size_t *before)
{
    size_t longest = 0;
    *before = 0;
    for (enum form form = PLAIN; form < FORMS && secret[0] != '\0'; form++) {
        size_t size = match(text, walk_over(secret, form));
        if (size == 0 || (form >= BASE64 && size < TELLING))
            continue;
        size += shared_behind(text + size, form, secret);
        if (size <= longest)
            continue;
        longest = size;
        *before = shared_bits[form] != 0;
    }
    return longest;
}

size_t assay_secret_rest_in_front(const char *text, const char *secret)
{
    size_t longest = 0;
    for (enum form form = PLAIN; form < FORMS; form++)
        for (walk rest = walk_over(secret, form); step(&rest) != '\0';) {
            size_t size = match(text, rest);
            if (size < TELLING || size <= longest)
                continue;
            longest = size + shared_behind(text + size, form, secret);
        }
    return longest;
}

/* Whether the first size characters of text are the beginning of a form. */
static bool begins(const char *text, size_t size, walk form)
{
    for (size_t i = 0; i < size; i++)
        if (step(&form) != text[i])
            return false;
    return true;
}

size_t assay_secret_rest_at_back(const char *text, size_t length, const char *secret)
{
    size_t most = 6 * strlen(secret);
    for (size_t left = most < length ? most : length; left >= TELLING; left--)
        for (enum form form = PLAIN; form < FORMS; form++) {
            const char *start = text + length - left;
            if (!begins(start, left, walk_over(secret, form)))
                continue;
            bool before = shared_bits[form] != 0 && left < length && is_digit(start[-1]);
            return left + before;
        }
    return 0;
}
