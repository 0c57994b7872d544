/* Blocks found from any place of the file. What looks like a header may be data of a block: it is
 * believed when one block follows another from there for longer than any block is, and when a block
 * that is whole ends right there. */
#include "bgzf.h"

#include <inttypes.h>
#include <string.h>

static const unsigned char magic[BGZF_MAGIC] = {0x1f, 0x8b, 8, 4};

static assay_status no_block(const bgzf_file *file, uint64_t at, assay_error *error)
{
    return assay_error_set(error, ASSAY_CORRUPT,
                           "'%s' is damaged: no whole block is to be found at %" PRIu64, file->path,
                           at);
}

/* Answers about a guess: CORRUPT only means that it was wrong. */
static assay_status guessed(assay_status status, bool *right)
{
    *right = status == ASSAY_OK;
    return status == ASSAY_CORRUPT || status == ASSAY_END ? ASSAY_OK : status;
}

/* The piece of the file at a place in the window: so large, and as much more as a magic number that
 * begins in it may need. */
static assay_status look(bgzf_file *file, uint64_t from, size_t size, size_t *got,
                         assay_error *error)
{
    uint64_t rest = file->size - from;
    *got = size + sizeof(magic) - 1;
    *got = rest < *got ? (size_t)rest : *got;
    return bgzf_file_read(file, from, file->window, *got, error);
}

/* Whether bytes, of which there are so many, could be a header. */
static bool looks_like_one(const unsigned char *bytes, size_t size)
{
    return size >= sizeof(magic) && memcmp(bytes, magic, sizeof(magic)) == 0;
}

/* Whether a whole block that ends at end begins at a place, of which stored are the bytes. */
static assay_status check_block(bgzf_file *file, uint64_t start, uint64_t end,
                                unsigned char *stored, bgzf_block *block, bool *right)
{
    ASSAY_TRY(guessed(bgzf_block_at(file, start, block, NULL), right));
    *right = *right && start + block->stored == end;
    return *right ? guessed(bgzf_block_take(file, block, stored, NULL), right) : ASSAY_OK;
}

/* What is looked through lies in file->stored as it does in the file, so that the block need not be
 * read again. */
static assay_status search_before(bgzf_file *file, uint64_t end, bgzf_block *block,
                                  assay_error *error)
{
    uint64_t lowest = end > BGZF_BLOCK ? end - BGZF_BLOCK : 0;
    unsigned char *stored = file->stored, *last = stored + (end - lowest);
    for (uint64_t from = end; from > lowest;) {
        size_t size = from - lowest < BGZF_PIECE ? (size_t)(from - lowest) : BGZF_PIECE;
        from -= size;
        unsigned char *piece = stored + (from - lowest);
        ASSAY_TRY(bgzf_file_read(file, from, piece, size, error));
        for (size_t at = size; at-- > 0;) {
            bool right = false;
            if (looks_like_one(piece + at, (size_t)(last - piece) - at))
                ASSAY_TRY(check_block(file, from + at, end, piece + at, block, &right));
            if (right)
                return ASSAY_OK;
        }
    }
    return no_block(file, end, error);
}

assay_status bgzf_block_before(bgzf_file *file, uint64_t end, bgzf_block *block, assay_error *error)
{
    if (file->before_end == end && file->data_of == file->before)
        return bgzf_block_at(file, file->before, block, error);
    ASSAY_TRY(search_before(file, end, block, error));
    file->before_end = end;
    file->before = block->start;
    return ASSAY_OK;
}

/* Whether blocks follow one another from here for longer than a block, or to the end. */
static assay_status check_row(bgzf_file *file, uint64_t start, bool *right)
{
    bgzf_block block = {start, 0, 0};
    *right = true;
    while (*right && block.start - start <= BGZF_BLOCK && block.start < file->size) {
        ASSAY_TRY(guessed(bgzf_block_at(file, block.start, &block, NULL), right));
        block.start += *right ? block.stored : 0;
    }
    return ASSAY_OK;
}

/* END: nothing from there to where a block has to have ended begins a row. */
static assay_status search(bgzf_file *file, uint64_t from, uint64_t *start, assay_error *error)
{
    uint64_t highest = file->size - from < BGZF_BLOCK ? file->size : from + BGZF_BLOCK;
    for (size_t size, got; from < highest; from += size) {
        size = highest - from < BGZF_PIECE ? (size_t)(highest - from) : BGZF_PIECE;
        ASSAY_TRY(look(file, from, size, &got, error));
        for (size_t at = 0; at < size; at++) {
            bool right = false;
            *start = from + at;
            if (looks_like_one(file->window + at, got - at))
                ASSAY_TRY(check_row(file, *start, &right));
            if (right)
                return ASSAY_OK;
        }
    }
    return ASSAY_END;
}

assay_status bgzf_block_find(bgzf_file *file, uint64_t from, bgzf_block *block, assay_error *error)
{
    bgzf_block before;
    uint64_t start = file->size;
    if (from >= file->size)
        return ASSAY_END;
    if (from == 0)
        return bgzf_block_at(file, 0, block, error);
    assay_status status = search(file, from, &start, error);
    if (status != ASSAY_OK && status != ASSAY_END)
        return status;
    if (status == ASSAY_END)
        start = file->size;
    /* The block before lies around from: no block was passed over that is damaged. */
    ASSAY_TRY(bgzf_block_before(file, start, &before, error));
    if (before.start >= from)
        return no_block(file, from, error);
    return status == ASSAY_END ? ASSAY_END : bgzf_block_at(file, start, block, error);
}

#define MARKER 28

/* An empty block in the middle is another one: only this one marks the end. */
static assay_status check_marker(bgzf_file *file, assay_error *error)
{
    static const unsigned char marker[MARKER] = {0x1f, 0x8b, 8,   4,   0, 0, 0,    0, 0, 0xff,
                                                 6,    0,    'B', 'C', 2, 0, 0x1b, 0, 3, 0,
                                                 0,    0,    0,   0,   0, 0, 0,    0};
    size_t size = file->size < sizeof(marker) ? (size_t)file->size : sizeof(marker);
    ASSAY_TRY(bgzf_file_read(file, file->size - size, file->window, size, error));
    if (size == sizeof(marker) && memcmp(file->window, marker, size) == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_CORRUPT, "'%s' has no end marker: it was cut off",
                           file->path);
}

assay_status bgzf_data_end(bgzf_file *file, uint64_t *end, assay_error *error)
{
    bgzf_block block;
    size_t size = 0;
    if (file->size == 0)
        return assay_error_set(error, ASSAY_CORRUPT, "'%s' is empty: not even an end marker",
                               file->path);
    ASSAY_TRY(bgzf_block_at(file, 0, &block, error));
    ASSAY_TRY(check_marker(file, error));
    block.start = file->size - MARKER;
    while (size == 0 && block.start > 0) {
        ASSAY_TRY(bgzf_block_before(file, block.start, &block, error));
        size = file->data_size;
    }
    *end = (block.start << 16) + size;
    return ASSAY_OK;
}
