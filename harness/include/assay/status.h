#ifndef ASSAY_STATUS_H
#define ASSAY_STATUS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_MUST_USE __attribute__((warn_unused_result))

/* The answer of every call that can fail. Calls say which of these they give; anything else from
 * them is an error. Values never change their meaning. */
typedef enum assay_status {
    ASSAY_OK = 0,
    ASSAY_END = 1,         /* no more records, for good */
    ASSAY_IDLE = 2,        /* no record now; a later advance may find one */
    ASSAY_REFUSED = 3,     /* not done, and nothing has changed */
    ASSAY_UNSUPPORTED = 4, /* this instance never does this */
    ASSAY_INVALID = 5,     /* an argument or a configuration is wrong */
    ASSAY_IO = 6,          /* the store or the operating system failed */
    ASSAY_CORRUPT = 7,     /* the stored data is damaged or cut off */
    ASSAY_STATE = 8,       /* not allowed in the present state */
    ASSAY_MEMORY = 9       /* out of memory (SRC-MEM-01, PSK-MEM-01) */
} assay_status;

#define ASSAY_ERROR_SIZE 496

/* What went wrong, in words. Owned by the caller, who sets struct_size and an empty message; a call
 * that fails writes the message, lower case and without a full stop: "cannot open 'x': reason". The
 * first writer wins: a message that is there already is not replaced. Every parameter of this type
 * may be NULL. Untouched by calls that answer OK, END, IDLE or REFUSED. */
typedef struct assay_error {
    uint32_t struct_size;
    uint32_t reserved;
    char message[ASSAY_ERROR_SIZE];
} assay_error;

#define ASSAY_ERROR_INIT                                                                           \
    {                                                                                              \
        sizeof(assay_error), 0,                                                                    \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

/* Leaves the calling function with any answer that is not OK. The only macro of the contract that
 * changes the flow of control. */
#define ASSAY_TRY(call)                                                                            \
    do {                                                                                           \
        assay_status assay_try_status = (call);                                                    \
        if (assay_try_status != ASSAY_OK)                                                          \
            return assay_try_status;                                                               \
    } while (0)

#ifdef __cplusplus
}
#endif

#endif
