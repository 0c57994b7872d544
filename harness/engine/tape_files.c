#include "engine/tape.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_LIMIT = 64 << 10 };

static uint64_t mark_file(assay_tape *self, const char *path)
{
    static const size_t most = FILE_LIMIT + 1;
    assay_buffer content = ASSAY_BUFFER_INIT;
    ssize_t got = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0 || assay_buffer_reserve(&content, most) == NULL)
        got = -1;
    while (got >= 0 && content.size < most) {
        got = read(file, content.data + content.size, most - content.size);
        if (got <= 0)
            break;
        content.size += (size_t)got;
    }
    if (file >= 0)
        close(file);
    bool whole = got == 0 && content.size <= FILE_LIMIT;
    assay_tape_text(self, path);
    if (whole)
        assay_tape_bytes(self, assay_buffer_bytes(&content));
    assay_tape_mark(self, ASSAY_TAPE_FILE, whole ? ASSAY_TAPE_FILE_THERE : ASSAY_TAPE_FILE_LARGE,
                    0);
    uint64_t size = content.size;
    assay_buffer_clear(&content);
    return size;
}

static uint64_t mark_pattern(assay_tape *self, const char *pattern, bool contents);

static uint64_t mark_path(assay_tape *self, const char *path, bool contents)
{
    char inside[4200];
    struct stat info;

    if (stat(path, &info) != 0)
        return 0;
    if (!S_ISDIR(info.st_mode))
        return contents && S_ISREG(info.st_mode) ? mark_file(self, path) : 0;
    assay_tape_text(self, path);
    assay_tape_mark(self, ASSAY_TAPE_FILE, ASSAY_TAPE_FILE_FOLDER, 0);
    if (!contents || (size_t)snprintf(inside, sizeof(inside), "%s/*", path) >= sizeof(inside))
        return 0;
    return mark_pattern(self, inside, true);
}

static uint64_t mark_pattern(assay_tape *self, const char *pattern, bool contents)
{
    glob_t found;
    uint64_t bytes = 0;

    if (glob(pattern, 0, NULL, &found) != 0)
        return 0;
    for (size_t i = 0; i < found.gl_pathc; i++)
        bytes += mark_path(self, found.gl_pathv[i], contents);
    globfree(&found);
    return bytes;
}

uint64_t assay_tape_files(assay_tape *self, const assay_setting_list *settings, bool contents)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < settings->count && self->fd >= 0; i++) {
        const char *value = settings->items[i].value;
        if (value[0] != '/')
            continue;
        if (access(value, F_OK) != 0) {
            assay_tape_text(self, value);
            assay_tape_mark(self, ASSAY_TAPE_FILE, ASSAY_TAPE_FILE_NONE, 0);
        }
        bytes += mark_pattern(self, value, contents);
    }
    return bytes;
}
