#ifndef ASSAY_REPORT_TAKER_H
#define ASSAY_REPORT_TAKER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Takes values out of an object that may be anything. The first key that is not there, or holds
 * another kind of value, is remembered; what is taken then is "", 0, false or NULL. Texts and lists
 * are borrowed from the object. */
typedef struct assay_taker {
    const json_t *object; /* borrowed */
    const char *wrong;    /* NULL: all was as it must be */
} assay_taker;

const char *assay_take_string(assay_taker *self, const char *key);
const char *assay_take_string_or(assay_taker *self, const char *key, const char *absent);
uint64_t assay_take_number(assay_taker *self, const char *key);
uint64_t assay_take_number_or(assay_taker *self, const char *key, uint64_t absent);
uint64_t assay_take_hex(assay_taker *self, const char *key); /* "0x1f" */
bool assay_take_flag(assay_taker *self, const char *key);
const json_t *assay_take_list(assay_taker *self, const char *key);
/* Index of the text under key among names; count of them: none of these. */
size_t assay_take_name(assay_taker *self, const char *key, const char *(*name)(size_t i),
                       size_t count);

#endif
