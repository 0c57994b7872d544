#ifndef ASSAY_HOST_RUNTIME_FILE_H
#define ASSAY_HOST_RUNTIME_FILE_H

#include <limits.h>
#include <stdbool.h>

/* Where the shared runtime of a sanitizer is. */

/* By its name, as the loader would find it: path: the folders that the library has for its own
 * libraries, or NULL; program: any that is linked dynamically. */
bool assay_runtime_file_named(const char *name, const char *path, const char *library,
                              const char *program, char to[PATH_MAX]);
/* Clang's, which it leaves to the program and keeps in a folder of its own; the newest. */
bool assay_runtime_file_of_clang(const char *beginning, char to[PATH_MAX]);

/* Whether the program starts with it: 0, or the signal that ended it. */
int assay_runtime_file_try(const char *file, const char *program);

#endif
