#ifndef ASSAY_DATA_COMMAND_H
#define ASSAY_DATA_COMMAND_H

#include "data/guard.h"
#include "data/scenario.h"
#include <assay/toolkit/buffer.h>

/* Programs of the author's that assay runs: no shell, words as they are. */

#define ASSAY_COMMAND_MS 60000        /* how long one may take when nothing is said */
#define ASSAY_COMMAND_WORD_END '\x1f' /* between the words of a command that is one text */

/* The last bytes of what a command said, whole lines where that is possible. */
typedef struct assay_command_tail {
    size_t size;
    char text[2048]; /* NUL-terminated */
} assay_command_tail;

typedef struct assay_command {
    char *const *words;       /* ended by NULL; the first is looked for in PATH */
    const char *title;        /* how messages call it: its words without secrets */
    const char *folder;       /* its current folder; NULL: that of this process */
    int64_t timeout_ms;       /* monotonic; then it is killed */
    const assay_guard *guard; /* borrowed; NULL: none */
    /* Appends more of its stdin, some KiB at a time, nothing at the end; NULL: it is empty. */
    assay_status (*feed)(void *context, assay_buffer *to, assay_error *error);
    /* Takes a piece of its stdout; NULL: stdout is said like stderr. */
    assay_status (*take)(void *context, assay_bytes piece, assay_error *error);
    void *context;
} assay_command;

/* Runs it to its end; then nothing of its process group is alive. Anything but an exit with 0 that
 * has read all of its stdin is an error, IO: "command 'TITLE' failed with exit code 3: LAST LINE".
 * What feed and take answer ends it. *tail may be NULL. END: it was killed because the guard asks
 * to stop. */
assay_status assay_command_run(const assay_command *self, assay_command_tail *tail,
                               assay_error *error) ASSAY_MUST_USE;

/* A take that appends to the assay_buffer that is its context. */
assay_status assay_command_keep(void *context, assay_bytes piece, assay_error *error);

/* The words of a text, variables expanded in each one; to be freed with assay_words_free. */
assay_status assay_words_expand(const char *text, const assay_setting_list *variables,
                                char ***words, assay_error *error) ASSAY_MUST_USE;
void assay_words_free(char **words);

#endif
