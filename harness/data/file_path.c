#include "data/file_path.h"

#include <string.h>

void assay_file_path_straighten(char *path)
{
    char *to = path;

    for (const char *at = path; *at != 0;) {
        size_t size = 1 + strcspn(at + 1, "/");
        if (size == 3 && strncmp(at, "/..", 3) == 0) {
            while (to > path && *--to != '/')
                continue;
        } else if (size > 1 && !(size == 2 && at[1] == '.')) {
            memmove(to, at, size);
            to += size;
        }
        at += size;
    }
    if (to == path)
        *to++ = '/';
    *to = 0;
}
