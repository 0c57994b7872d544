#ifndef ASSAY_CLI_OPTIONS_H
#define ASSAY_CLI_OPTIONS_H

#include "report/format.h"
#include "runner/selection.h"
#include <stdio.h>

/* The verbs as bits, for the table that says which options each one takes. */
enum {
    ASSAY_VERB_RUN = 1u << 0,
    ASSAY_VERB_LIST = 1u << 1,
    ASSAY_VERB_EXPLAIN = 1u << 2,
    ASSAY_VERB_SELF_PROOF = 1u << 3,
    ASSAY_VERB_INIT = 1u << 4,
    ASSAY_VERB_PLAN = 1u << 5,
    ASSAY_VERB_DEBUG = 1u << 6,
    ASSAY_VERB_REPLAY = 1u << 7,
    ASSAY_VERB_SCHEMA = 1u << 8,
    ASSAY_VERB_DOCS = 1u << 9,
    ASSAY_VERB_REPORT = 1u << 10,
    ASSAY_VERB_MERGE = 1u << 11,
    ASSAY_VERB_MATRIX = 1u << 12,
    ASSAY_VERB_DIFF = 1u << 13,
    ASSAY_VERB_BASELINE = 1u << 14,
    ASSAY_VERB_COVERAGE_LINES = 1u << 15,
    ASSAY_VERB_COVERAGE_CLAUSES = 1u << 16
};

typedef struct assay_options {
    assay_run_settings settings; /* with a random seed unless one is given */
    size_t filter_count;
    const char **filters; /* owned array of borrowed texts */
    size_t exclusion_count;
    assay_exclusion *exclusions; /* owned, with each pattern; a reason lies behind its pattern */
    char *library;               /* owned; absolute; NULL: those of the manifests */
    const char *out;
    const char *baseline; /* file of known failures; NULL: there is none */
    assay_known added;    /* of a failure that becomes known; NULL for what is not given */
    const char *failures; /* folder of saved failures; NULL: in out */
    int64_t shrink_ms;    /* for making failures small; 0: not at all */
    bool json;
    const assay_report_format *report; /* NULL: text */
    const char *to;                    /* NULL: standard output */
    const char *cover_form;            /* of clauses by connectors; NULL: text */
    size_t expected_count;
    const char **expected; /* owned array of borrowed names of connectors */
    size_t only_count;
    const char **only; /* owned array of borrowed patterns of such names */
    const char *costs; /* a journal; NULL: all checks cost the same */
    bool seeded;       /* a seed was given */
    bool emit;         /* a program, in place of a report */
    bool in_process;
    bool no_colour;
    bool verbose;                 /* every failure in full */
    bool clauses;                 /* of list: these, in place of checks */
    bool source, sink, unbounded; /* of init */
    bool help;
    bool version;
    size_t include_count;
    const char **includes; /* owned array of borrowed texts */
    double fail_under;     /* percent */
    const char *gcov;
    int argument_count; /* what is no option */
    char **arguments;
} assay_options;

/* Reads what follows the verb (argv[0] is the verb). INVALID: the message says what is wrong.
 * *options: the caller's to clear, also when not OK. */
assay_status assay_options_parse(unsigned verb, int argc, char **argv, assay_options *options,
                                 assay_error *error) ASSAY_MUST_USE;
void assay_options_clear(assay_options *self);

/* Writes the options of a verb, a line each. */
void assay_options_help(FILE *to, unsigned verb);

/* An option, in the words of its help; static texts. */
typedef struct assay_option_text {
    const char *name;  /* "jobs" */
    const char *value; /* "N", what kind of value it takes; NULL: none */
    const char *help;
    bool common; /* every verb has it */
} assay_option_text;

/* Option number i of a verb, in the order of its help; false: there are no more. */
bool assay_options_get(unsigned verb, size_t i, assay_option_text *text);

#endif
