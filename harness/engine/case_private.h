#ifndef ASSAY_ENGINE_CASE_PRIVATE_H
#define ASSAY_ENGINE_CASE_PRIVATE_H

#include "data/random.h"
#include "engine/board.h"
#include "engine/case.h"
#include "engine/exam.h"
#include "engine/library.h"
#include "engine/line_counts.h"
#include "engine/surroundings.h"
#include "engine/tape.h"

#include <setjmp.h>

/* What a check works with, in the coordinator and, by fork, in its cases. */
typedef struct assay_setup {
    const assay_check *check;
    const assay_scenario *scenario;
    uint64_t seed;
    assay_tier tier;
    assay_profile profile;
    const char *folder;
    uint64_t turn;         /* the one attempt to make; 0: all */
    const char *tape;      /* path of the file that gets every call; NULL or "": none */
    bool shows;            /* a pass brings its evidence home, too */
    assay_entry_fn *entry; /* of a connector that is linked in; NULL: the scenario's library */
    const assay_surroundings *before; /* what has to stay as it is; NULL: nobody looks */
    uint64_t stop_at; /* the call, counted over all cases, before which a debugger stops; 0 */
    assay_line_counts lines;
    const struct assay_threading *threading; /* of its threads; NULL: they run as they like */
} assay_setup;

/* Does nothing: a debugger has a breakpoint here. */
void assay_stop_here(void);

/* The host struct lent to a connector, with the case behind it. */
typedef struct assay_lent_host {
    assay_host base;
    assay_board *board;
} assay_lent_host;

/* What assay_drive_judge has a read compared with; what: NULL when it does not. */
typedef struct assay_judged {
    const assay_tally *tally;
    uint64_t first, end;
    const char *what;
} assay_judged;

struct assay_case {
    const assay_setup *setup;
    const void *argument;
    assay_board *board;
    assay_library library;
    assay_lent_host host;
    assay_truth **truths; /* one a data set, opened at first use */
    assay_random random;
    uint64_t die_at;      /* value of calls at which it dies; 0: never */
    uint64_t die_step;    /* how many calls that was ahead */
    uint32_t handles;     /* numbers given out */
    uint64_t own_reads;   /* bytes that assay_case_bytes_read has read itself */
    assay_error error;    /* of the last call */
    bool was_fed;         /* when it began no memory had been refused yet */
    assay_status starved; /* what the call answered that got no memory */
    assay_tape tape;
    int64_t page;          /* where the tape's page begins; 0: there is none */
    uint32_t page_handles; /* numbers given out before */
    assay_judged judged;
    struct assay_company *company; /* of threads that are put in order; NULL: there is none */
    uint32_t thread;               /* in the trace, when there are two; else 0 */
    jmp_buf leave;
    bool isolated; /* a process of its own */
    bool through;  /* the work was done to its end, and everything released */
    bool died;     /* in process: where a power switch was asked for */
};

/* Runs work with the connector loaded; the verdict is on the board. Comes back however the case
 * ended, unless the process did not survive. */
void assay_case_perform(const assay_setup *setup, assay_board *board, assay_case_fn *work,
                        const void *argument, bool isolated, bool *died);

/* Ends the case, which has passed. Does not return. */
_Noreturn void assay_case_stop(assay_case *c);

/* Writes what a process has to write before it leaves by _exit: coverage counters. */
_Noreturn void assay_process_leave(int code);

/* Counts an attempt; whether it is to be made. */
bool assay_board_turn(assay_board *self, const assay_setup *setup);

/* Before the library is loaded: its line counts are to come home also from a crash, if they are
 * wanted. */
void assay_case_begin_lines(assay_case *c);
/* Brings them home: those of a case that is at its end, with that of its library behind it if it
 * came so far, or of one that is about to be killed. */
void assay_case_save_lines(assay_case *c, bool killed);

/* The call counter and the power switch: before each call of the contract. */
void assay_case_count_call(assay_case *c, assay_op op);

/* The random numbers of one check. */
assay_random assay_random_of(uint64_t seed, const char *check);

#endif
