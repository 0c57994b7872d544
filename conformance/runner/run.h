#ifndef ASSAY_RUNNER_RUN_H
#define ASSAY_RUNNER_RUN_H

#include "clauses/clause.h"
#include "engine/check.h"
#include "host/job.h"

/* The plain result of a run: all that reports know. */

#define ASSAY_VERDICTS (ASSAY_ERROR + 1)

/* What an item comes to. The verdicts come first, with their numbers; then what a baseline,
 * repetition, an early end and shards make of them. */
typedef enum assay_state {
    ASSAY_STATE_KNOWN = ASSAY_VERDICTS, /* fails, as the baseline says */
    ASSAY_STATE_FLAKY,                  /* not the same verdict each time */
    ASSAY_STATE_NOT_RUN,                /* the run ended before */
    ASSAY_STATE_ELSEWHERE,              /* another shard's */
    ASSAY_STATES
} assay_state;

const char *assay_state_name(assay_state state); /* "pass", "known-failing" */

/* As asked for. */
typedef struct assay_run_settings {
    uint64_t seed;
    assay_tier tier;
    assay_profile profile;
    unsigned jobs;
    uint64_t records;       /* limit of the data sets; 0: none */
    bool read_only;         /* nothing is written to a store that Assay did not make */
    const char *library;    /* in place of that of the manifests; NULL: that one */
    int64_t timeout_ms;     /* of a check; 0: as the manifest says */
    bool should_counts;     /* a failed SHOULD makes the connector not conformant */
    bool strict;            /* so does an unproven check */
    unsigned repeat;        /* how often each check is run; 0: once */
    unsigned rules;         /* the rule set; checks of later ones are previews; 0: the newest */
    unsigned shard, shards; /* this is the shard-th of so many, from 1; 0: the whole */
} assay_run_settings;

/* Why a failure is expected: an entry of a baseline. The texts are borrowed, never NULL. */
typedef struct assay_known {
    const char *reason;
    const char *link;    /* "": none */
    const char *expires; /* "2026-12-31"; "": never */
    const char *message; /* part of what is observed; "": any */
} assay_known;

/* Whether a finding is a failure, and the one that is known. */
bool assay_known_expects(const assay_known *self, const assay_finding *finding);

/* What makes a run fail and is no check's verdict: an entry of the baseline that does not hold. */
typedef struct assay_problem {
    char *where; /* owned; "baseline.json: range/plain:split.*" */
    char *text;  /* owned */
} assay_problem;

/* A connector's scenario, and what its library said of itself. */
typedef struct assay_run_scenario {
    const char *manifest;           /* path; borrowed */
    const assay_scenario *scenario; /* borrowed */
    int64_t timeout_ms;             /* of a check */
    char *const *secrets;           /* borrowed; to be masked in what the connector says */
    size_t secret_count;
    const char *held_back; /* borrowed; why no check runs over it; NULL: checks do */
    assay_look look;       /* owned */
    char sanitizers[64];   /* it is built with: "address,undefined"; "": none */
    char library_hash[33]; /* XXH3_128 of the file in hex; "": it could not be read */
} assay_run_scenario;

/* A check over a scenario. */
typedef struct assay_run_item {
    const assay_check *check;
    const assay_clause *clause; /* the first of the check's, NULL when the catalogue lacks it */
    size_t scenario;            /* index */
    bool decided;               /* without running: skipped */
    bool foreign; /* because the connector does not have, or promise, what the check is about */
    bool done;
    bool preview;             /* of a later rule set than the run's: speaks against nobody */
    unsigned shard;           /* whose it is; 0: of a run that is whole */
    const assay_known *known; /* borrowed; NULL: no failure is expected */
    assay_finding finding;    /* owned; means something when decided or done */
    assay_finding *other;     /* owned; the first one with another verdict; NULL: there was none */
    size_t outcomes[ASSAY_VERDICTS]; /* of a check that was repeated: how often each verdict */
    char *file;                      /* owned; where the failure is saved; NULL: it is not */
    bool again;    /* a saved failure, not part of the plan; decided: it could not be done */
    char *was;     /* owned; how that failed; NULL: as now, or it does not fail now */
    uint64_t seed; /* of that failure */
} assay_run_item;

