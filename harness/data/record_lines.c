/* The one framing of records between assay and commands. */
#include "data/record_lines.h"

#include "data/base64.h"
#include <assay/toolkit/error.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES (256u << 20)

static assay_status put_text(assay_out *to, const char *text)
{
    return to->append(to, text, strlen(text));
}

static assay_status put_id(assay_bytes id, assay_out *to)
{
    bool has_zero = id.size > 0 && memchr(id.data, '\0', id.size) != NULL;
    json_t *text = has_zero ? NULL : json_stringn(id.size > 0 ? id.data : "", id.size);
    if (text == NULL) {
        ASSAY_TRY(put_text(to, ",\"id_b64\":\""));
        ASSAY_TRY(assay_base64_put(id, to));
        return put_text(to, "\"");
    }
    char *printed = json_dumps(text, JSON_ENCODE_ANY);
    json_decref(text);
    assay_status status = printed == NULL ? ASSAY_MEMORY : put_text(to, ",\"id\":");
    if (status == ASSAY_OK)
        status = put_text(to, printed);
    free(printed);
    return status;
}

assay_status assay_record_line_put(const assay_record *record, uint32_t fields, assay_out *to)
{
    char number[48];
    ASSAY_TRY(put_text(to, "{\"value_b64\":\""));
    ASSAY_TRY(assay_base64_put(record->value, to));
    ASSAY_TRY(put_text(to, "\""));
    if ((fields & ASSAY_DIGEST_IDS) != 0)
        ASSAY_TRY(put_id(record->id, to));
    if ((fields & ASSAY_DIGEST_TIMES) != 0) {
        snprintf(number, sizeof(number), ",\"timestamp\":%lld", (long long)record->timestamp);
        ASSAY_TRY(put_text(to, number));
    }
    return put_text(to, "}\n");
}

static assay_status wrong(const assay_record_lines *self, assay_error *error, const char *format,
                          ...) __attribute__((format(printf, 3, 4)));

