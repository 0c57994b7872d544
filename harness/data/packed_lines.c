/* Delimited records that are written plain first, and packed from there. */
#include "data/packed_lines.h"

#include "data/line_format.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static assay_status pack_file(const assay_build *build, assay_pack pack, FILE *from, FILE *to,
                              assay_error *error)
{
    off_t size = ftello(from);
    if (size < 0 || fflush(from) != 0 || fseeko(from, 0, SEEK_SET) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot write the plain data: %s", strerror(errno));
    return pack(build, from, (uint64_t)size, to, error);
}

static assay_status write_file(assay_build *build, assay_pack pack, FILE *plain, assay_error *error)
{
    char *path;
    FILE *file;
    ASSAY_TRY(assay_build_create(build, "data.gz", &path, &file, error));
    assay_status status = pack_file(build, pack, plain, file, error);
    assay_status closed = assay_build_close(build, path, file, error);
    if (status == ASSAY_OK)
        status = closed;
    if (status == ASSAY_OK)
        status = assay_build_set_path(build, path);
    free(path);
    return status;
}

assay_status assay_packed_lines_fill(assay_build *build, assay_pack pack, assay_error *error)
{
    assay_line_format format;
    char *path;
    FILE *plain;
    ASSAY_TRY(assay_line_format_init(&format, build, error));
    ASSAY_TRY(assay_build_open_truth(build, 0, error));
    ASSAY_TRY(assay_build_create(build, "plain", &path, &plain, error));
    unlink(path);
    assay_status status = assay_line_format_write(&format, build, 0, build->records, plain, error);
    if (status == ASSAY_OK)
        status = write_file(build, pack, plain, error);
    fclose(plain);
    free(path);
    return status;
}
