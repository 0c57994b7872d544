/* Values of delimited records, hard cases included. */
#include "data/record_maker.h"

#include "data/random.h"
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* How many records a turn has. */
enum { SHAPES = 18 };

typedef struct draft {
    const assay_record_maker *maker;
    assay_random random;
    uint64_t i;
    assay_buffer *value;
} draft;

typedef assay_status (*shape)(draft *self);

static assay_status put(draft *self, const void *data, size_t size)
{
    return assay_buffer_append(&self->value->out, data, size);
}

static assay_status put_filler(draft *self, size_t size)
{
    unsigned char *room = assay_buffer_reserve(self->value, size);
    if (room == NULL)
        return ASSAY_MEMORY;
    for (size_t i = 0; i < size; i++)
        room[i] = (unsigned char)('a' + assay_random_below(&self->random, 26));
    self->value->size += size;
    return ASSAY_OK;
}

/* Sequence, identity, checksum of both. */
static assay_status plain(draft *self)
{
    char text[64];
    int size = snprintf(text, sizeof(text), "r%llu %016llx ", (unsigned long long)self->i,
                        (unsigned long long)assay_random_next(&self->random));
    size +=
        snprintf(text + size, sizeof(text) - (size_t)size, "%08x", XXH32(text, (size_t)size, 0));
    return put(self, text, (size_t)size);
}

static assay_status empty(draft *self)
{
    (void)self;
    return ASSAY_OK;
}

static assay_status padded(draft *self)
{
    ASSAY_TRY(plain(self));
    ASSAY_TRY(put(self, " ", 1));
    return put_filler(self, 1 + assay_random_below(&self->random, 64));
}

static assay_status lengthy(draft *self)
{
    ASSAY_TRY(plain(self));
    ASSAY_TRY(put(self, " ", 1));
    return put_filler(self, 200 + assay_random_below(&self->random, 800));
}

static assay_status huge(draft *self)
{
    static const size_t sizes[] = {65535, 65536, 65537, 204800};
    ASSAY_TRY(plain(self));
    ASSAY_TRY(put(self, " ", 1));
    size_t size = sizes[self->i / SHAPES % (sizeof(sizes) / sizeof(sizes[0]))];
    return put_filler(self, size - self->value->size);
}

static assay_status plain_or_huge(draft *self)
{
    return self->maker->huge ? huge(self) : plain(self);
}

static assay_status tie(draft *self)
{
    static const char text[] = "the same payload every time";
    return put(self, text, sizeof(text) - 1);
}

static assay_status letter(draft *self)
{
    return put_filler(self, 1);
}

static assay_status zero_byte(draft *self)
{
    return put(self, "\0", 1);
}

static assay_status top_byte(draft *self)
{
    return put(self, "\xff", 1);
}

static assay_status mixed_bytes(draft *self)
{
    static const char text[] = "\0\xff\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xff\0";
    ASSAY_TRY(put(self, text, 7));
    ASSAY_TRY(plain(self));
    return put(self, text + 7, sizeof(text) - 1 - 7);
}

/* All bytes there are; those of the delimiter go where they would make one. */
static assay_status all_bytes(draft *self)
{
    const assay_bytes delimiter = self->maker->delimiter;
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned char one = (unsigned char)byte;
        if (memchr(delimiter.data, one, delimiter.size) == NULL)
            ASSAY_TRY(put(self, &one, 1));
    }
    return plain(self);
}

/* Every beginning of the delimiter that is not all of it, the longest at the end. */
static assay_status prefixes(draft *self)
{
    const assay_bytes delimiter = self->maker->delimiter;
    ASSAY_TRY(plain(self));
    for (size_t size = 1; size < delimiter.size; size++) {
        ASSAY_TRY(letter(self));
        ASSAY_TRY(put(self, delimiter.data, size));
    }
    return ASSAY_OK;
}

/* Every end of the delimiter that is not all of it, the longest first. */
static assay_status suffixes(draft *self)
{
    const assay_bytes delimiter = self->maker->delimiter;
    for (size_t size = delimiter.size - 1; size > 0; size--) {
        ASSAY_TRY(put(self, (const char *)delimiter.data + delimiter.size - size, size));
        ASSAY_TRY(letter(self));
    }
    return plain(self);
}

static assay_status line_ends(draft *self)
{
    ASSAY_TRY(put(self, "\r", 1));
    ASSAY_TRY(plain(self));
    ASSAY_TRY(put(self, "\r\r", 2));
    ASSAY_TRY(letter(self));
    return put(self, "\n\r\n", 3);
}

static assay_status carriage_return(draft *self)
{
    ASSAY_TRY(plain(self));
    return put(self, "\r", 1);
}

static const shape shapes[SHAPES] = {
    plain,    empty,         padded,    tie,     letter, mixed_bytes,
    prefixes, plain_or_huge, line_ends, tie,     empty,  zero_byte,
    suffixes, top_byte,      all_bytes, lengthy, plain,  carriage_return,
};

/* A byte that no delimiter has. */
static unsigned char substitute(assay_bytes delimiter)
{
    unsigned char byte = 'x';
    while (memchr(delimiter.data, byte, delimiter.size) != NULL || byte == '\r' || byte == '\n')
        byte++;
    return byte;
}

/* Takes out delimiters, also one that would start in the value and end in the delimiter after it.
 */
static assay_status sanitise(draft *self)
{
    const assay_bytes delimiter = self->maker->delimiter;
    assay_buffer *value = self->value;
    if (value->size == 0)
        return ASSAY_OK;
    size_t size = value->size;
    unsigned char other = substitute(delimiter);
    if (value->data[size - 1] == '\r' && !self->maker->cr_end)
        value->data[size - 1] = other;
    ASSAY_TRY(put(self, delimiter.data, delimiter.size));
    for (size_t from = 0;;) {
        unsigned char *found =
            memmem(value->data + from, value->size - from, delimiter.data, delimiter.size);
        from = (size_t)(found - value->data);
        if (from >= size)
            break;
        size_t last = from + delimiter.size - 1;
        value->data[last < size ? last : size - 1] = other;
    }
    value->size = size;
    return ASSAY_OK;
}

assay_status assay_record_make(const assay_record_maker *self, uint64_t i, bool full,
                               assay_buffer *value)
{
    assay_random seed = {self->seed ^ i * UINT64_C(0x9e3779b97f4a7c15)};
    draft made = {self, {assay_random_next(&seed)}, i, value};
    shape chosen = shapes[i % SHAPES];
    assay_buffer_reset(value);
    ASSAY_TRY(full && chosen == empty ? plain(&made) : chosen(&made));
    return sanitise(&made);
}
