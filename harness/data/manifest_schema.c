/* The tables of what a manifest may hold. */
#include "data/manifest_schema.h"

#include "data/ability.h"
#include "data/generator.h"
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define RECORDS_MAX INT64_C(1000000000000)

static const char *ability_at(size_t i)
{
    return i < assay_ability_count ? assay_abilities[i].name : NULL;
}

static const char *generator_at(size_t i)
{
    return i < assay_generator_count ? assay_generators[i].name : NULL;
}

static const char *order_at(size_t i)
{
    static const char *const names[] = {"none", "within-reader"};
    return i < COUNT(names) ? names[i] : NULL;
}

static const char *damage_at(size_t i)
{
    static const char *const names[] = {"unnoticed", "detected"};
    return i < COUNT(names) ? names[i] : NULL;
}

static const char *guarantee_at(size_t i)
{
    static const char *const names[] = {"at-least-once", "idempotent-by-id", "exactly-once"};
    return i < COUNT(names) ? names[i] : NULL;
}

static const char *format_at(size_t i)
{
    static const char *const names[] = {"lines", "gzip", "files", "command"};
    return i < COUNT(names) ? names[i] : NULL;
}

static const char *positions_at(size_t i)
{
    static const char *const names[] = {"offset", "key"};
    return i < COUNT(names) ? names[i] : NULL;
}

static const char *open_end_at(size_t i)
{
    static const char *const names[] = {"none", "unknown", "infinite"};
    return i < COUNT(names) ? names[i] : NULL;
}

const assay_key assay_data_generator_key = {
    .name = "generator",
    .type = ASSAY_KEY_CHOICE,
    .needed = true,
    .text = "what makes the data",
    .choice = generator_at,
};
const assay_key assay_data_records_key = {
    .name = "records",
    .type = ASSAY_KEY_WHOLE,
    .needed = true,
    .text = "how many records the largest data set has",
    .minimum = 1,
    .maximum = RECORDS_MAX,
};

static const assay_key data_store_keys[] = {
    {.name = "store",
     .type = ASSAY_KEY_COMMAND,
     .text =
         "command that stores the generator's records, which it gets as lines of JSON on stdin"},
    {.name = "truth",
     .type = ASSAY_KEY_COMMAND,
     .text = "command that prints the stored records as lines of JSON, in the order of the store"},
    {.name = "path",
     .type = ASSAY_KEY_TEXT,
     .text = "pattern of the files of the store, below the manifest's folder; gives ${data.path}",
     .minimum = 1},
    {.name = "path",
     .type = ASSAY_KEY_TEXTS,
     .text = "without a generator: pattern of the files that are there; each of a list is a data "
             "set of its own, for which `truth` runs",
     .minimum = 1,
     .maximum = ASSAY_DATA_SETS},
};
const assay_object assay_data_store_object = {data_store_keys, COUNT(data_store_keys)};

bool assay_data_may_have(const assay_generator *generator, const assay_key *key)
{
    if (generator == &assay_existing_data)
        return strcmp(key->name, "truth") == 0 || key->type == ASSAY_KEY_TEXTS;
    return !generator->fixed && key->type != ASSAY_KEY_TEXTS;
}

static const assay_key ability_item = {.type = ASSAY_KEY_CHOICE, .choice = ability_at};
static const assay_key settings_item = {.type = ASSAY_KEY_SETTINGS};

static const assay_key guarantees_keys[] = {
    {.name = "order",
     .type = ASSAY_KEY_CHOICE,
     .text = "within-reader: a reader gives records in the order in which they are stored",
     .choice = order_at},
    {.name = "size-tolerance",
     .type = ASSAY_KEY_REAL,
     .text = "by what share the estimated size may be wrong; 0.1 unless given",
     .minimum = 0,
     .maximum = 1000},
    {.name = "damage",
     .type = ASSAY_KEY_CHOICE,
     .text = "detected: a file that is cut off or changed is an error",
     .choice = damage_at},
};
static const assay_object guarantees_object = {guarantees_keys, COUNT(guarantees_keys)};

