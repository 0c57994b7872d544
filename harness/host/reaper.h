#ifndef ASSAY_HOST_REAPER_H
#define ASSAY_HOST_REAPER_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>

/* Runs work in a child of a child: in between stands the reaper, to which every process falls that
 * work starts and abandons, also those that changed group and session. When work is done, when
 * channel's other side hangs up, or when the monotonic deadline (microseconds) passes, the reaper
 * kills all of them; the calling process does if the reaper itself was killed. What work writes to
 * answer comes back. The calling process has one thread and no other children. */
typedef void assay_reaped_fn(void *argument, assay_out *answer);

typedef enum assay_reaper_end {
    ASSAY_REAPER_DONE = 0,
    ASSAY_REAPER_LATE = 1,   /* killed at the deadline */
    ASSAY_REAPER_HANGUP = 2, /* nobody is interested any more */
    ASSAY_REAPER_FAILED = 3, /* could not be set up */
    ASSAY_REAPER_SIGNAL = 64 /* and more: work was ended by signal (this - 64) */
} assay_reaper_end;

int assay_reaper_run(assay_reaped_fn *work, void *argument, int channel, int64_t deadline,
                     assay_buffer *answer);

#endif
