#ifndef ASSAY_CLI_VERBS_H
#define ASSAY_CLI_VERBS_H

#include "cli/options.h"

/* How `assay` exits. */
enum {
    ASSAY_EXIT_CONFORMANT = 0,
    ASSAY_EXIT_NOT_CONFORMANT = 1,
    ASSAY_EXIT_USAGE = 2,
    ASSAY_EXIT_HARNESS = 3,
    ASSAY_EXIT_NOTHING_RAN = 4
};

/* A verb of the table that main.c has. */
typedef struct assay_verb {
    const char *name;
    const char *arguments; /* as help shows them; a word in capitals stands for a kind of word */
    unsigned bit;
    int least, most; /* arguments */
    int (*run)(const assay_options *options);
    const char *help;
} assay_verb;

/* What may stand in place of a verb. */
typedef struct assay_word {
    const char *name; /* "--version" */
    void (*print)(void);
    const char *help;
} assay_word;

typedef struct assay_exit {
    int code;
    const char *text;
} assay_exit;

/* All that one can say to assay: the tables behind its help, its manual and its completion. */
typedef struct assay_usage {
    const assay_verb *verbs;
    size_t verb_count;
    const assay_word *words;
    size_t word_count;
    const assay_exit *exits;
    size_t exit_count;
} assay_usage;

/* The verbs: each does its work and gives the exit code. */
int assay_cmd_run(const assay_options *options);
int assay_cmd_debug(const assay_options *options);
int assay_cmd_replay(const assay_options *options);
int assay_cmd_list(const assay_options *options);
int assay_cmd_explain(const assay_options *options);
int assay_cmd_init(const assay_options *options);
int assay_cmd_self_proof(const assay_options *options);
int assay_cmd_plan(const assay_options *options);
int assay_cmd_schema(const assay_options *options);
int assay_cmd_coverage_clauses(const assay_options *options);
int assay_cmd_diff(const assay_options *options);
int assay_cmd_matrix(const assay_options *options);
int assay_cmd_merge(const assay_options *options);
int assay_cmd_report(const assay_options *options);
int assay_cmd_baseline(const assay_options *options);
int assay_cmd_docs(const assay_options *options);
int assay_cmd_coverage_lines(const assay_options *options);

/* Says "assay: message" on stderr and gives the exit code that belongs to the status. */
int assay_complain(assay_status status, const assay_error *error);

/* Whether stdout took all that was written to it; otherwise says so and gives HARNESS. */
int assay_close_output(int code);

#endif
