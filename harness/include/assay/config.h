#ifndef ASSAY_CONFIG_H
#define ASSAY_CONFIG_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One setting: NUL-terminated UTF-8, borrowed for the call. */
typedef struct assay_setting {
    const char *key;
    const char *value;
} assay_setting;

/* The configuration of a source, a sink or a tracker. Keys are unique. An unknown key, a missing
 * one and a bad value are INVALID, with a message that names the key (SRC-VAL-01, SRC-VAL-02). */
typedef struct assay_config {
    uint32_t struct_size;
    uint32_t count;
    const assay_setting *settings;
} assay_config;

#ifdef __cplusplus
}
#endif

#endif
