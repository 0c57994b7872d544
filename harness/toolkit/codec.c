/* The small fixed encoding of sources, marks and tokens. */
#include <assay/toolkit/codec.h>

#include <stdlib.h>
#include <string.h>

#define NUMBER_SIZE 8

static uint64_t number_at(const unsigned char *bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < NUMBER_SIZE; i++)
        number = number << 8 | bytes[i];
    return number;
}

assay_status assay_put_u64(assay_out *to, uint64_t number)
{
    unsigned char bytes[NUMBER_SIZE];
    for (int i = NUMBER_SIZE - 1; i >= 0; i--, number >>= 8)
        bytes[i] = (unsigned char)number;
    return to->append(to, bytes, sizeof(bytes));
}

assay_status assay_put_bytes(assay_out *to, assay_bytes bytes)
{
    ASSAY_TRY(assay_put_u64(to, bytes.size));
    return to->append(to, bytes.data, bytes.size);
}

assay_status assay_put_text(assay_out *to, const char *text)
{
    return assay_put_bytes(to, (assay_bytes){text, strlen(text)});
}

/* The next size bytes, or NULL, which is how a decoder fails. */
static const unsigned char *take(assay_decoder *self, uint64_t size)
{
    if (self->failed || size > self->rest.size) {
        self->failed = true;
        return NULL;
    }
    /* A valid pointer also where nothing is taken from nothing. */
    const unsigned char *taken = size == 0 ? (const unsigned char *)"" : self->rest.data;
    if (size > 0)
        self->rest.data = taken + size;
    self->rest.size -= size;
    return taken;
}

uint64_t assay_take_u64(assay_decoder *self)
{
    const unsigned char *bytes = take(self, NUMBER_SIZE);
    return bytes == NULL ? 0 : number_at(bytes);
}

assay_bytes assay_take_bytes(assay_decoder *self)
{
    uint64_t size = assay_take_u64(self);
    const unsigned char *bytes = take(self, size);
    if (bytes == NULL)
        return (assay_bytes){NULL, 0};
    return (assay_bytes){bytes, size};
}

char *assay_take_text(assay_decoder *self)
{
    assay_bytes bytes = assay_take_bytes(self);
    if (self->failed)
        return NULL;
    if (memchr(bytes.data, '\0', bytes.size) != NULL) {
        self->failed = true;
        return NULL;
    }
    return strndup(bytes.data, bytes.size);
}

bool assay_decoder_done(const assay_decoder *self)
{
    return !self->failed && self->rest.size == 0;
}

assay_status assay_put_offset(assay_out *to, uint64_t offset)
{
    return assay_put_u64(to, offset);
}

bool assay_offset_of(assay_bytes position, uint64_t *offset)
{
    if (position.size != NUMBER_SIZE)
        return false;
    *offset = number_at(position.data);
    return true;
}
