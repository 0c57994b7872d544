/* Delimited records in a file. */
#include "data/line_format.h"

#include <assay/toolkit/delimited_reader.h>
#include <assay/toolkit/error.h>
#include <string.h>

assay_status assay_line_format_init(assay_line_format *self, const assay_build *build,
                                    assay_error *error)
{
    const char *text = assay_build_text(build, "delimiter");
    assay_bytes delimiter = {text, strlen(text)};
    ASSAY_TRY(assay_delimiter_check(delimiter, error));
    bool newline = strcmp(text, "\n") == 0;
    *self = (assay_line_format){
        .maker = {build->amount->seed, delimiter, assay_build_switch(build, "huge"), !newline},
        .crlf = assay_build_switch(build, "crlf"),
        .bom = assay_build_switch(build, "bom"),
        .final_delimiter = assay_build_switch(build, "final-delimiter"),
        .header_lines = assay_build_number(build, "header-lines"),
    };
    if (self->crlf && !newline)
        return assay_error_set(error, ASSAY_INVALID, "option 'crlf' needs the delimiter \"\\n\"");
    return ASSAY_OK;
}

static void put_delimiter(const assay_line_format *self, FILE *to)
{
    if (self->crlf)
        fputc('\r', to);
    fwrite(self->maker.delimiter.data, 1, self->maker.delimiter.size, to);
}

/* Made like records, so that they hold no delimiter, but with a seed of their own. */
static assay_status put_head(const assay_line_format *self, assay_buffer *scratch, FILE *to)
{
    assay_record_maker maker = self->maker;
    maker.seed = ~maker.seed;
    maker.huge = false;
    if (self->bom)
        fputs("\xef\xbb\xbf", to);
    for (int64_t i = 0; i < self->header_lines; i++) {
        ASSAY_TRY(assay_record_make(&maker, (uint64_t)i, false, scratch));
        if (scratch->size > 0)
            fwrite(scratch->data, 1, scratch->size, to);
        put_delimiter(self, to);
    }
    return ASSAY_OK;
}

static assay_status put_records(const assay_line_format *self, assay_build *build, uint64_t first,
                                uint64_t end, assay_buffer *scratch, FILE *to, assay_error *error)
{
    for (uint64_t i = first; i < end; i++) {
        /* Without a delimiter an empty last record would not exist. */
        bool bare = i + 1 == end && !self->final_delimiter;
        ASSAY_TRY(
            assay_record_make(&self->maker, assay_amount_number(build->amount, i), bare, scratch));
        ASSAY_TRY(assay_build_add_value(build, assay_buffer_bytes(scratch), error));
        if (scratch->size > 0)
            fwrite(scratch->data, 1, scratch->size, to);
        if (!bare)
            put_delimiter(self, to);
    }
    return ASSAY_OK;
}

assay_status assay_line_format_write(const assay_line_format *self, assay_build *build,
                                     uint64_t first, uint64_t end, FILE *to, assay_error *error)
{
    assay_buffer scratch = ASSAY_BUFFER_INIT;
    assay_status status = put_head(self, &scratch, to);
    if (status == ASSAY_OK)
        status = put_records(self, build, first, end, &scratch, to, error);
    assay_buffer_clear(&scratch);
    return status;
}
