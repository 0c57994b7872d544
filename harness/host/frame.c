#include "host/frame.h"

#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FRAME_LIMIT ((uint64_t)1 << 30)

/* Up to that size a message is sent with its head, so that who waits for it is woken once. */
enum { AT_ONCE = 65536 };

static assay_status send_all(int to, const void *data, size_t size, assay_error *error)
{
    const char *at = data;

    while (size > 0) {
        ssize_t sent = send(to, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == ENOTSOCK)
            sent = write(to, at, size);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return assay_error_set(error, ASSAY_IO, "cannot send: %s", strerror(errno));
        at += sent;
        size -= (size_t)sent;
    }
    return ASSAY_OK;
}

assay_status assay_frame_send(int to, assay_bytes message, assay_error *error)
{
    assay_buffer head = ASSAY_BUFFER_INIT;
    size_t along = message.size <= AT_ONCE ? message.size : 0;

    assay_status status = assay_put_u64(&head.out, message.size);
    if (status == ASSAY_OK && along > 0)
        status = assay_buffer_append(&head.out, message.data, along);
    if (status == ASSAY_OK)
        status = send_all(to, head.data, head.size, error);
    if (status == ASSAY_OK && along < message.size)
        status = send_all(to, message.data, message.size, error);
    assay_buffer_clear(&head);
    return status;
}

static assay_status receive_all(int from, void *to, size_t size, assay_error *error)
{
    size_t got = 0;

    while (got < size) {
        ssize_t more = read(from, (char *)to + got, size - got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0 && errno != ECONNRESET)
            return assay_error_set(error, ASSAY_IO, "cannot receive: %s", strerror(errno));
        if (more <= 0)
            return got == 0 ? ASSAY_END : assay_error_set(error, ASSAY_IO, "a message was cut off");
        got += (size_t)more;
    }
    return ASSAY_OK;
}

assay_status assay_frame_receive(int from, assay_buffer *message, assay_error *error)
{
    unsigned char head[8];

    assay_buffer_reset(message);
    ASSAY_TRY(receive_all(from, head, sizeof(head), error));
    assay_decoder decoder = {{head, sizeof(head)}, false};
    uint64_t size = assay_take_u64(&decoder);
    if (size > FRAME_LIMIT)
        return assay_error_set(error, ASSAY_IO, "a message of %llu bytes",
                               (unsigned long long)size);
    void *room = assay_buffer_reserve(message, (size_t)size);
    if (room == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory for a message");
    assay_status status = receive_all(from, room, (size_t)size, error);
    if (status == ASSAY_END)
        status = assay_error_set(error, ASSAY_IO, "a message was cut off");
    if (status == ASSAY_OK)
        message->size = (size_t)size;
    return status;
}
