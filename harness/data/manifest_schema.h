#ifndef ASSAY_DATA_MANIFEST_SCHEMA_H
#define ASSAY_DATA_MANIFEST_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a manifest may hold, as tables. */
struct assay_generator;

typedef enum assay_key_type {
    ASSAY_KEY_TEXT,     /* at least minimum bytes long */
    ASSAY_KEY_NAME,     /* letters, digits, '.', '_' and '-', a letter or digit first, up to 64 */
    ASSAY_KEY_WHOLE,    /* a number without fraction, from minimum to maximum */
    ASSAY_KEY_REAL,     /* a number, from minimum to maximum */
    ASSAY_KEY_SWITCH,   /* true or false */
    ASSAY_KEY_CHOICE,   /* one of the texts that choice gives */
    ASSAY_KEY_OBJECT,   /* with the keys of object */
    ASSAY_KEY_LIST,     /* of what item says, at least minimum of them */
    ASSAY_KEY_SETTINGS, /* an object of texts: a connector's configuration */
    ASSAY_KEY_COMMAND,  /* a list of texts, at least one: the words of a command */
    ASSAY_KEY_TEXTS,    /* a text, or a list of up to maximum texts; each minimum bytes long */
    ASSAY_KEY_DATA      /* a generator, how many records, and the generator's options */
} assay_key_type;

typedef struct assay_key {
    const char *name;
    assay_key_type type;
    bool needed;
    const char *text; /* what it means, one line */
    int64_t minimum, maximum;
    const char *(*choice)(size_t i); /* NULL after the last */
    const struct assay_object *object;
    const struct assay_key *item;
} assay_key;

typedef struct assay_object {
    const assay_key *keys;
    size_t count;
} assay_object;

extern const assay_object assay_manifest_object;

/* Of data; more than what generators always have are their options. */
extern const assay_key assay_data_generator_key;
extern const assay_key assay_data_records_key;
/* What else data may have beside its generator's options. The generator may be left out when there
 * is "truth"; existing data has no "store". */
extern const assay_object assay_data_store_object;
bool assay_data_may_have(const struct assay_generator *generator, const assay_key *key);

/* Where a text stands among the choices; SIZE_MAX: it does not. */
size_t assay_choice_index(const assay_key *key, const char *text);

#endif
