/* Reads what a sink wrote, without the sink and without the code that connectors are made of. */
#include "data/readback.h"

#include "data/cutter.h"
#include "data/readback_file.h"
#include <assay/toolkit/error.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static assay_status take_record(void *context, assay_bytes value, assay_error *error)
{
    assay_record record = ASSAY_RECORD_INIT;
    (void)error;
    record.value = value;
    assay_tally_add(context, &record);
    return ASSAY_OK;
}

static assay_status feed_piece(void *context, assay_bytes piece, assay_error *error)
{
    return assay_cutter_feed(context, piece, error);
}

static assay_status keep_piece(void *context, assay_bytes piece, assay_error *error)
{
    (void)error;
    return assay_buffer_append(&((assay_buffer *)context)->out, piece.data, piece.size);
}

static assay_status read_lines(const char *path, bool gzip, const char *delimiter,
                               assay_tally *tally, assay_error *error)
{
    assay_cutter cutter = {.delimiter = {delimiter, strlen(delimiter)},
                           .take = take_record,
                           .context = tally,
                           .pending = ASSAY_BUFFER_INIT};
    assay_status status = gzip ? assay_gzip_file_read(path, feed_piece, &cutter, error)
                               : assay_plain_file_read(path, feed_piece, &cutter, error);
    if (status == ASSAY_OK)
        status = assay_cutter_finish(&cutter, error);
    assay_buffer_clear(&cutter.pending);
    return status;
}

static int digit_of(char hex)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = hex != '\0' ? strchr(digits, hex) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

static assay_status decode_name(const char *path, assay_buffer *id, assay_error *error)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    for (size_t i = 0; name[i] != '\0'; i += 2) {
        int high = digit_of(name[i]);
        int low = high < 0 ? -1 : digit_of(name[i + 1]);
        if (low < 0)
            return assay_error_set(error, ASSAY_CORRUPT, "the name of '%s' is no id in hex", path);
        ASSAY_TRY(assay_buffer_append(&id->out, &(char){(char)(high * 16 + low)}, 1));
    }
    return ASSAY_OK;
}

static assay_status read_record(const char *path, assay_tally *tally, assay_error *error)
{
    assay_buffer value = ASSAY_BUFFER_INIT;
    assay_buffer id = ASSAY_BUFFER_INIT;
    assay_record record = ASSAY_RECORD_INIT;
    assay_status status = decode_name(path, &id, error);
    if (status == ASSAY_OK)
        status = assay_plain_file_read(path, keep_piece, &value, error);
    record.value = assay_buffer_bytes(&value);
    record.id = assay_buffer_bytes(&id);
    if (status == ASSAY_OK)
        assay_tally_add(tally, &record);
    assay_buffer_clear(&value);
    assay_buffer_clear(&id);
    return status;
}

static assay_status read_file(assay_readback how, const char *path, const char *delimiter,
                              assay_tally *tally, uint64_t *files, assay_error *error)
{
    struct stat stat_of;
    if (stat(path, &stat_of) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", path, strerror(errno));
    if (S_ISDIR(stat_of.st_mode))
        return ASSAY_OK;
    if (!S_ISREG(stat_of.st_mode))
        return assay_error_set(error, ASSAY_CORRUPT, "'%s' is no file", path);
    ++*files;
    const char *slash = strrchr(path, '/');
    assay_tally_origin(tally, "file '%s'", slash != NULL ? slash + 1 : path);
    if (how == ASSAY_READBACK_FILES)
        return read_record(path, tally, error);
    return read_lines(path, how == ASSAY_READBACK_GZIP, delimiter, tally, error);
}

/* A folder that is not there has no files; any other trouble ends the search. */
static int search_failed(const char *path, int reason)
{
    (void)path;
    return reason != ENOENT && reason != ENOTDIR;
}

assay_status assay_readback_read(assay_readback how, const char *pattern, const char *delimiter,
                                 assay_tally *tally, uint64_t *files, assay_error *error)
{
    glob_t found;
    *files = 0;
    if (how == ASSAY_READBACK_NONE)
        return ASSAY_OK;
    if (how != ASSAY_READBACK_FILES && delimiter[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "the delimiter of the output is empty");
    int answer = glob(pattern, 0, search_failed, &found);
    if (answer == GLOB_NOMATCH)
        return ASSAY_OK;
    if (answer != 0)
        return assay_error_set(error, answer == GLOB_NOSPACE ? ASSAY_MEMORY : ASSAY_IO,
                               "cannot search for '%s': %s", pattern, strerror(errno));
    assay_status status = ASSAY_OK;
    for (size_t i = 0; status == ASSAY_OK && i < found.gl_pathc; i++)
        status = read_file(how, found.gl_pathv[i], delimiter, tally, files, error);
    globfree(&found);
    return status;
}
