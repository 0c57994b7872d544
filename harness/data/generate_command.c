/* Data that exists: what a command prints is the truth about it. */
#include "data/generators.h"

#include "data/build.h"
#include "data/cutter.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORD_END '\x1f'

extern char **environ;

const assay_option assay_command_options[ASSAY_COMMAND_OPTIONS] = {
    {"command", ASSAY_OPTION_WORDS, "prints the records, each with the delimiter", 0, 0, NULL},
    {"path", ASSAY_OPTION_TEXT, "the stored data, a file or a pattern", 0, 0, NULL},
    {"delimiter", ASSAY_OPTION_TEXT, "ends a record of what is printed", 0, 0, "\n"},
    {"crlf", ASSAY_OPTION_SWITCH, "a CR before LF is not part of a record", 0, 0, "true"},
};

/* The words of text, which is cut up; ended by NULL. The caller's, to free. */
static char **split_words(char *text)
{
    size_t count = 1;
    for (const char *at = text; *at != '\0'; at++)
        count += *at == WORD_END;
    char **words = calloc(count + 1, sizeof(*words));
    if (words == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        words[i] = text;
        text += strcspn(text, "\x1f");
        if (*text != '\0')
            *text++ = '\0';
    }
    return words;
}

/* What assay makes of the signal is nothing for a command. */
static int use_usual_signals(posix_spawnattr_t *attributes)
{
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    int failed = posix_spawnattr_init(attributes);
    if (failed != 0)
        return failed;
    posix_spawnattr_setsigdefault(attributes, &usual);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
    return 0;
}

static int spawn_into(char **words, int output, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = use_usual_signals(&attributes);
    if (failed != 0)
        return failed;
    failed = posix_spawn_file_actions_init(&actions);
    if (failed == 0) {
        failed = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        if (failed == 0)
            failed = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        if (failed == 0)
            failed = posix_spawnp(child, words[0], &actions, &attributes, words, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    posix_spawnattr_destroy(&attributes);
    return failed;
}

/* Starts the command; *from: what it prints. */
static assay_status spawn(char **words, pid_t *child, int *from, assay_error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a pipe: %s", strerror(errno));
    int failed = spawn_into(words, ends[1], child);
    close(ends[1]);
    *from = ends[0];
    if (failed == 0)
        return ASSAY_OK;
    close(ends[0]);
    return assay_error_set(error, ASSAY_IO, "cannot run '%s': %s", words[0], strerror(failed));
}

static assay_status feed_all(int from, assay_cutter *cutter, assay_error *error)
{
    char block[1 << 16];
    for (;;) {
        ssize_t got = read(from, block, sizeof(block));
        if (got == 0)
            return assay_cutter_finish(cutter, error);
        if (got < 0 && errno != EINTR)
            return assay_error_set(error, ASSAY_IO, "cannot read from the command: %s",
                                   strerror(errno));
        if (got > 0)
            ASSAY_TRY(assay_cutter_feed(cutter, (assay_bytes){block, (size_t)got}, error));
    }
}

static assay_status await(pid_t child, const char *name, assay_error *error)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return assay_error_set(error, ASSAY_IO, "cannot wait for '%s': %s", name,
                                   strerror(errno));
    if (WIFSIGNALED(status))
        return assay_error_set(error, ASSAY_IO, "command '%s' was ended by signal %d", name,
                               WTERMSIG(status));
    if (WEXITSTATUS(status) != 0)
        return assay_error_set(error, ASSAY_IO, "command '%s' failed with exit code %d", name,
                               WEXITSTATUS(status));
    return ASSAY_OK;
}

static assay_status run(char **words, assay_cutter *cutter, assay_error *error)
{
    pid_t child = 0;
    int from = -1;
    ASSAY_TRY(spawn(words, &child, &from, error));
    assay_status status = feed_all(from, cutter, error);
    close(from);
    assay_status ended = await(child, words[0], error);
    return status != ASSAY_OK ? status : ended;
}

static assay_status add_stored_bytes(assay_build *build, const char *pattern, assay_error *error)
{
    glob_t found;
    struct stat stat_of;
    if (glob(pattern, 0, NULL, &found) != 0)
        return assay_error_set(error, ASSAY_IO, "no file matches '%s'", pattern);
    assay_status status = ASSAY_OK;
    for (size_t i = 0; status == ASSAY_OK && i < found.gl_pathc; i++) {
        if (stat(found.gl_pathv[i], &stat_of) != 0)
            status = assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", found.gl_pathv[i],
                                     strerror(errno));
        else
            build->dataset->stored_bytes += stat_of.st_size;
    }
    globfree(&found);
    return status;
}

static assay_status take_record(void *context, assay_bytes value, assay_error *error)
{
    assay_build *build = context;
    build->records++;
    return assay_build_add_value(build, value, error);
}

static assay_status cut_output(assay_build *build, char **words, assay_error *error)
{
    const char *delimiter = assay_build_text(build, "delimiter");
    assay_cutter cutter = {.delimiter = {delimiter, strlen(delimiter)},
                           .crlf =
                               assay_build_switch(build, "crlf") && strcmp(delimiter, "\n") == 0,
                           .take = take_record,
                           .context = build,
                           .pending = ASSAY_BUFFER_INIT};
    if (delimiter[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "option 'delimiter' is empty");
    assay_status status = run(words, &cutter, error);
    assay_buffer_clear(&cutter.pending);
    build->dataset->records = build->records;
    return status;
}

static assay_status fill(assay_build *build, assay_error *error)
{
    const char *path = assay_build_text(build, "path");
    char *text = strdup(assay_build_text(build, "command"));
    char **words = text == NULL ? NULL : split_words(text);
    assay_status status = words == NULL ? ASSAY_MEMORY : assay_build_set_path(build, path);
    if (status == ASSAY_OK)
        status = add_stored_bytes(build, path, error);
    if (status == ASSAY_OK)
        status = assay_build_open_truth(build, 0, error);
    if (status == ASSAY_OK)
        status = cut_output(build, words, error);
    free(words);
    free(text);
    return status;
}

assay_status assay_command_make(const assay_setting_list *options, uint64_t records, uint64_t seed,
                                const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {
        "command", assay_command_options, ASSAY_COMMAND_OPTIONS, options, 0, seed, folder, dataset,
        NULL};
    (void)records;
    return assay_build_run(&build, fill, error);
}
