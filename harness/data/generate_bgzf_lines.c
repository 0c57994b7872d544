/* Delimited records in blocked gzip: blocks cut at any byte, some of them empty, stored or
 * compressed, and the empty one that marks the end. */
#include "data/generators.h"

#include "data/line_format.h"
#include "data/packed_lines.h"
#include "data/random.h"
#include <assay/toolkit/error.h>
#include <string.h>
#include <zlib.h>

#define BLOCK_DATA 65280 /* as bgzip: what cannot be compressed still fits */
#define BLOCK_MAX 65536
#define HEADER 18
#define TRAILER 8

const assay_option assay_bgzf_lines_options[ASSAY_BGZF_LINES_OPTIONS] = {
    ASSAY_LINE_FORMAT_OPTIONS,
    {"block", ASSAY_OPTION_NUMBER, "bytes of a block before compression, at most", 1, BLOCK_DATA,
     "65280"},
    {"empty-blocks", ASSAY_OPTION_SWITCH, "blocks without data between the others", 0, 0, "false"},
};

/* A little-endian number of size bytes. */
static void put_number(unsigned char *to, uint64_t number, int size)
{
    for (int i = 0; i < size; i++)
        to[i] = (unsigned char)(number >> (8 * i));
}

/* *size: of the compressed bytes, without header and trailer. */
static assay_status compress_block(const unsigned char *data, size_t data_size, int level,
                                   unsigned char *to, size_t *size)
{
    z_stream stream = {.zalloc = NULL};
    if (deflateInit2(&stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return ASSAY_MEMORY;
    stream.next_in = (z_const Bytef *)data;
    stream.avail_in = (uInt)data_size;
    stream.next_out = to;
    stream.avail_out = BLOCK_MAX - HEADER - TRAILER;
    int answer = deflate(&stream, Z_FINISH);
    *size = stream.total_out;
    deflateEnd(&stream);
    return answer == Z_STREAM_END ? ASSAY_OK : ASSAY_MEMORY;
}

static assay_status write_block(const unsigned char *data, size_t data_size, int level, FILE *to)
{
    static const unsigned char header[HEADER] = {0x1f, 0x8b, 8, 4,   0,   0, 0, 0, 0,
                                                 0xff, 6,    0, 'B', 'C', 2, 0, 0, 0};
    unsigned char block[BLOCK_MAX];
    size_t size;
    ASSAY_TRY(compress_block(data, data_size, level, block + HEADER, &size));
    memcpy(block, header, HEADER);
    put_number(block + 16, HEADER + size + TRAILER - 1, 2);
    put_number(block + HEADER + size, crc32(crc32(0, NULL, 0), data, (uInt)data_size), 4);
    put_number(block + HEADER + size + 4, data_size, 4);
    fwrite(block, 1, HEADER + size + TRAILER, to);
    return ASSAY_OK;
}

static assay_status write_blocks(const assay_build *build, FILE *from, uint64_t size, FILE *to,
                                 assay_error *error)
{
    static const int levels[] = {6, 0, 9, 1};
    unsigned char data[BLOCK_DATA];
    assay_random random = {build->amount->seed};
    uint64_t most = (uint64_t)assay_build_number(build, "block");
    for (uint64_t at = 0, k = 0; at < size; k++) {
        uint64_t wanted = most - assay_random_below(&random, most / 2 + 1);
        wanted = wanted < size - at ? wanted : size - at;
        if (fread(data, 1, (size_t)wanted, from) != wanted)
            return assay_error_set(error, ASSAY_IO, "cannot read back the plain data");
        ASSAY_TRY(write_block(data, (size_t)wanted, levels[k % 4], to));
        if (assay_build_switch(build, "empty-blocks") && k % 3 == 0)
            ASSAY_TRY(write_block(data, 0, 0, to)); /* other bytes than the end marker */
        at += wanted;
    }
    return write_block(data, 0, 6, to);
}

static assay_status pack(const assay_build *build, FILE *from, uint64_t size, FILE *to,
                         assay_error *error)
{
    char text[24];
    ASSAY_TRY(write_blocks(build, from, size, to, error));
    snprintf(text, sizeof(text), "%lld", (long long)ftello(to));
    return assay_setting_list_add(&build->dataset->variables, "data.boundaries", text);
}

static assay_status fill(assay_build *build, assay_error *error)
{
    return assay_packed_lines_fill(build, pack, error);
}

assay_status assay_bgzf_lines_make(const assay_setting_list *options, const assay_amount *amount,
                                   const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {.name = "bgzf-lines",
                         .table = assay_bgzf_lines_options,
                         .option_count = ASSAY_BGZF_LINES_OPTIONS,
                         .options = options,
                         .amount = amount,
                         .folder = folder,
                         .dataset = dataset};
    return assay_build_run(&build, fill, error);
}
