#include "host/runtime_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

static bool take(char to[PATH_MAX], const char *folder, int size, const char *name)
{
    return snprintf(to, PATH_MAX, "%.*s/%s", size, folder, name) < PATH_MAX &&
           access(to, R_OK) == 0;
}

/* "$ORIGIN" is where the library is. */
static bool take_origin(char to[PATH_MAX], const char *folder, int size, const char *library,
                        const char *name)
{
    static const char *const words[] = {"$ORIGIN", "${ORIGIN}"};
    char whole[PATH_MAX];

    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(words[i]);
        if (strncmp(folder, words[i], length) != 0)
            continue;
        const char *slash = strrchr(library, '/');
        int made =
            snprintf(whole, sizeof(whole), "%.*s%.*s", slash != NULL ? (int)(slash - library) : 1,
                     slash != NULL ? library : ".", size - (int)length, folder + length);
        return made < (int)sizeof(whole) && take(to, whole, made, name);
    }
    return take(to, folder, size, name);
}

static bool find_in(const char *folders, const char *library, const char *name, char to[PATH_MAX])
{
    while (folders != NULL && *folders != 0) {
        size_t size = strcspn(folders, ":");
        if (size > 0 && take_origin(to, folders, (int)size, library, name))
            return true;
        folders += size + (folders[size] == ':');
    }
    return false;
}

/* Starts the program without arguments, with nothing in its environment but the runtime and where
 * libraries are; output: NULL for nowhere. */
static pid_t start(const char *program, const char *runtime, const int *output)
{
    char preload[PATH_MAX + 16], paths[PATH_MAX];
    const char *folders = getenv("LD_LIBRARY_PATH");
    posix_spawn_file_actions_t actions;
    pid_t pid = -1;

    snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", runtime);
    snprintf(paths, sizeof(paths), "LD_LIBRARY_PATH=%s", folders != NULL ? folders : "");
    char *arguments[] = {(char *)(uintptr_t)program, NULL};
    char trace[] = "LD_TRACE_LOADED_OBJECTS=1";
    char *environment[] = {preload, paths, output != NULL ? trace : NULL, NULL};
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -1;
    if (posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, output != NULL ? *output : 0, 1) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, 0, 2) != 0 ||
        posix_spawn(&pid, program, &actions, NULL, arguments, environment) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static int wait_for(pid_t pid)
{
    int status = 0;

    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

int assay_runtime_file_try(const char *file, const char *program)
{
    int status = wait_for(start(program, file, NULL));

    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* "	libasan.so.8 => /lib/x86_64-linux-gnu/libasan.so.8 (0x00007f...)" */
static bool read_answer(FILE *from, const char *name, char to[PATH_MAX])
{
    char line[PATH_MAX + 300];
    size_t size = strlen(name);
    bool found = false;

    while (fgets(line, sizeof(line), from) != NULL) {
        const char *at = line + strspn(line, " \t");
        if (found || strncmp(at, name, size) != 0 || strncmp(at + size, " => /", 5) != 0)
            continue;
        at += size + 4;
        found = snprintf(to, PATH_MAX, "%.*s", (int)strcspn(at, " \n"), at) < PATH_MAX;
    }
    return found;
}

/* The loader, asked what it would load for the program, names it; nothing of it runs. */
static bool find_by_loader(const char *program, const char *name, char to[PATH_MAX])
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pid_t pid = start(program, name, &ends[1]);
    close(ends[1]);
    FILE *from = fdopen(ends[0], "r");
    bool found = pid > 0 && from != NULL && read_answer(from, name, to);
    if (from != NULL)
        fclose(from);
    else
        close(ends[0]);
    wait_for(pid);
    return found && access(to, R_OK) == 0;
}

bool assay_runtime_file_named(const char *name, const char *path, const char *library,
                              const char *program, char to[PATH_MAX])
{
    return find_in(path, library, name, to) || find_by_loader(program, name, to);
}

bool assay_runtime_file_of_clang(const char *beginning, char to[PATH_MAX])
{
    static const char *const folders[] = {"/usr/lib/llvm-*/lib/clang/*/lib", "/usr/lib/clang/*/lib",
                                          "/usr/lib64/clang/*/lib", "/usr/local/lib/clang/*/lib"};
    struct utsname machine;
    char pattern[PATH_MAX];
    glob_t matches = {0};
    const char *best = NULL;

    if (uname(&machine) != 0)
        return false;
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        snprintf(pattern, sizeof(pattern), "%s/linux/%s-%s.so", folders[i], beginning,
                 machine.machine);
        glob(pattern, i > 0 ? GLOB_APPEND : 0, NULL, &matches);
        snprintf(pattern, sizeof(pattern), "%s/%s-*linux*/%s.so", folders[i], machine.machine,
                 beginning);
        glob(pattern, GLOB_APPEND, NULL, &matches);
    }
    for (size_t i = 0; i < matches.gl_pathc; i++)
        if (best == NULL || strverscmp(matches.gl_pathv[i], best) > 0)
            best = matches.gl_pathv[i];
    bool found = best != NULL && snprintf(to, PATH_MAX, "%s", best) < PATH_MAX;
    globfree(&matches);
    return found;
}
