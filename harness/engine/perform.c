#include "engine/company.h"
#include "engine/runtime.h"

#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef ASSAY_COUNTS_LINES
void __gcov_dump(void);
#endif

_Noreturn void assay_process_leave(int code)
{
#ifdef ASSAY_COUNTS_LINES
    __gcov_dump();
#endif
    _exit(code);
}

static int64_t host_now(const assay_host *self)
{
    struct timespec now;

    (void)self;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void host_log(const assay_host *self, const char *message)
{
    assay_board *board = ((const assay_lent_host *)self)->board;
    size_t size = strnlen(message, 256);

    uint32_t at = atomic_fetch_add(&board->log_size, (uint32_t)size + 1);
    if (at > ASSAY_BOARD_LOG - 1 - size)
        return; /* the first lines say most; the rest is only counted */
    memcpy(board->log + at, message, size);
    board->log[at + size] = '\n';
}

/* What the connector or the check has not freed; only the runtime of a sanitizer can tell. */
static void check_leaks(assay_case *c)
{
    if (c->isolated && assay_runtime_has_leaks())
        assay_case_fail(c, "all memory is freed when everything is released",
                        "the leak checker found memory that is lost; its report is in the output");
}

/* Line counts are written by the end of the library, which does not come to one that stays loaded
 * for good. */
static void close_library(assay_case *c)
{
    bool counts = c->isolated && assay_line_counts_wanted(&c->setup->lines);
    bool reports = assay_runtime_present();

    if (reports && !counts)
        return; /* a report would have no names for a library that is gone */
    if (reports || counts || (c->isolated && assay_left_threads() > 1))
        assay_library_finish(&c->library);
    else
        assay_library_close(&c->library);
}

static void load(assay_case *c)
{
    assay_error error = ASSAY_ERROR_INIT;
    const assay_setup *setup = c->setup;

    assay_status status = setup->entry != NULL
                              ? assay_library_use(setup->entry, &c->library, &error)
                              : assay_library_open(setup->scenario->library, &c->library, &error);
    if (status != ASSAY_OK)
        assay_case_fail(c, "a connector that can be loaded", "%s", error.message);
    atomic_store(&c->board->phase, ASSAY_PHASE_WORKING);
}

static void open_tape(assay_case *c)
{
    assay_error error = ASSAY_ERROR_INIT;

    if (assay_tape_open(&c->tape, c->setup->tape, false, &error) != ASSAY_OK)
        assay_case_broken(c, "%s", error.message);
    assay_tape_mark(&c->tape, ASSAY_TAPE_CASE, 0, 0);
}

static void close_truths(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++)
        assay_truth_close(c->truths[i]);
    free(c->truths);
    c->truths = NULL;
}

/* The one place where a case is left from anywhere inside. */
static void work_through(assay_case *c, assay_case_fn *work)
{
    if (setjmp(c->leave) != 0) {
        assay_case_save_lines(c, false);
        return;
    }
    open_tape(c);
    assay_case_begin_lines(c);
    assay_company_gather(c);
    load(c);
    work(c);
    check_leaks(c);
    if (c->setup->before != NULL)
        assay_surroundings_compare(c->setup->before, &c->board->left);
    atomic_store(&c->board->phase, ASSAY_PHASE_LEAVING);
    close_library(c);
    assay_case_save_lines(c, false);
    c->through = true;
}

void assay_case_perform(const assay_setup *setup, assay_board *board, assay_case_fn *work,
                        const void *argument, bool isolated, bool *died)
{
    assay_case c = {0};

    c.setup = setup;
    c.board = board;
    c.argument = argument;
    c.isolated = isolated;
    c.host.base = (assay_host){sizeof(assay_host), 0, host_now, host_log};
    c.host.board = board;
    c.error.struct_size = sizeof(c.error);
    c.tape = (assay_tape){-1, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    c.random = assay_random_of(setup->seed, setup->check->id);
    c.truths = calloc(setup->scenario->dataset_count + 1, sizeof(assay_truth *));
    if (c.truths == NULL) {
        board->verdict = ASSAY_ERROR;
        snprintf(board->reason, ASSAY_BOARD_TEXT, "out of memory");
    } else {
        work_through(&c, work);
        close_truths(&c);
        assay_tape_close(&c.tape);
        if (isolated && c.through)
            assay_left_find(&board->left, !assay_runtime_present() && c.company == NULL);
    }
    *died = c.died;
    atomic_store(&board->phase, ASSAY_PHASE_DONE);
}
