#include "engine/surroundings.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NAMES = 5 }; /* of variables that are said */

extern char **environ;

static mode_t mask_now(void)
{
    mode_t mask = umask(077);

    umask(mask);
    return mask;
}

assay_status assay_surroundings_note(assay_surroundings *self)
{
    struct stat here;

    *self = (assay_surroundings){.mask = mask_now(), .environment = ASSAY_BUFFER_INIT};
    if (stat(".", &here) == 0) {
        self->device = here.st_dev;
        self->inode = here.st_ino;
    }
    for (char **at = environ; at != NULL && *at != NULL; at++) {
        assay_status status = assay_buffer_append(&self->environment.out, *at, strlen(*at) + 1);
        if (status == ASSAY_OK)
            continue;
        assay_surroundings_clear(self);
        return status;
    }
    return ASSAY_OK;
}

void assay_surroundings_clear(assay_surroundings *self)
{
    assay_buffer_clear(&self->environment);
}

static const char *next_of(const assay_buffer *entries, const char *at)
{
    const char *end = (const char *)entries->data + entries->size;
    const char *next = at == NULL ? (const char *)entries->data : at + strlen(at) + 1;

    return next == NULL || next >= end ? NULL : next;
}

static bool same_environment(const assay_buffer *before)
{
    const char *old = NULL;

    for (char **at = environ; at != NULL && *at != NULL; at++) {
        old = next_of(before, old);
        if (old == NULL || strcmp(old, *at) != 0)
            return false;
    }
    return next_of(before, old) == NULL;
}

static void put_name(assay_left *to, unsigned before, const char *entry, const char *what)
{
    if (before < NAMES)
        assay_left_say(to, "%s%.*s %s", before == 0 ? "environment: " : ", ",
                       (int)strcspn(entry, "="), entry, what);
}

static bool same_name(const char *a, const char *b)
{
    size_t size = strcspn(a, "=");

    return strncmp(a, b, size) == 0 && (b[size] == '=' || b[size] == 0);
}

static const char *find_old(const assay_buffer *before, const char *entry)
{
    const char *old = NULL;

    while ((old = next_of(before, old)) != NULL && !same_name(old, entry))
        continue;
    return old;
}

static const char *find_now(const char *entry)
{
    for (char **at = environ; at != NULL && *at != NULL; at++)
        if (same_name(*at, entry))
            return *at;
    return NULL;
}

/* Whether anything but the order has changed. */
static bool compare_environment(const assay_buffer *before, assay_left *to)
{
    unsigned names = 0;
    const char *old = NULL;

    for (char **at = environ; at != NULL && *at != NULL; at++) {
        const char *was = find_old(before, *at);
        if (was == NULL || strcmp(was, *at) != 0)
            put_name(to, names++, *at, was == NULL ? "was set" : "was changed");
    }
    while ((old = next_of(before, old)) != NULL)
        if (find_now(old) == NULL)
            put_name(to, names++, old, "was removed");
    if (names > NAMES)
        assay_left_say(to, ", and %u more", names - NAMES);
    if (names > 0)
        assay_left_say(to, "\n");
    return names > 0;
}

static bool compare_folder(const assay_surroundings *before, assay_left *to)
{
    char folder[512];
    struct stat here;

    if (stat(".", &here) != 0 || (here.st_dev == before->device && here.st_ino == before->inode))
        return false;
    assay_left_say(to, "working directory: was changed to '%s'\n",
                   getcwd(folder, sizeof(folder)) != NULL ? folder : "?");
    return true;
}

static bool compare_mask(const assay_surroundings *before, assay_left *to)
{
    mode_t mask = mask_now();

    if (mask == before->mask)
        return false;
    assay_left_say(to, "umask: was changed from %04o to %04o\n", (unsigned)before->mask,
                   (unsigned)mask);
    return true;
}

void assay_surroundings_compare(const assay_surroundings *before, assay_left *to)
{
    to->changes += compare_folder(before, to);
    to->changes += compare_mask(before, to);
    to->changes +=
        !same_environment(&before->environment) && compare_environment(&before->environment, to);
}
