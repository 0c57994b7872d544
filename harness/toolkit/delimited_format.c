/* How a file is made of delimited records. */
#include <assay/toolkit/delimited_format.h>

#include <assay/toolkit/error.h>
#include <assay/toolkit/settings.h>
#include <string.h>

typedef struct file_settings {
    const char *path, *delimiter;
    assay_delimited_format format;
} file_settings;

static const assay_setting_rule rules[] = {
    {"path", ASSAY_SETTING_TEXT, true, offsetof(file_settings, path), 0, 0},
    {"delimiter", ASSAY_SETTING_TEXT, false, offsetof(file_settings, delimiter), 0, 0},
    {"crlf", ASSAY_SETTING_SWITCH, false, offsetof(file_settings, format.crlf), 0, 0},
    {"bom", ASSAY_SETTING_SWITCH, false, offsetof(file_settings, format.bom), 0, 0},
    {"header-lines", ASSAY_SETTING_NUMBER, false, offsetof(file_settings, format.header_lines), 0,
     INT64_MAX},
};

assay_status assay_delimited_format_configure(assay_delimited_format *self,
                                              const assay_config *config, const char **path,
                                              assay_error *error)
{
    file_settings settings = {.delimiter = "\n", .format = {.crlf = true, .bom = true}};
    ASSAY_TRY(
        assay_settings_read(config, rules, sizeof(rules) / sizeof(rules[0]), &settings, error));
    if (settings.path[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "setting 'path' is empty");
    ASSAY_TRY(assay_delimited_format_set(&settings.format, settings.delimiter, error));
    *self = settings.format;
    *path = settings.path;
    return ASSAY_OK;
}

assay_status assay_delimited_format_set(assay_delimited_format *self, const char *delimiter,
                                        assay_error *error)
{
    assay_bytes bytes = {delimiter, strlen(delimiter)};
    ASSAY_TRY(assay_delimiter_check(bytes, error));
    memcpy(self->delimiter, bytes.data, bytes.size);
    self->delimiter_size = bytes.size;
    return ASSAY_OK;
}

assay_bytes assay_delimited_format_delimiter(const assay_delimited_format *self)
{
    return (assay_bytes){self->delimiter, self->delimiter_size};
}

assay_status assay_delimited_format_encode(const assay_delimited_format *self, assay_out *to)
{
    ASSAY_TRY(assay_put_bytes(to, assay_delimited_format_delimiter(self)));
    ASSAY_TRY(assay_put_u64(to, self->crlf));
    ASSAY_TRY(assay_put_u64(to, self->bom));
    return assay_put_u64(to, (uint64_t)self->header_lines);
}

assay_delimited_format assay_delimited_format_decode(assay_decoder *from)
{
    assay_delimited_format format = {.delimiter_size = 0};
    assay_bytes delimiter = assay_take_bytes(from);
    uint64_t crlf = assay_take_u64(from), bom = assay_take_u64(from);
    uint64_t header_lines = assay_take_u64(from);
    if (from->failed || assay_delimiter_check(delimiter, NULL) != ASSAY_OK || crlf > 1 || bom > 1 ||
        header_lines > INT64_MAX) {
        from->failed = true;
        return format;
    }
    memcpy(format.delimiter, delimiter.data, delimiter.size);
    format.delimiter_size = delimiter.size;
    format.crlf = crlf;
    format.bom = bom;
    format.header_lines = (int64_t)header_lines;
    return format;
}

assay_status assay_delimited_format_open(const assay_delimited_format *self, assay_input *input,
                                         uint64_t offset, assay_delimited_reader **reader)
{
    *reader = assay_delimited_reader_new(input, offset, assay_delimited_format_delimiter(self),
                                         self->crlf);
    if (*reader != NULL)
        return ASSAY_OK;
    input->close(input);
    return ASSAY_MEMORY;
}

assay_status assay_delimited_format_skip_head(const assay_delimited_format *self,
                                              assay_delimited_reader *reader, assay_error *error)
{
    if (self->bom)
        ASSAY_TRY(assay_delimited_reader_skip_bom(reader, error));
    assay_status status = ASSAY_OK;
    for (int64_t i = 0; i < self->header_lines && status == ASSAY_OK; i++)
        status = assay_delimited_reader_skip(reader, error);
    return status == ASSAY_END ? ASSAY_OK : status;
}