static const assay_key readback_keys[] = {
    {.name = "format",
     .type = ASSAY_KEY_CHOICE,
     .needed = true,
     .text = "what the files of the output hold; `\"command\"`: a command prints the records",
     .choice = format_at},
    {.name = "path",
     .type = ASSAY_KEY_TEXT,
     .text = "pattern of the files of the output, below `${out}`; needed unless a command prints",
     .minimum = 1},
    {.name = "delimiter",
     .type = ASSAY_KEY_TEXT,
     .text = "ends a record; a line end unless given",
     .minimum = 1},
    {.name = "command",
     .type = ASSAY_KEY_COMMAND,
     .text = "prints the records of the output as lines of JSON; `${out.name}` names the output"},
};
static const assay_object readback_object = {readback_keys, COUNT(readback_keys)};

#define CONFIG_KEY                                                                                 \
    {                                                                                              \
        .name = "config", .type = ASSAY_KEY_SETTINGS, .needed = true,                              \
        .text = "the connector's configuration"                                                    \
    }
#define DATA_KEY                                                                                   \
    {                                                                                              \
        .name = "data", .type = ASSAY_KEY_DATA, .needed = true, .text = "the data and its truth"   \
    }
#define REFUSE_KEY                                                                                 \
    {                                                                                              \
        .name = "refuse", .type = ASSAY_KEY_LIST,                                                  \
        .text = "configurations that the connector must refuse", .item = &settings_item            \
    }

#define SETUP_KEY(when)                                                                            \
    {                                                                                              \
        .name = "setup", .type = ASSAY_KEY_COMMAND,                                                \
        .text = "command that runs once before the data " when " is made"                          \
    }
#define TEARDOWN_KEY(when)                                                                         \
    {                                                                                              \
        .name = "teardown", .type = ASSAY_KEY_COMMAND,                                             \
        .text = "command that runs after the last check " when ", whatever has failed"             \
    }
#define LEFTOVERS_KEY                                                                              \
    {                                                                                              \
        .name = "leftovers", .type = ASSAY_KEY_COMMAND,                                            \
        .text = "command that runs after teardown; each line it prints is a thing left behind"     \
    }

static const assay_key source_keys[] = {
    CONFIG_KEY,
    DATA_KEY,
    {.name = "abilities",
     .type = ASSAY_KEY_LIST,
     .text = "what the source and its readers can do",
     .item = &ability_item},
    {.name = "guarantees",
     .type = ASSAY_KEY_OBJECT,
     .text = "what is promised beyond abilities",
     .object = &guarantees_object},
    REFUSE_KEY,
    SETUP_KEY("of the scenario"),
    TEARDOWN_KEY("of the run"),
    LEFTOVERS_KEY,
};
static const assay_object source_object = {source_keys, COUNT(source_keys)};

static const assay_key sink_keys[] = {
    CONFIG_KEY,
    DATA_KEY,
    {.name = "bundles",
     .type = ASSAY_KEY_WHOLE,
     .text = "into how many bundles the records go; 3 unless given",
     .minimum = 1,
     .maximum = 10000},
    {.name = "guarantee",
     .type = ASSAY_KEY_CHOICE,
     .needed = true,
     .text = "how often a record is in the output",
     .choice = guarantee_at},
    {.name = "shards",
     .type = ASSAY_KEY_WHOLE,
     .text = "how many files the output always has, empty ones too",
     .minimum = 1,
     .maximum = 10000},
    {.name = "readback",
     .type = ASSAY_KEY_OBJECT,
     .needed = true,
     .text = "how the output is read without the connector",
     .object = &readback_object},
    REFUSE_KEY,
    SETUP_KEY("of the scenario"),
    TEARDOWN_KEY("of the run"),
    LEFTOVERS_KEY,
};
static const assay_object sink_object = {sink_keys, COUNT(sink_keys)};