typedef struct assay_run {
    assay_run_settings settings;
    const char *version; /* borrowed; of Assay: "0.1.0" */
    int contract;
    char platform[256]; /* "Linux 6.1.0 x86_64" */
    int64_t started;    /* seconds since 1970 */
    int64_t microseconds;
    bool linked; /* the library is the program that runs, which can run a check again */
    size_t scenario_count;
    assay_run_scenario *scenarios; /* owned */
    size_t item_count;
    assay_run_item *items; /* owned */
    size_t saved_count;
    assay_run_item *saved; /* owned; failures of other runs, done once more; those that are done */
    char *saved_folder;    /* owned; where they are; NULL: not in one folder */
    size_t to_save;        /* failures of the run that were to be made small and saved */
    size_t problem_count;
    assay_problem *problems;     /* owned */
    bool cut;                    /* read from a journal that has no end */
    int ended_by;                /* the signal that ended it early; 0: none did */
    size_t done;                 /* items */
    size_t totals[ASSAY_STATES]; /* items that are done */
} assay_run;

/* Platform and start time. *self: the caller's, to clear. */
void assay_run_init(assay_run *self, const assay_run_settings *settings);
void assay_run_clear(assay_run *self);

/* Adds one, not looked at yet; the strings stay the caller's. NULL: out of memory. Valid until the
 * next one is added. */
assay_run_scenario *assay_run_add_scenario(assay_run *self, const char *manifest,
                                           const assay_scenario *scenario);

const char *assay_tier_name(assay_tier tier);    /* "standard" */
const char *assay_level_name(assay_level level); /* "MUST" */
size_t assay_family_length(const char *check);   /* of the part of an id before the dot */

/* Whether a verdict speaks against the connector: fail, crash, timeout. */
bool assay_verdict_against(assay_verdict verdict);

assay_state assay_run_item_state(const assay_run *run, const assay_run_item *item);
/* Whether that state is one that a report shows in full: a failure, a flaky check, an error. */
bool assay_state_bad(assay_state state);
/* An item of the plan has its verdict: counts it. */
void assay_run_item_done(assay_run *run, assay_run_item *item);
/* Counts the items that are done anew: after what their states depend on has changed. */
void assay_run_count(assay_run *run);

/* In an order that does not depend on that in which they are found, so that shards give what one
 * run gives. MEMORY only. */
assay_status assay_run_add_problem(assay_run *run, const char *where,
                                   const char *text) ASSAY_MUST_USE;

/* Whether an item that is done makes the connector not conformant, by what was asked for. */
bool assay_run_item_against(const assay_run *run, const assay_run_item *item);

/* What became of the saved failures. */
typedef struct assay_run_again {
    size_t same, otherwise; /* fail as they did; fail, but not so */
    size_t not_run, error;
    size_t no_longer; /* fail */
    size_t known;     /* fail, as the baseline says */
    size_t preview;   /* fail or error, of a check that counts only in later rules */
} assay_run_again;

assay_run_again assay_run_count_again(const assay_run *self);

/* The saved failure that fails as an item of the plan does; NULL: none. */
const assay_run_item *assay_run_shown_by(const assay_run *self, const assay_run_item *item);

/* Signals that may end a run: "SIGINT"; 0 or NULL: it is none of these. */
const char *assay_signal_name(int signal);
int assay_signal_number(const char *name);

/* What the run comes to, as `assay` exits: 0 conformant, 1 not, 3 Assay failed, 4 nothing ran; 128
 * and the number of the signal that ended it early. */
int assay_run_exit_code(const assay_run *self);

#endif
