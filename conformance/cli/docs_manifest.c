/* docs/manifest.md: every key, generator and variable. */
#include "cli/docs.h"

#include "data/generator.h"
#include "data/manifest_schema.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

enum { OBJECTS = 32 };

/* The walk over the tables; each object is told once. */
typedef struct walk {
    FILE *to;
    size_t count;
    const assay_object *told[OBJECTS];
} walk;

static const char head[] =
    "# The manifest\n"
    "\n"
    "Made by `assay docs manifest` from the tables of the parser; not edited by hand.\n"
    "\n"
    "A manifest is a JSON file, by custom `assay.json`, that tells `assay run` where a connector "
    "is\n"
    "and how to judge it: its configuration, the data, what it says it can do, and what it "
    "promises.\n"
    "All manifests are read before anything runs; one error ends the run with exit code 2 and one\n"
    "line, `FILE:LINE: key: what is wrong, what was expected`. A key that is not listed here is "
    "an\n"
    "error. `assay plan MANIFEST` says what would run, and what would not, and why.\n"
    "\n"
    "`assay schema` prints these rules as a JSON schema, for editors; an installation has it as\n"
    "`share/assay/assay.schema.json`. Name that file in `\"$schema\"`.\n"
    "\n"
    "## An example\n"
    "\n"
    "```json\n"
    "{\n"
    "  \"$schema\": \"/usr/local/share/assay/assay.schema.json\",\n"
    "  \"assay\": 1,\n"
    "  \"name\": \"my-connector\",\n"
    "  \"library\": \"build/my-connector.so\",\n"
    "  \"source\": {\n"
    "    \"config\": {\"path\": \"${data}\"},\n"
    "    \"data\": {\"generator\": \"lines\", \"records\": 200},\n"
    "    \"abilities\": [\"size\", \"split\", \"range\", \"checkpoint\", \"progress\", "
    "\"split-points\",\n"
    "                  \"dynamic-split\", \"split-at\", \"current-source\", \"position\"],\n"
    "    \"guarantees\": {\"order\": \"within-reader\"},\n"
    "    \"refuse\": [{}, {\"path\": \"\"}]\n"
    "  },\n"
    "  \"sink\": {\n"
    "    \"config\": {\"directory\": \"${out}\", \"prefix\": \"part-\"},\n"
    "    \"data\": {\"generator\": \"records\", \"records\": 60},\n"
    "    \"guarantee\": \"exactly-once\",\n"
    "    \"readback\": {\"format\": \"lines\", \"path\": \"${out}/part-*\"}\n"
    "  }\n"
    "}\n"
    "```\n"
    "\n"
    "## Keys\n"
    "\n"
    "A manifest has either `scenarios`, or some of `source`, `sink` and `tracker`; a scenario "
    "has one of\n"
    "the three.\n"
    "An ability that is declared is checked; one that the connector offers without declaring it "
    "is\n"
    "checked too, and reported.\n";

static const char rules[] =
    "\n"
    "## Rules across keys\n"
    "\n"
    "- The data of a source is of a generator that stores something, or of one with `store`, or\n"
    "  exists; the data of a sink is of `records`.\n"
    "- `data.ids` is true for a sink where the output keeps ids: `readback.format` is `\"files\"`; "
    "it\n"
    "  may be true where it is `\"command\"`. `\"idempotent-by-id\"` needs it.\n"
    "- `readback.path` begins with `${out}` and has no other variable; `readback.delimiter` is "
    "the\n"
    "  same as `data.delimiter`. With `\"command\"` there is neither, and no `shards`.\n"
    "- `config` of a tracker holds `${start}` and `${end}`, each at least once. What is judged, "
    "and "
    "how:\n"
    "  [trackers.md](trackers.md).\n";

static const char variables[] =
    "\n"
    "## Variables\n"
    "\n"
    "The texts of `config` and `refuse` and the words of commands may hold these; another name in\n"
    "`${}` is an error.\n"
    "\n"
    "| variable | stands for |\n"
    "| --- | --- |\n"
    "| `${data}`, `${data.NAME}` | what the generator of the data sets: see there |\n"
    "| `${data.name}` | an identifier of the data set's own, for a table or a topic |\n"
    "| `${data.folder}` | a folder of the data set's own, removed after the run |\n"
    "| `${data.records}` | how many records the data set has |\n"
    "| `${data.path}`, `${data}` | the files of the data set, where `data.path` or the generator "
    "sets it |\n"
    "| `${run}` | an identifier that no other run has; names of the run begin with it |\n"
    "| `${manifest.folder}` | the folder of the manifest |\n"
    "| `${out}` | of a sink: a fresh folder for one output |\n"
    "| `${out.name}` | of a sink: an identifier of this output's own |\n"
    "| `${start}`, `${end}` | of a tracker: its range; offsets in decimal, keys in hex; an empty "
    "end is unbounded |\n"
    "| `${env:NAME}` | the environment variable, masked in every output; it must be set |\n"
    "| `$$` | a dollar |\n";

