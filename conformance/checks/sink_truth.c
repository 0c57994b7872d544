#include "checks/sink_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Letters that are not in the delimiter; at least the last one is. */
static size_t letters_of(const char *delimiter, char letters[27])
{
    size_t count = 0;

    for (char letter = 'a'; letter <= 'z'; letter++)
        if (strchr(delimiter, letter) == NULL)
            letters[count++] = letter;
    return count;
}

static void add_sized(assay_case *c, assay_truth_writer *writer, size_t number, size_t size,
                      assay_bytes letters)
{
    char id[32];
    char *value = assay_case_allocate(c, size);
    assay_record record = ASSAY_RECORD_INIT;

    for (size_t i = 0; i < size; i++)
        value[i] = ((const char *)letters.data)[assay_case_random(c, letters.size)];
    record.value = (assay_bytes){value, size};
    record.id = (assay_bytes){id, (size_t)snprintf(id, sizeof(id), "sized-%zu", number)};
    assay_case_must(c, assay_truth_writer_add(writer, &record, NULL));
    free(value);
}

assay_truth *assay_write_truth(assay_case *c, const size_t *sizes, size_t count)
{
    const char *delimiter = assay_case_scenario(c)->readback_delimiter;
    char path[4200], letters[27];
    size_t letter_count = letters_of(delimiter == NULL ? "" : delimiter, letters);
    assay_truth_writer *writer;
    assay_truth *truth;

    if (letter_count == 0)
        assay_case_skip(c, "the delimiter has every letter in it");
    if (assay_case_datasets(c) == 0)
        assay_case_unproven(c, "the scenario has no data to write");
    snprintf(path, sizeof(path), "%s/sizes.truth", assay_case_folder(c));
    uint32_t fields = assay_truth_fields(assay_case_truth(c, 0));
    assay_case_must(c, assay_truth_writer_open(path, fields, &writer, NULL));
    for (size_t i = 0; i < count; i++)
        add_sized(c, writer, i, sizes[i], (assay_bytes){letters, letter_count});
    assay_case_must(c, assay_truth_writer_finish(writer, NULL));
    assay_case_must(c, assay_truth_open(path, &truth, NULL));
    return truth;
}
