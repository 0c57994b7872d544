#ifndef ASSAY_REFERENCE_CONNECTORS_DRIVE_SINK_H
#define ASSAY_REFERENCE_CONNECTORS_DRIVE_SINK_H

/* For the unit tests of sinks: every test runs in a folder of its own, which is the working
 * directory; calls that must succeed are one line each. */

#include "drive.h"

#include <dirent.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static inline int drive_remove_entry(const char *path, const struct stat *info, int type,
                                     struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

static inline int drive_enter(void **state)
{
    const char *root = getenv("TMPDIR");
    char *folder = NULL;
    if (asprintf(&folder, "%s/assay-XXXXXX", root == NULL ? "/tmp" : root) < 0)
        return -1;
    *state = folder;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 ? -1 : 0;
}

static inline int drive_leave(void **state)
{
    int failed = chdir("/") != 0 || nftw(*state, drive_remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0;
    free(*state);
    return failed ? -1 : 0;
}

#define DRIVE_IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, drive_enter, drive_leave)

static inline assay_status drive_try_sink(const assay_setting *settings, uint32_t count,
                                          assay_sink **sink, assay_error *error)
{
    const assay_connector *connector = assay_connector_entry();
    assay_config config = {sizeof(config), count, settings};
    return connector->open_sink(connector, NULL, &config, sink, error);
}

/* A sink, initialized. */
static inline assay_sink *drive_sink(const assay_setting *settings, uint32_t count)
{
    assay_sink *sink = NULL;
    assert_int_equal(drive_try_sink(settings, count, &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
    return sink;
}

/* What decode makes of the encoded sink; of less than all of it it makes nothing. */
static inline assay_sink *drive_sink_copy(assay_sink *sink)
{
    const assay_connector *connector = assay_connector_entry();
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_sink *copy = NULL;
    assert_int_equal(sink->ops->encode(sink, &encoded.out, NULL), ASSAY_OK);
    for (size_t size = 0; size < encoded.size; size++)
        assert_int_equal(
            connector->decode_sink(connector, NULL, (assay_bytes){encoded.data, size}, &copy, NULL),
            ASSAY_INVALID);
    assert_int_equal(
        connector->decode_sink(connector, NULL, assay_buffer_bytes(&encoded), &copy, NULL),
        ASSAY_OK);
    assay_buffer_clear(&encoded);
    return copy;
}

static inline assay_writer *drive_writer(assay_sink *sink, uint64_t bundle, const char *attempt)
{
    assay_writer *writer = NULL;
    assert_int_equal(sink->ops->open_writer(sink, bundle, attempt, &writer, NULL), ASSAY_OK);
    return writer;
}

static inline assay_status drive_write(assay_writer *writer, const char *id, assay_bytes value)
{
    assay_record record = ASSAY_RECORD_INIT;
    record.id = (assay_bytes){id, strlen(id)};
    record.value = value;
    return writer->ops->write(writer, &record, NULL);
}

static inline void drive_put(assay_writer *writer, const char *id, const char *value)
{
    assert_int_equal(drive_write(writer, id, (assay_bytes){value, strlen(value)}), ASSAY_OK);
}

/* Prepares and releases. */
static inline assay_buffer drive_prepare(assay_writer *writer)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_OK);
    writer->ops->release(writer);
    return token;
}

/* An attempt with one record, or with none when value is NULL. */
static inline assay_buffer drive_attempt(assay_sink *sink, uint64_t bundle, const char *attempt,
                                         const char *id, const char *value)
{
    assay_writer *writer = drive_writer(sink, bundle, attempt);
    if (value != NULL)
        drive_put(writer, id, value);
    return drive_prepare(writer);
}

static inline assay_status drive_commit(assay_sink *sink, const assay_buffer *tokens, size_t count,
                                        assay_error *error)
{
    assay_bytes bytes[8];
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++)
        bytes[i] = assay_buffer_bytes(&tokens[i]);
    return sink->ops->commit(sink, bytes, count, error);
}

static inline void drive_list_file(const char *path, assay_buffer *to)
{
    char piece[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(to->out.append(&to->out, "=", 1), ASSAY_OK);
    for (size_t got; (got = fread(piece, 1, sizeof(piece), file)) > 0;)
        assert_int_equal(to->out.append(&to->out, piece, got), ASSAY_OK);
    fclose(file);
}

static inline int drive_no_dots(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* Whether a folder holds just that: "a=content of a;folder/;" by name, hidden ones included. */
static inline bool drive_holds(const char *folder, const char *expected)
{
    assay_buffer list = ASSAY_BUFFER_INIT;
    struct dirent **entries = NULL;
    struct stat info;
    char path[4096];
    int count = scandir(folder, &entries, drive_no_dots, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        snprintf(path, sizeof(path), "%s/%s", folder, name);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(list.out.append(&list.out, name, strlen(name)), ASSAY_OK);
        if (!S_ISDIR(info.st_mode))
            drive_list_file(path, &list);
        assert_int_equal(list.out.append(&list.out, S_ISDIR(info.st_mode) ? "/;" : ";",
                                         S_ISDIR(info.st_mode) ? 2 : 1),
                         ASSAY_OK);
        free(entries[i]);
    }
    free(entries);
    bool same = count >= 0 && list.size == strlen(expected) &&
                (list.size == 0 || memcmp(list.data, expected, list.size) == 0);
    if (!same)
        print_error("'%s' holds\n%.*s\nexpected\n%s\n", folder, (int)list.size,
                    list.size == 0 ? "" : (const char *)list.data, expected);
    assay_buffer_clear(&list);
    return same;
}

/* A limit on the size of files stands in for a full disk. */
static inline void drive_limit_file_size(rlim_t size)
{
    struct rlimit limit;
    assert_true(signal(SIGXFSZ, size == RLIM_INFINITY ? SIG_DFL : SIG_IGN) != SIG_ERR);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Runs work in a process that dies when it returns, without any tidying up. */
static inline void drive_die_after(void (*work)(assay_sink *sink), assay_sink *sink)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        work(sink);
        kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

#endif