static const char generators[] =
    "\n"
    "## Generators\n"
    "\n"
    "A generator makes the data and knows the truth about it: `{\"generator\": NAME, \"records\": "
    "N}`\n"
    "and its options. For each scenario it makes data sets of 0, 1 and 5 records and of the "
    "number\n"
    "that is asked for, from the seed of the run; the hard cases of the format are always in.\n";

static void write_choice(FILE *to, const assay_key *key)
{
    const char *name;
    for (size_t i = 0; (name = key->choice(i)) != NULL; i++)
        fprintf(to, "%s`\"%s\"`", i > 0 ? ", " : "", name);
}

static void write_range(FILE *to, const char *what, int64_t minimum, int64_t maximum)
{
    if (minimum == maximum)
        fprintf(to, "%" PRId64, minimum);
    else if (minimum == INT64_MIN && maximum == INT64_MAX)
        fputs(what, to);
    else if (maximum == INT64_MAX)
        fprintf(to, "%s, from %" PRId64, what, minimum);
    else
        fprintf(to, "%s, %" PRId64 " to %" PRId64, what, minimum, maximum);
}

static const char *word_of(assay_key_type type)
{
    switch (type) {
    case ASSAY_KEY_TEXT:
        return "text";
    case ASSAY_KEY_NAME:
        return "name: up to 64 letters, digits, `.`, `_`, `-`";
    case ASSAY_KEY_WHOLE:
        return "whole number";
    case ASSAY_KEY_REAL:
        return "number";
    case ASSAY_KEY_SWITCH:
        return "`true`, `false`";
    case ASSAY_KEY_CHOICE:
        return "";
    case ASSAY_KEY_OBJECT:
        return "object, below";
    case ASSAY_KEY_LIST:
        return "list of: ";
    case ASSAY_KEY_SETTINGS:
        return "object of texts";
    case ASSAY_KEY_TEXTS:
        return "text, or list of texts";
    case ASSAY_KEY_COMMAND:
        return "list of words";
    case ASSAY_KEY_DATA:
        return "object, see [generators](#generators)";
    }
    return "";
}

static void write_type(FILE *to, const assay_key *key)
{
    const char *word = word_of(key->type);
    if (key->type == ASSAY_KEY_WHOLE || key->type == ASSAY_KEY_REAL)
        write_range(to, word, key->minimum, key->maximum);
    else
        fputs(word, to);
    if (key->type == ASSAY_KEY_CHOICE)
        write_choice(to, key);
    if (key->type == ASSAY_KEY_LIST)
        write_type(to, key->item);
}

static void write_key(FILE *to, const assay_key *key)
{
    fprintf(to, "| `%s` | ", key->name);
    write_type(to, key);
    fprintf(to, " | %s | %s |\n", key->needed ? "yes" : "", key->text);
}

static bool is_new(walk *self, const assay_object *object)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->told[i] == object)
            return false;
    if (self->count < OBJECTS)
        self->told[self->count++] = object;
    return true;
}

static void write_object(walk *self, const assay_object *object, const char *path);

static void write_child(walk *self, const assay_object *object, const char *path, const char *name,
                        const char *suffix)
{
    char child[256];
    snprintf(child, sizeof(child), "%s%s%s%s", path, path[0] != '\0' ? "." : "", name, suffix);
    write_object(self, object, child);
}

/* What is at the root comes before the same in a list. */
static void write_object(walk *self, const assay_object *object, const char *path)
{
    if (!is_new(self, object))
        return;
    fprintf(self->to,
            "\n### %s\n\n| key | value | needed | what it means |\n| --- | --- | --- | --- |\n",
            path[0] != '\0' ? path : "the whole");
    for (size_t i = 0; i < object->count; i++)
        write_key(self->to, &object->keys[i]);
    for (size_t i = 0; i < object->count; i++)
        if (object->keys[i].type == ASSAY_KEY_OBJECT)
            write_child(self, object->keys[i].object, path, object->keys[i].name, "");
    for (size_t i = 0; i < object->count; i++)
        if (object->keys[i].type == ASSAY_KEY_LIST &&
            object->keys[i].item->type == ASSAY_KEY_OBJECT)
            write_child(self, object->keys[i].item->object, path, object->keys[i].name, "[]");
}

