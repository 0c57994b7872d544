#ifndef ASSAY_ENGINE_TRACEE_H
#define ASSAY_ENGINE_TRACEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* A thread that is held at a call: its memory, its files. What cannot be read because the thread is
 * gone reads as nothing. */
typedef struct assay_tracee {
    pid_t id;
    int memory; /* open file that is its memory; -1: it is asked for by the number of the thread */
} assay_tracee;

typedef struct assay_tracee_call {
    long number;
    uint64_t arguments[6];
    uint32_t data; /* of the filter's answer */
} assay_tracee_call;

bool assay_tracee_read(assay_tracee thread, uint64_t from, void *to, size_t size);
bool assay_tracee_write(assay_tracee thread, uint64_t to, const void *from, size_t size);
/* A text of the tracee; cut to size. */
bool assay_tracee_text(assay_tracee thread, uint64_t from, char *to, size_t size);

/* The absolute path that a folder descriptor (AT_FDCWD: its own folder) and a path mean, without
 * dots; links in it are not followed. */
bool assay_tracee_path(assay_tracee thread, int at, const char *path, char *to, size_t size);
/* What a descriptor is: an absolute path, or "socket:[1]" and such. */
bool assay_tracee_file(assay_tracee thread, int file, char *to, size_t size);
/* The flags with which it was opened; 0 when not known. */
unsigned assay_tracee_flags(assay_tracee thread, int file);
/* Where it stands, and what stat says of it. */
bool assay_tracee_place(assay_tracee thread, int file, uint64_t *place);
bool assay_tracee_stat(assay_tracee thread, int file, struct stat *about);
/* Bytes of the file, read without the tracee; all or nothing. */
bool assay_tracee_file_read(assay_tracee thread, int file, uint64_t offset, void *to, size_t size);
/* Bytes of a regular file from that offset on (-1: from where it stands); UINT64_MAX: no such file.
 */
uint64_t assay_tracee_rest(assay_tracee thread, int file, int64_t offset);

#endif
