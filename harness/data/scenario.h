#ifndef ASSAY_DATA_SCENARIO_H
#define ASSAY_DATA_SCENARIO_H

#include "data/ability.h"
#include <assay/bytes.h>
#include <assay/config.h>

/* One way in which a connector is used: the unit that checks run over. Made from a manifest, sent
 * to the processes that run the checks. All that it points to is its own. */

typedef struct assay_setting_list {
    size_t count;
    assay_setting *items; /* owned, as are the texts */
} assay_setting_list;

typedef enum assay_kind {
    ASSAY_KIND_SOURCE = 0,
    ASSAY_KIND_SINK = 1,
    ASSAY_KIND_TRACKER = 2
} assay_kind;
enum { ASSAY_KINDS = 3 };

const char *assay_kind_name(assay_kind kind); /* "source" */

/* What the manifest promises beyond abilities. */
enum {
    ASSAY_PROMISE_ORDER = 1u << 0,        /* a reader gives records in the order of the truth */
    ASSAY_PROMISE_DAMAGE = 1u << 1,       /* a file that is cut off or changed is an error */
    ASSAY_PROMISE_EXACTLY_ONCE = 1u << 2, /* sink: two phases */
    ASSAY_PROMISE_BY_ID = 1u << 3,        /* sink: idempotent by record id */
    ASSAY_PROMISE_FIXED_SHARDS = 1u
                                 << 4, /* sink: the output has a file for each shard, also empty */
    ASSAY_PROMISE_OFFSETS = 1u << 5,   /* tracker: its positions are of kind OFFSET */
    ASSAY_PROMISE_KEYS = 1u << 6,      /* tracker: of kind KEY */
    ASSAY_PROMISE_OPEN_END = 1u << 7,  /* tracker: its end may be unbounded */
    ASSAY_PROMISE_CUTS_OPEN_END = 1u << 8 /* tracker: and such a range is split like any other */
};

enum { ASSAY_DATA_SETS = 16 }; /* the most that a scenario has */

/* Data that exists, and the truth about it. */
typedef struct assay_dataset {
    char *name; /* "lines-200" */
    uint64_t records;
    int64_t stored_bytes;         /* of the data in its store; -1: not known */
    char *truth;                  /* path; no file of the data is younger */
    char *path;                   /* of the stored file or pattern, "" if it is none */
    uint32_t existing;            /* not 0: it was there before the run */
    assay_setting_list variables; /* what ${...} stands for: "data" and "data.NAME" */
} assay_dataset;

typedef enum assay_readback {
    ASSAY_READBACK_NONE = 0,
    ASSAY_READBACK_LINES = 1, /* files of delimited records */
    ASSAY_READBACK_GZIP = 2,  /* the same, in gzip */
    ASSAY_READBACK_FILES = 3, /* one file a record: its name the id in hex, its content the value */
    ASSAY_READBACK_COMMAND = 4 /* a command prints the records */
} assay_readback;

typedef struct assay_scenario {
    char *connector; /* the manifest's name */
    char *name;
    char *library; /* path */
    char *run;     /* the name that begins the names of all that the run makes in a store */
    assay_kind kind;
    uint32_t declared; /* ASSAY_CAN_* */
    uint32_t promises; /* ASSAY_PROMISE_* */
    double size_tolerance;
    assay_setting_list config; /* values may hold ${out}, the fresh folder a sink writes to,
                                  ${out.name}, a name for what it writes elsewhere, ${data}, and
                                  ${start} and ${end}, the range of a tracker */
    size_t refuse_count;
    assay_setting_list *refuse; /* configurations that must be INVALID */
    size_t dataset_count;
    assay_dataset *datasets; /* from few records to many */
    uint32_t bundles;        /* sink: into how many the records go */
    uint32_t shards;         /* sink with FIXED_SHARDS: how many files the output has */
    assay_readback readback;
    char *readback_path; /* pattern; may hold ${out} */
    char *readback_delimiter;
    char *readback_command; /* words as assay_words_expand takes them; may hold ${out} */
    char *readback_title;   /* the same for messages */
    char *command_folder;   /* where commands run */
    uint64_t command_ms;    /* how long each may take */
    uint32_t read_only;     /* not 0: its marks are not finalized */
} assay_scenario;

void assay_scenario_clear(assay_scenario *self); /* frees what it points to; zeroes it */
assay_status assay_scenario_encode(const assay_scenario *self, assay_out *to) ASSAY_MUST_USE;
/* *self is written only on OK, then the caller's to clear. INVALID: no scenario. */
assay_status assay_scenario_decode(assay_bytes bytes, assay_scenario *self) ASSAY_MUST_USE;

assay_status assay_setting_list_add(assay_setting_list *self, const char *key,
                                    const char *value) ASSAY_MUST_USE;
void assay_setting_list_clear(assay_setting_list *self);
const char *assay_setting_list_find(const assay_setting_list *self, const char *key); /* or NULL */

/* Writes text with each ${name} replaced by the variable of that name, from either list (either may
 * be NULL). "$$" is a dollar. INVALID: an unknown name or an open brace; the message names it. */
assay_status assay_expand(const char *text, const assay_setting_list *first,
                          const assay_setting_list *second, assay_out *to,
                          assay_error *error) ASSAY_MUST_USE;
/* The same for every value of a list; *to is the caller's, to clear. */
assay_status assay_expand_list(const assay_setting_list *from, const assay_setting_list *first,
                               const assay_setting_list *second, assay_setting_list *to,
                               assay_error *error) ASSAY_MUST_USE;

#endif
