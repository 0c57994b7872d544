/* Bytes that grow. */
#include <assay/toolkit/buffer.h>

#include <stdlib.h>
#include <string.h>

#define SMALLEST 64

void *assay_buffer_reserve(assay_buffer *self, size_t size)
{
    if (self->data != NULL && size <= self->capacity - self->size)
        return self->data + self->size;
    if (size > SIZE_MAX / 2 - self->size)
        return NULL;
    size_t capacity = self->capacity > SMALLEST ? self->capacity : SMALLEST;
    while (capacity < self->size + size)
        capacity *= 2;
    unsigned char *data = realloc(self->data, capacity);
    if (data == NULL)
        return NULL;
    self->data = data;
    self->capacity = capacity;
    return data + self->size;
}

assay_status assay_buffer_append(assay_out *self, const void *data, size_t size)
{
    assay_buffer *buffer = (assay_buffer *)self;
    if (size == 0)
        return ASSAY_OK;
    void *room = assay_buffer_reserve(buffer, size);
    if (room == NULL)
        return ASSAY_MEMORY;
    memcpy(room, data, size);
    buffer->size += size;
    return ASSAY_OK;
}

void assay_buffer_reset(assay_buffer *self)
{
    self->size = 0;
}

void assay_buffer_clear(assay_buffer *self)
{
    free(self->data);
    self->data = NULL;
    self->size = 0;
    self->capacity = 0;
}

assay_bytes assay_buffer_bytes(const assay_buffer *self)
{
    return (assay_bytes){self->data, self->size};
}
