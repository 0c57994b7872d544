#ifndef ASSAY_ENGINE_TAMPER_H
#define ASSAY_ENGINE_TAMPER_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>
#include <stdint.h>

/* The system calls by which a case, its threads and its children touch files below a folder, seen
 * and changed from outside. Calls are counted over all of them together, from 1, in the order in
 * which the kernel takes them up. */

enum {                               /* classes of calls */
       ASSAY_CALLS_CHANGE = 1u << 0, /* change files, or make a change last: also sync and close */
       ASSAY_CALLS_READ = 1u << 1,   /* open to read, read, seek, map */
       ASSAY_CALLS_SOCKET = 1u << 2  /* connect, send, receive; whatever the folder */
};

typedef enum assay_tamper_how {
    ASSAY_TAMPER_NONE = 0,    /* only counts */
    ASSAY_TAMPER_KILL_BEFORE, /* the call does not happen: everything is killed */
    ASSAY_TAMPER_TEAR,        /* half of a write happens, then everything is killed */
    ASSAY_TAMPER_KILL_AFTER,  /* it happens, and nobody lives to see the answer */
    ASSAY_TAMPER_ERROR,       /* does not happen, answers reason */
    ASSAY_TAMPER_SHORT,       /* half of a transfer happens, and the call says so */
    ASSAY_TAMPER_NOTHING,     /* a read that says: end */
    ASSAY_TAMPER_LOST,        /* happens, answers reason all the same */
    ASSAY_TAMPER_RECORD,      /* all happen, and what they change is kept */
    ASSAY_TAMPER_HOLD         /* happens when another thread has come back, see gate */
} assay_tamper_how;

typedef struct assay_seen assay_seen;

typedef struct assay_tamper {
    const char *folder; /* absolute, without links */
    uint32_t classes;
    assay_tamper_how how;
    uint64_t at;             /* the call that is tampered with */
    int reason;              /* errno of ERROR and LOST */
    bool lasting;            /* it and every later one that can end so */
    const assay_seen *point; /* `at` counts only calls like this one; NULL: all */
    bool later;              /* only calls after the case has handed something over count */
    bool sooner;             /* only calls before that count */
    struct assay_gate *gate; /* of HOLD, engine/gate.h; else NULL */
    const uint64_t *said;    /* how much it has, in memory shared with it; RECORD looks at it around
                                each call */
} assay_tamper;

/* A row of the table of calls that are seen. */
typedef struct assay_syscall {
    long number;
    const char *name;
    uint32_t classes;     /* by default; open and close are told apart by how the file was opened */
    int8_t at, path;      /* arguments: folder descriptor and path; -1: none */
    int8_t at2, path2;    /* of the second path */
    int8_t file;          /* descriptor */
    int8_t size;          /* how much is to be transferred: bytes, or pieces of vector */
    int8_t vector;        /* the pieces */
    const int *errors;    /* it can really answer, ends with 0 */
    const int *of_socket; /* the same where it is done to a socket; NULL: no different */
} assay_syscall;

extern const assay_syscall assay_syscalls[];
extern const size_t assay_syscall_count;

/* A call that was counted. */
struct assay_seen {
    uint32_t row;
    uint32_t classes;
    uint64_t size;  /* of a transfer; of a wait: 1 if it is bounded */
    uint32_t lasts; /* not 0: a write that does not answer before its data lasts, without a sync */
    char name[64];  /* of the file, the last part of its path; of a rename the new one */
};

/* What cannot be seen here, or was not: the checks that rely on it prove less. */
enum {
    ASSAY_HOLE_RING = 1u << 0,    /* io_uring: refused as not there */
    ASSAY_HOLE_AIO = 1u << 1,     /* Linux AIO: refused as not there */
    ASSAY_HOLE_MAPPING = 1u << 2, /* a shared mapping of a file of the folder is written to */
    ASSAY_HOLE_FOREIGN = 1u << 3, /* calls of another architecture */
    ASSAY_HOLE_BEHIND = 1u << 4,  /* a call was left alone: what came of it could not be seen */
    ASSAY_HOLE_LISTENER = 1u << 5 /* a seccomp listener of the case's own: it is killed there */
};

typedef struct assay_tampered {
    uint64_t counted;
    uint64_t matched;  /* of these, as the plan's point is */
    uint64_t fired;    /* how often a call was tampered with */
    uint64_t fired_at; /* the first one that was */
    bool killed;       /* by the plan */
    uint32_t holes;
    assay_buffer log;     /* assay_seen, one after the other, of all that were counted */
    assay_buffer changes; /* RECORD: for assay_changes_read */
} assay_tampered;

#define ASSAY_TAMPERED_INIT                                                                        \
    {                                                                                              \
        .log = ASSAY_BUFFER_INIT, .changes = ASSAY_BUFFER_INIT                                     \
    }

/* Adds a call that was seen; *meant: the plan is about it. False: out of memory. */
bool assay_tampered_count(assay_tampered *self, const assay_tamper *plan, const assay_seen *seen,
                          bool *meant) ASSAY_MUST_USE;
void assay_tampered_fire(assay_tampered *self); /* the last one is tampered with */
const assay_seen *assay_tampered_seen(const assay_tampered *self, uint64_t k); /* from 1 */
void assay_tampered_clear(assay_tampered *self);
/* Whether both saw the same calls on the same files. */
bool assay_tampered_equal(const assay_tampered *a, const assay_tampered *b);
/* "write 'x', 4096 bytes" */
void assay_seen_print(const assay_seen *self, char *to, size_t size);
/* Whether a call can end so: only writes are torn, only transfers are short. */
bool assay_seen_allows(const assay_seen *self, assay_tamper_how how);
/* What it can really answer: a file, or a socket; ends with 0. */
const int *assay_seen_errors(const assay_seen *self);
/* The same call, on a file whose name differs in numbers at most. */
bool assay_seen_alike(const assay_seen *a, const assay_seen *b);

#endif
