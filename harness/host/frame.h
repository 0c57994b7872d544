#ifndef ASSAY_HOST_FRAME_H
#define ASSAY_HOST_FRAME_H

#include <assay/toolkit/buffer.h>

/* Messages on a stream: eight bytes that say how long it is, then the message. Both calls wait. */
assay_status assay_frame_send(int to, assay_bytes message, assay_error *error) ASSAY_MUST_USE;
/* END: the other side is gone, between two messages. IO: in the middle of one. */
assay_status assay_frame_receive(int from, assay_buffer *message,
                                 assay_error *error) ASSAY_MUST_USE;

#endif
