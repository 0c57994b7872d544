/* The data of blocks, one after the other, and where in the file each byte of it lies. */
#include "bgzf.h"

#include <stdlib.h>
#include <string.h>

/* A block that was read: the offset among the data of its first byte that counts. */
typedef struct known {
    uint64_t offset;
    bgzf_place place;
} known;

struct bgzf_input {
    assay_input base;
    bgzf_file *file; /* borrowed */
    uint64_t next;   /* where the next block begins */
    uint64_t skip;   /* so much of its data is passed over */
    uint64_t offset; /* of the next byte that is given out */
    size_t at, size; /* of it, among so many bytes of data of file */
    known *blocks;   /* owned */
    size_t count, room;
};

static assay_status remember(bgzf_input *self, bgzf_place place)
{
    if (self->count == self->room) {
        size_t room = self->room == 0 ? 8 : 2 * self->room;
        known *blocks = realloc(self->blocks, room * sizeof(*blocks));
        if (blocks == NULL)
            return ASSAY_MEMORY;
        self->blocks = blocks;
        self->room = room;
    }
    self->blocks[self->count++] = (known){self->offset, place};
    return ASSAY_OK;
}

/* The next block that has data, or END. */
static assay_status turn(bgzf_input *self, assay_error *error)
{
    bgzf_block block;
    do {
        ASSAY_TRY(bgzf_block_at(self->file, self->next, &block, error));
        ASSAY_TRY(bgzf_block_read(self->file, &block, error));
        self->next = block.start + block.stored;
        self->size = self->file->data_size;
        self->at = self->skip < self->size ? (size_t)self->skip : self->size;
        self->skip = 0;
    } while (self->at == self->size);
    return remember(self, (bgzf_place){block.start, self->at});
}

static assay_status read_data(assay_input *self, void *to, size_t size, size_t *got,
                              assay_error *error)
{
    bgzf_input *input = (bgzf_input *)self;
    *got = 0;
    if (input->at == input->size) {
        assay_status status = turn(input, error);
        if (status != ASSAY_OK)
            return status == ASSAY_END ? ASSAY_OK : status;
    }
    size_t left = input->size - input->at;
    *got = size < left ? size : left;
    memcpy(to, input->file->data + input->at, *got);
    input->at += *got;
    input->offset += *got;
    return ASSAY_OK;
}

static void close_input(assay_input *self)
{
    bgzf_input *input = (bgzf_input *)self;
    free(input->blocks);
    free(input);
}

assay_status bgzf_input_new(bgzf_file *file, bgzf_place from, bgzf_input **input)
{
    bgzf_input *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->base = (assay_input){read_data, close_input};
    self->file = file;
    self->next = from.block;
    self->skip = from.within;
    *input = self;
    return ASSAY_OK;
}

assay_input *bgzf_input_base(bgzf_input *self)
{
    return &self->base;
}

bgzf_place bgzf_input_place(bgzf_input *self, uint64_t offset)
{
    size_t at = 0;
    if (self->count == 0)
        return (bgzf_place){self->next, self->skip};
    while (at + 1 < self->count && self->blocks[at + 1].offset <= offset)
        at++;
    memmove(self->blocks, self->blocks + at, (self->count - at) * sizeof(*self->blocks));
    self->count -= at;
    bgzf_place place = self->blocks[0].place;
    return (bgzf_place){place.block, place.within + (offset - self->blocks[0].offset)};
}
