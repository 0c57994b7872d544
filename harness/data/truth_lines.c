#include "data/truth_lines.h"

#include "data/record_lines.h"
#include "data/truth.h"
#include <assay/toolkit/error.h>

/* The truth file that is made of what a command prints. */
typedef struct printing {
    const char *path;
    assay_truth_writer *writer;
    assay_record_lines lines;
} printing;

static assay_status write_record(void *context, const assay_record *record, uint32_t fields,
                                 assay_error *error)
{
    printing *self = context;
    if (self->writer == NULL)
        ASSAY_TRY(assay_truth_writer_open(self->path, fields, &self->writer, error));
    return assay_truth_writer_add(self->writer, record, error);
}

static assay_status take_lines(void *context, assay_bytes piece, assay_error *error)
{
    return assay_record_lines_feed(&((printing *)context)->lines, piece, error);
}

/* fields: when there is no record to tell. */
static assay_status end_lines(printing *self, uint32_t fields, assay_error *error)
{
    assay_error reason = ASSAY_ERROR_INIT;
    assay_status status = assay_record_lines_finish(&self->lines, &reason);
    if (status != ASSAY_OK)
        return assay_error_set(error, status, "it printed %s", reason.message);
    return self->writer != NULL ? ASSAY_OK
                                : assay_truth_writer_open(self->path, fields, &self->writer, error);
}

assay_status assay_truth_print(const assay_command *command, const char *path, uint32_t fields,
                               assay_error *error)
{
    printing printed = {.path = path, .lines = ASSAY_RECORD_LINES_INIT(write_record, &printed)};
    assay_command taken = *command;
    taken.take = take_lines;
    taken.context = &printed;
    assay_status status = assay_command_run(&taken, NULL, error);
    if (status == ASSAY_OK)
        status = end_lines(&printed, fields, error);
    assay_record_lines_clear(&printed.lines);
    if (printed.writer == NULL)
        return status;
    assay_status finished = assay_truth_writer_finish(printed.writer, error);
    return status == ASSAY_OK ? finished : status;
}
