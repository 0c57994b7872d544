/* Delimited records in a gzip file: several members, cut at any byte, an empty one, zeros behind.
 */
#include "data/generators.h"

#include "data/line_format.h"
#include "data/packed_lines.h"
#include "data/random.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16)
#define BLOCK 16384

const assay_option assay_gzip_lines_options[ASSAY_GZIP_LINES_OPTIONS] = {
    ASSAY_LINE_FORMAT_OPTIONS,
    {"members", ASSAY_OPTION_NUMBER, "gzip members, cut at any byte", 1, 10000, "3"},
    {"empty-member", ASSAY_OPTION_SWITCH, "a member without data after the first", 0, 0, "false"},
    {"padding", ASSAY_OPTION_NUMBER, "zero bytes after the last member", 0, 1 << 20, "0"},
};

static void deflate_block(z_stream *stream, int flush, FILE *to)
{
    unsigned char out[BLOCK];
    do {
        stream->next_out = out;
        stream->avail_out = sizeof(out);
        deflate(stream, flush);
        fwrite(out, 1, sizeof(out) - stream->avail_out, to);
    } while (stream->avail_out == 0);
}

/* The next size bytes of from as a member of its own. */
static assay_status write_member(FILE *from, uint64_t size, int level, FILE *to, assay_error *error)
{
    unsigned char in[BLOCK];
    z_stream stream = {.zalloc = NULL};
    if (deflateInit2(&stream, level, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return ASSAY_MEMORY;
    while (size > 0) {
        size_t wanted = size < sizeof(in) ? (size_t)size : sizeof(in);
        size_t got = fread(in, 1, wanted, from);
        if (got == 0)
            break;
        stream.next_in = in;
        stream.avail_in = (unsigned)got;
        deflate_block(&stream, Z_NO_FLUSH, to);
        size -= got;
    }
    deflate_block(&stream, Z_FINISH, to);
    deflateEnd(&stream);
    return size == 0 ? ASSAY_OK
                     : assay_error_set(error, ASSAY_IO, "cannot read back the plain data");
}

/* Where the member before which k others lie begins: about its share, but at no round place. */
static uint64_t cut_at(assay_random *random, uint64_t size, uint64_t members, uint64_t k)
{
    uint64_t share = size / members;
    uint64_t jitter = share > 4 ? assay_random_below(random, share / 2) : 0;
    return share * k + jitter;
}

/* Where members come from and go to, and the list of where they end. */
typedef struct packing {
    FILE *from, *to, *boundaries;
} packing;

static assay_status pack_member(const packing *self, uint64_t size, int level, assay_error *error)
{
    ASSAY_TRY(write_member(self->from, size, level, self->to, error));
    fprintf(self->boundaries, "%s%lld", ftello(self->boundaries) > 0 ? "," : "",
            (long long)ftello(self->to));
    return ASSAY_OK;
}

static assay_status write_members(const assay_build *build, const packing *files, uint64_t size,
                                  assay_error *error)
{
    static const int levels[] = {6, 0, 9, 1};
    assay_random random = {build->amount->seed};
    uint64_t members = (uint64_t)assay_build_number(build, "members");
    uint64_t at = 0;
    if (members > size)
        members = size > 0 ? size : 1;
    for (uint64_t k = 1; k <= members; k++) {
        uint64_t end = k == members ? size : cut_at(&random, size, members, k);
        ASSAY_TRY(pack_member(files, end - at, levels[k % 4], error));
        if (k == 1 && assay_build_switch(build, "empty-member"))
            ASSAY_TRY(pack_member(files, 0, 6, error));
        at = end;
    }
    return ASSAY_OK;
}

/* ${data.boundaries}: a file that is cut there is a whole one. */
static assay_status pack(const assay_build *build, FILE *from, uint64_t size, FILE *to,
                         assay_error *error)
{
    char *text = NULL;
    size_t length;
    packing files = {from, to, open_memstream(&text, &length)};
    if (files.boundaries == NULL)
        return ASSAY_MEMORY;
    assay_status status = write_members(build, &files, size, error);
    if (fclose(files.boundaries) != 0 && status == ASSAY_OK)
        status = ASSAY_MEMORY;
    if (status == ASSAY_OK)
        status = assay_setting_list_add(&build->dataset->variables, "data.boundaries", text);
    free(text);
    return status;
}

static assay_status pack_and_pad(const assay_build *build, FILE *from, uint64_t size, FILE *to,
                                 assay_error *error)
{
    ASSAY_TRY(pack(build, from, size, to, error));
    for (int64_t i = assay_build_number(build, "padding"); i > 0; i--)
        fputc(0, to);
    return ASSAY_OK;
}

static assay_status fill(assay_build *build, assay_error *error)
{
    return assay_packed_lines_fill(build, pack_and_pad, error);
}

assay_status assay_gzip_lines_make(const assay_setting_list *options, const assay_amount *amount,
                                   const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {.name = "gzip-lines",
                         .table = assay_gzip_lines_options,
                         .option_count = ASSAY_GZIP_LINES_OPTIONS,
                         .options = options,
                         .amount = amount,
                         .folder = folder,
                         .dataset = dataset};
    return assay_build_run(&build, fill, error);
}