static const assay_key tracker_keys[] = {
    CONFIG_KEY,
    {.name = "positions",
     .type = ASSAY_KEY_CHOICE,
     .needed = true,
     .text = "of what kind its positions are",
     .choice = positions_at},
    {.name = "open-end",
     .type = ASSAY_KEY_CHOICE,
     .text = "what a range without an end is: none, unless given; unknown: no split before it is "
             "known; infinite: split like any other",
     .choice = open_end_at},
    REFUSE_KEY,
};
static const assay_object tracker_object = {tracker_keys, COUNT(tracker_keys)};

#define SOURCE_KEY                                                                                 \
    {                                                                                              \
        .name = "source", .type = ASSAY_KEY_OBJECT, .text = "the connector as a source",           \
        .object = &source_object                                                                   \
    }
#define SINK_KEY                                                                                   \
    {                                                                                              \
        .name = "sink", .type = ASSAY_KEY_OBJECT, .text = "the connector as a sink",               \
        .object = &sink_object                                                                     \
    }

#define TRACKER_KEY                                                                                \
    {                                                                                              \
        .name = "tracker", .type = ASSAY_KEY_OBJECT, .text = "a range tracker of the connector",   \
        .object = &tracker_object                                                                  \
    }

static const assay_key scenario_keys[] = {
    {.name = "name", .type = ASSAY_KEY_NAME, .needed = true, .text = "its own name"},
    SOURCE_KEY,
    SINK_KEY,
    TRACKER_KEY,
};
static const assay_object scenario_object = {scenario_keys, COUNT(scenario_keys)};
static const assay_key scenario_item = {.type = ASSAY_KEY_OBJECT, .object = &scenario_object};

static const assay_key limits_keys[] = {
    {.name = "timeout-ms",
     .type = ASSAY_KEY_WHOLE,
     .text = "how long a check may take; 60000 unless given",
     .minimum = 1,
     .maximum = 86400000},
    {.name = "command-ms",
     .type = ASSAY_KEY_WHOLE,
     .text = "how long a command may take, 60000 if it is not said; then it is killed",
     .minimum = 1,
     .maximum = 86400000},
};
static const assay_object limits_object = {limits_keys, COUNT(limits_keys)};

static const assay_key manifest_keys[] = {
    {.name = "$schema", .type = ASSAY_KEY_TEXT, .text = "where assay.schema.json is, for editors"},
    {.name = "assay",
     .type = ASSAY_KEY_WHOLE,
     .needed = true,
     .text = "version of the format",
     .minimum = 1,
     .maximum = 1},
    {.name = "name", .type = ASSAY_KEY_NAME, .needed = true, .text = "of the connector"},
    {.name = "library",
     .type = ASSAY_KEY_TEXT,
     .needed = true,
     .text = "the connector's shared object, relative to the manifest",
     .minimum = 1},
    {.name = "limits", .type = ASSAY_KEY_OBJECT, .text = "of a run", .object = &limits_object},
    {.name = "read-only",
     .type = ASSAY_KEY_SWITCH,
     .text = "`true`: nothing is written to a store that Assay did not make"},
    SETUP_KEY("of any scenario"),
    TEARDOWN_KEY("and the teardown of the scenarios"),
    LEFTOVERS_KEY,
    {.name = "scenarios",
     .type = ASSAY_KEY_LIST,
     .text = "ways in which the connector is used",
     .minimum = 1,
     .item = &scenario_item},
    SOURCE_KEY,
    SINK_KEY,
    TRACKER_KEY,
};
const assay_object assay_manifest_object = {manifest_keys, COUNT(manifest_keys)};

size_t assay_choice_index(const assay_key *key, const char *text)
{
    const char *name;
    for (size_t i = 0; (name = key->choice(i)) != NULL; i++)
        if (strcmp(name, text) == 0)
            return i;
    return SIZE_MAX;
}
