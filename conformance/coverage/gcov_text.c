/* Reads what gcov prints. */
#include "coverage/gcov_text.h"

#include "data/file_path.h"

#include <assay/toolkit/error.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* gcov escapes no more than quotes and the like: bytes from 0x80 on become the characters of the
 * same number, so that whatever they are it is JSON. */
static assay_status make_json(const char *from, size_t size, assay_buffer *to)
{
    char escape[8];
    assay_buffer_reset(to);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)from[i],
                      two[2] = {0xc0 | byte >> 6, 0x80 | (byte & 0x3f)};
        if (byte >= 0x80) {
            ASSAY_TRY(assay_buffer_append(&to->out, two, 2));
        } else if (byte < ' ') {
            snprintf(escape, sizeof(escape), "\\u%04x", byte);
            ASSAY_TRY(assay_buffer_append(&to->out, escape, 6));
        } else {
            ASSAY_TRY(assay_buffer_append(&to->out, &byte, 1));
        }
    }
    return ASSAY_OK;
}

/* The bytes that they were; NULL: out of memory. The caller's. */
static char *bytes_of(const json_t *value)
{
    const char *from = json_string_value(value);
    char *made = strdup(from != NULL ? from : "");
    if (made == NULL)
        return NULL;
    size_t size = 0;
    for (const char *at = made; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if ((byte & 0xfc) == 0xc0) /* the first of two */
            byte = (unsigned char)(byte << 6 | (*++at & 0x3f));
        made[size++] = (char)byte;
    }
    made[size] = '\0';
    return made;
}

/* As the compiler was told it, from where it ran. */
static char *absolute(const char *folder, const char *path)
{
    char whole[PATH_MAX];
    int size = snprintf(whole, sizeof(whole), "%s%s%s", path[0] == '/' ? "" : folder,
                        path[0] == '/' ? "" : "/", path);
    if (size < 0 || (size_t)size >= sizeof(whole))
        return strdup(path);
    char *real = realpath(whole, NULL);
    if (real != NULL)
        return real;
    if (whole[0] == '/')
        assay_file_path_straighten(whole);
    return strdup(whole);
}

static char *path_of(const json_t *document, const json_t *file)
{
    char *folder = bytes_of(json_object_get(document, "current_working_directory"));
    char *path = bytes_of(json_object_get(file, "file"));
    char *made = folder != NULL && path != NULL ? absolute(folder, path) : NULL;
    free(folder);
    free(path);
    return made;
}

static assay_status read_line(const assay_gcov_reader *self, const json_t *line, assay_error *error)
{
    json_int_t number = json_integer_value(json_object_get(line, "line_number"));
    json_int_t count = json_integer_value(json_object_get(line, "count"));
    if (number <= 0 || number > INT_MAX)
        return ASSAY_OK;
    char *function = bytes_of(json_object_get(line, "function_name"));
    if (function == NULL)
        return ASSAY_MEMORY;
    assay_status status = self->line(self->context, (unsigned)number, function,
                                     count > 0 ? (uint64_t)count : 0, error);
    free(function);
    return status;
}

static assay_status read_file(const assay_gcov_reader *self, const json_t *document,
                              const json_t *file, assay_error *error)
{
    const char *object = json_string_value(json_object_get(document, "data_file"));
    bool wanted = false;
    char *path = path_of(document, file);
    if (path == NULL)
        return ASSAY_MEMORY;
    assay_status status =
        self->file(self->context, object != NULL ? object : "", path, &wanted, error);
    free(path);
    size_t index;
    json_t *line;
    json_array_foreach(json_object_get(file, "lines"), index, line)
    {
        if (status == ASSAY_OK && wanted)
            status = read_line(self, line, error);
    }
    return status;
}

static assay_status read_document(const assay_gcov_reader *self, assay_bytes json,
                                  assay_error *error)
{
    json_error_t reason;
    json_t *document = json_loadb(json.data, json.size, 0, &reason);
    const json_t *files = json_object_get(document, "files");
    assay_status status =
        json_is_array(files)
            ? ASSAY_OK
            : assay_error_set(error, ASSAY_CORRUPT, "gcov prints what is not its JSON: %.80s",
                              document == NULL ? reason.text : "it names no files");
    size_t index;
    json_t *file;
    json_array_foreach(files, index, file)
    {
        if (status == ASSAY_OK)
            status = read_file(self, document, file, error);
    }
    json_decref(document);
    return status;
}

assay_status assay_gcov_read(const assay_gcov_reader *self, assay_bytes text, assay_error *error)
{
    assay_buffer json = ASSAY_BUFFER_INIT;
    assay_status status = ASSAY_OK;
    const char *at = text.data, *end = at + text.size;
    while (status == ASSAY_OK && at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        if (stop > at)
            status = make_json(at, (size_t)(stop - at), &json);
        if (status == ASSAY_OK && stop > at)
            status = read_document(self, assay_buffer_bytes(&json), error);
        at = stop + (stop < end);
    }
    assay_buffer_clear(&json);
    return status == ASSAY_MEMORY ? assay_error_set(error, status, "out of memory") : status;
}