static assay_status wrong(const assay_record_lines *self, assay_error *error, const char *format,
                          ...)
{
    char what[256];
    va_list values;
    va_start(values, format);
    vsnprintf(what, sizeof(what), format, values);
    va_end(values);
    for (char *at = what; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = '?';
    return assay_error_set(error, ASSAY_CORRUPT, "line %llu: %s",
                           (unsigned long long)self->count + 1, what);
}

static assay_status take_base64(assay_record_lines *self, const char *key, const json_t *value,
                                assay_buffer *to, assay_error *error)
{
    assay_buffer_reset(to);
    if (!json_is_string(value))
        return wrong(self, error, "'%s' is no text, expected base64", key);
    const char *text = json_string_value(value);
    assay_status status = assay_base64_take(text, json_string_length(value), &to->out);
    return status == ASSAY_INVALID ? wrong(self, error, "'%s' is no base64: '%.40s'", key, text)
                                   : status;
}

static assay_status take_id(assay_record_lines *self, const json_t *value, assay_error *error)
{
    assay_buffer_reset(&self->id);
    if (!json_is_string(value))
        return wrong(self, error, "'id' is no text, expected a text");
    return assay_buffer_append(&self->id.out, json_string_value(value), json_string_length(value));
}

static assay_status take_field(assay_record_lines *self, const char *key, const json_t *value,
                               assay_record *record, assay_error *error)
{
    if (strcmp(key, "value_b64") == 0)
        return take_base64(self, key, value, &self->value, error);
    if (strcmp(key, "id_b64") == 0)
        return take_base64(self, key, value, &self->id, error);
    if (strcmp(key, "id") == 0)
        return take_id(self, value, error);
    if (strcmp(key, "timestamp") != 0)
        return wrong(self, error,
                     "unknown field '%.64s', expected value_b64, id or id_b64, timestamp", key);
    if (!json_is_integer(value))
        return wrong(self, error, "'timestamp' is no whole number, expected microseconds");
    record->timestamp = json_integer_value(value);
    return ASSAY_OK;
}

/* What a line has, as ASSAY_DIGEST_*. */
static assay_status take_fields(assay_record_lines *self, const json_t *line, uint32_t *fields,
                                assay_error *error)
{
    bool text = json_object_get(line, "id") != NULL;
    bool coded = json_object_get(line, "id_b64") != NULL;
    *fields = (text || coded ? ASSAY_DIGEST_IDS : 0) |
              (json_object_get(line, "timestamp") != NULL ? ASSAY_DIGEST_TIMES : 0);
    if (json_object_get(line, "value_b64") == NULL)
        return wrong(self, error, "no field 'value_b64', expected the record's value");
    if (text && coded)
        return wrong(self, error, "both 'id' and 'id_b64', expected one of them");
    if (self->count == 0)
        self->fields = *fields;
    uint32_t odd = *fields ^ self->fields;
    if (odd == 0)
        return ASSAY_OK;
    return wrong(self, error, "%s %s, expected the same fields as in line 1",
                 (odd & *fields) != 0 ? "has" : "has no",
                 (odd & ASSAY_DIGEST_IDS) != 0 ? "id" : "timestamp");
}

static assay_status take_object(assay_record_lines *self, json_t *line, assay_error *error)
{
    const char *key;
    json_t *value;
    uint32_t fields = 0;
    assay_record record = ASSAY_RECORD_INIT;
    assay_buffer_reset(&self->id);
    json_object_foreach(line, key, value) ASSAY_TRY(take_field(self, key, value, &record, error));
    ASSAY_TRY(take_fields(self, line, &fields, error));
    record.value = assay_buffer_bytes(&self->value);
    record.id = assay_buffer_bytes(&self->id);
    ASSAY_TRY(self->take(self->context, &record, fields, error));
    self->count++;
    return ASSAY_OK;
}

static assay_status take_line(assay_record_lines *self, const char *text, size_t size,
                              assay_error *error)
{
    json_error_t reason;
    json_t *line = json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &reason);
    if (line == NULL)
        return wrong(self, error, "no JSON object: %s", reason.text);
    assay_status status = json_is_object(line)
                              ? take_object(self, line, error)
                              : wrong(self, error, "a list, expected a JSON object");
    json_decref(line);
    return status;
}

static assay_status keep_rest(assay_record_lines *self, const char *text, size_t size,
                              assay_error *error)
{
    if (self->pending.size + size > LINE_MAX_BYTES)
        return wrong(self, error, "longer than 256 MiB, expected a line end");
    return assay_buffer_append(&self->pending.out, text, size);
}

assay_status assay_record_lines_feed(assay_record_lines *self, assay_bytes piece,
                                     assay_error *error)
{
    const char *at = piece.data, *end = at + piece.size, *next;
    while (at < end && (next = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        size_t size = (size_t)(next - at);
        if (self->pending.size == 0) {
            ASSAY_TRY(take_line(self, at, size, error));
        } else {
            ASSAY_TRY(keep_rest(self, at, size, error));
            ASSAY_TRY(take_line(self, (const char *)self->pending.data, self->pending.size, error));
            assay_buffer_reset(&self->pending);
        }
        at = next + 1;
    }
    return keep_rest(self, at, (size_t)(end - at), error);
}

assay_status assay_record_lines_finish(assay_record_lines *self, assay_error *error)
{
    if (self->pending.size == 0)
        return ASSAY_OK;
    return wrong(self, error, "half a line at the end, expected a line end: '%.*s'",
                 (int)(self->pending.size < 60 ? self->pending.size : 60), self->pending.data);
}

void assay_record_lines_clear(assay_record_lines *self)
{
    assay_buffer_clear(&self->pending);
    assay_buffer_clear(&self->value);
    assay_buffer_clear(&self->id);
}