/* As it stands in JSON, and a text in quotes. */
static void write_fallback(FILE *to, const assay_option *option)
{
    bool text = option->type == ASSAY_OPTION_TEXT;
    if (option->fallback == NULL) {
        fputs("needed", to);
        return;
    }
    fputs(text ? "`\"" : "`", to);
    for (const char *at = option->fallback; *at != '\0'; at++)
        fprintf(to, *at == '\n' ? "\\n" : "%c", *at);
    fputs(text ? "\"`" : "`", to);
}

static void write_option(FILE *to, const assay_option *option)
{
    fprintf(to, "| `%s` | ", option->name);
    switch (option->type) {
    case ASSAY_OPTION_NUMBER:
        write_range(to, "whole number", option->minimum, option->maximum);
        break;
    case ASSAY_OPTION_TEXT:
        fputs("text", to);
        break;
    case ASSAY_OPTION_SWITCH:
        fputs("`true`, `false`", to);
        break;
    case ASSAY_OPTION_WORDS:
        fputs("list of words", to);
        break;
    }
    fputs(" | ", to);
    write_fallback(to, option);
    fprintf(to, " | %s |\n", option->text);
}

static void write_generator(FILE *to, const assay_generator *generator)
{
    fprintf(to, "\n### %s\n\n%c%s%s.\n", generator->name, toupper(generator->text[0]),
            generator->text + 1, generator->fixed ? "; without `records`" : "");
    fputs("\n| option | value | unless given | what it means |\n| --- | --- | --- | --- |\n", to);
    for (size_t i = 0; i < generator->option_count; i++)
        write_option(to, &generator->options[i]);
    if (generator->variable_count > 0)
        fputs("\n| variable | stands for |\n| --- | --- |\n", to);
    for (size_t i = 0; i < generator->variable_count; i++)
        fprintf(to, "| `${%s}` | %s |\n", generator->variables[i].name,
                generator->variables[i].text);
}

static const char stores[] =
    "\n"
    "## Stores of your own\n"
    "\n"
    "Beside a generator, data may have these. A command is a list of words, no shell; it runs in\n"
    "the manifest's folder and is killed after `limits.command-ms`. Records go through its stdin\n"
    "and stdout as lines of JSON, `{\"value_b64\": BASE64, \"id\": TEXT, \"timestamp\": "
    "MICROSECONDS}`,\n"
    "with `id` and `timestamp` only where the records have them, and `id_b64` in place of `id` "
    "where\n"
    "the id is no UTF-8 text. With `store`, `records` is a generator for sources, too. What "
    "`truth`\n"
    "prints after `store` has to be what was generated, in any order. `truth` without a generator\n"
    "is for data that exists: `{\"truth\": [...], \"path\": ...}`; with a list of paths each is "
    "a\n"
    "data set, and `truth` runs for each with its `${data.path}`. Many checks need several: give "
    "an\n"
    "empty one, one of one record, of a few, and of some hundreds.\n"
    "[own-data.md](own-data.md) has complete examples.\n"
    "\n"
    "| key | value | needed | what it means |\n| --- | --- | --- | --- |\n";

static const char hooks[] =
    "\n"
    "## Set-up and tear-down\n"
    "\n"
    "`setup` runs before any data is made, at the root first, then for each scenario. `teardown`\n"
    "runs after the last check, in reverse order, for all whose `setup` was tried, also after a\n"
    "failure; then `leftovers` is asked. A set-up that fails ends the run before anything is\n"
    "judged. A tear-down that fails, or a line of `leftovers`, is said after the report, and the\n"
    "exit code is 3 unless it is 1. A signal that ends the run early, as Ctrl-C does, is no "
    "reason\n"
    "not to tear down; after a second one, or SIGKILL, nothing is torn down: let names begin with\n"
    "`${run}`, so that what is left can be found.\n";

static const char read_only[] =
    "\n"
    "## Read-only\n"
    "\n"
    "With `\"read-only\": true`, or `assay run --read-only`, nothing is written to a store that "
    "Assay\n"
    "did not make. No `setup`, `teardown` or `data.store` is run: a scenario that needs one, its "
    "own\n"
    "or that of the root, is skipped, and so is a sink that is read back by a command. Marks are "
    "not\n"
    "finalized. What a sink writes below `${out}` stays: that folder is Assay's.\n";

static void write_stores(FILE *to)
{
    fputs(stores, to);
    for (size_t i = 0; i < assay_data_store_object.count; i++)
        write_key(to, &assay_data_store_object.keys[i]);
}

void assay_docs_manifest(FILE *to)
{
    walk keys = {.to = to};
    fputs(head, to);
    write_object(&keys, &assay_manifest_object, "");
    fputs(rules, to);
    fputs(variables, to);
    fputs(generators, to);
    for (size_t i = 0; i < assay_generator_count; i++)
        write_generator(to, &assay_generators[i]);
    write_stores(to);
    fputs(hooks, to);
    fputs(read_only, to);
}
