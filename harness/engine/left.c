/* Descriptors and threads, counted from inside. */
#include "engine/left.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STANDARD = 3, ASKED = 65536, NAMES = 4, PAUSE_US = 200, PAUSES = 50000 };

void assay_left_say(assay_left *self, const char *format, ...)
{
    size_t room = self->said < ASSAY_LEFT_TEXT ? ASSAY_LEFT_TEXT - self->said : 0;
    va_list arguments;

    va_start(arguments, format);
    int size = room == 0 ? 0 : vsnprintf(self->text + self->said, room, format, arguments);
    va_end(arguments);
    if (size > 0)
        self->said += (uint32_t)((size_t)size < room ? (size_t)size : room - 1);
}

static int highest_descriptor(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > ASKED)
        return ASKED;
    return (int)limit.rlim_cur;
}

static uint32_t count_open(int from, int to)
{
    uint32_t count = 0;

    for (int i = from; i < to; i++)
        count += fcntl(i, F_GETFD) >= 0;
    return count;
}

/* The folder has the size of its contents since Linux 6.2. */
uint64_t assay_left_descriptors(void)
{
    struct stat folder;

    if (stat("/proc/self/fd", &folder) == 0 && folder.st_size > 0)
        return (uint64_t)folder.st_size;
    return count_open(0, highest_descriptor());
}

/* "/dev/null", "socket:[1234]" */
static void name_of(int descriptor, char *to, size_t size)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(path, to, size - 1);
    to[length > 0 ? length : 0] = 0;
    to[strcspn(to, ":")] = 0; /* the number of a socket or pipe says nothing */
}

static void name_descriptors(assay_left *self)
{
    char name[256], last[256] = "";
    unsigned names = 0;
    int most = highest_descriptor();

    for (int i = STANDARD; i < most && names <= NAMES; i++) {
        if (fcntl(i, F_GETFD) < 0)
            continue;
        name_of(i, name, sizeof(name));
        if (strcmp(name, last) == 0)
            continue; /* one after the other */
        strcpy(last, name);
        if (++names <= NAMES)
            assay_left_say(self, "%s%s", names == 1 ? ": " : ", ", name);
    }
    assay_left_say(self, names > NAMES ? ", and more\n" : "\n");
}

static void find_descriptors(assay_left *self)
{
    uint64_t open = assay_left_descriptors();

    self->closed = STANDARD - count_open(0, STANDARD);
    self->descriptors = (uint32_t)(open - (STANDARD - self->closed));
    if (self->descriptors > 0) {
        assay_left_say(self, "descriptors: %u open that %s not", self->descriptors,
                       self->descriptors == 1 ? "was" : "were");
        name_descriptors(self);
    }
    if (self->closed > 0)
        assay_left_say(self, "descriptors: %u of 0, 1 and 2 closed, which are not its own\n",
                       self->closed);
}

/* Whether it is about to be gone: whoever joined it may already be here. */
static bool is_ending(const char *number)
{
    enum { EXITING = 4 };
    char path[300], line[256];
    unsigned flags = EXITING;

    snprintf(path, sizeof(path), "/proc/self/task/%s/stat", number);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    char *read = fgets(line, sizeof(line), file);
    fclose(file);
    const char *after_name = read == NULL ? NULL : strrchr(line, ')');
    if (after_name == NULL || sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %u", &flags) != 1)
        return false;
    return (flags & EXITING) != 0;
}

static bool any_is_ending(void)
{
    struct dirent *entry;
    bool ending = false;

    DIR *threads = opendir("/proc/self/task");
    while (threads != NULL && !ending && (entry = readdir(threads)) != NULL)
        ending = isdigit((unsigned char)entry->d_name[0]) && is_ending(entry->d_name);
    if (threads != NULL)
        closedir(threads);
    return ending;
}

/* What only a process with one thread may do, and has no effect then; where no process may do it,
 * it is not known. */
static bool is_alone(void)
{
    return unshare(CLONE_THREAD) == 0;
}

uint64_t assay_left_threads(void)
{
    struct stat folder;

    if (is_alone())
        return 1;
    for (int i = 0; i < PAUSES; i++) {
        if (stat("/proc/self/task", &folder) != 0 || folder.st_nlink < STANDARD)
            return 1; /* "..", "." and the first thread */
        if (folder.st_nlink == STANDARD || !any_is_ending())
            break;
        usleep(PAUSE_US);
    }
    return (uint64_t)folder.st_nlink - 2;
}

static void find_threads(assay_left *self)
{
    self->threads = (uint32_t)(assay_left_threads() - 1);
    if (self->threads > 0)
        assay_left_say(self, "threads: %u still run%s\n", self->threads,
                       self->threads == 1 ? "s" : "");
}

void assay_left_find(assay_left *self, bool threads)
{
    find_descriptors(self);
    if (threads)
        find_threads(self);
}
