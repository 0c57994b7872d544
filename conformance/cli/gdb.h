#ifndef ASSAY_CLI_GDB_H
#define ASSAY_CLI_GDB_H

#include "data/guard.h"
#include <assay/status.h>
#include <stdint.h>

/* A job of assay-host in gdb. */
typedef struct assay_gdb {
    const char *host;         /* program */
    const char *library;      /* what it loads */
    const char *job;          /* path of the encoded job */
    const char *script;       /* path of a file that is written here */
    uint64_t call;            /* to stop before; 0: none was reached */
    const assay_guard *guard; /* NULL: none */
    int argument_count;       /* more arguments of gdb */
    char *const *arguments;
} assay_gdb;

/* Starts gdb and waits for its end, or ends it when the guard asks to stop. INVALID: there is none.
 */
assay_status assay_gdb_run(const assay_gdb *self, assay_error *error) ASSAY_MUST_USE;

#endif
