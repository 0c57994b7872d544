#ifndef ASSAY_REPORT_GOLDEN_H
#define ASSAY_REPORT_GOLDEN_H

/* Texts that are compared with a file of the tree; of a test program, after cmocka's header. */
#include <stdio.h>
#include <stdlib.h>

static inline void golden_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* With ASSAY_GOLDEN_WRITE in the environment the file is written first. */
static inline void golden_expect(const char *folder, const char *name, const char *text)
{
    char path[4096], block[65536];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (getenv("ASSAY_GOLDEN_WRITE") != NULL)
        golden_write(path, text);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(block, 1, sizeof(block) - 1, file);
    fclose(file);
    block[size] = '\0';
    assert_string_equal(text, block);
}

#endif
