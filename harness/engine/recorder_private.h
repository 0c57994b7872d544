#ifndef ASSAY_ENGINE_RECORDER_PRIVATE_H
#define ASSAY_ENGINE_RECORDER_PRIVATE_H

#include "engine/change.h"
#include "engine/recorder.h"

/* One call that has come back, and the log that gets what it changed. */
typedef struct assay_recording {
    const assay_tamper *plan;
    assay_tracee thread;
    const assay_tracee_call *call;
    const assay_syscall *row;
    const assay_entered *entered;
    uint64_t answer;
    assay_change change; /* what is the same of all changes of the call */
    assay_buffer *log;
    bool failed; /* out of memory */
} assay_recording;

assay_change assay_recording_change(const assay_recording *self, assay_change_kind kind,
                                    uint64_t file);
void assay_recording_add(assay_recording *self, const assay_change *change);
/* The number of a file for changes. */
uint64_t assay_recording_number(const assay_recording *self, const struct stat *about);
/* What stat says of a descriptor that is a regular file. */
bool assay_recording_stat(const assay_recording *self, int file, struct stat *about);
int assay_recording_file(const assay_recording *self); /* the descriptor among the arguments */

/* Calls that change what is in files, or make it last. */
void assay_recording_written(assay_recording *self);
void assay_recording_copied(assay_recording *self);
void assay_recording_allocated(assay_recording *self);
void assay_recording_cut(assay_recording *self);
void assay_recording_synced(assay_recording *self);
void assay_recording_synced_all(assay_recording *self);

#endif
