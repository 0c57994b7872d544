#ifndef ASSAY_DATA_GENERATOR_PLAN_H
#define ASSAY_DATA_GENERATOR_PLAN_H

/* How the tests of generators call them; after cmocka.h. */
#include "data/generator.h"
#include "data/test_folder.h"
#include "data/truth.h"
#include <sys/stat.h>
#include <zlib.h>

/* One way to call a generator; options as "name=value" ended by NULL. */
struct plan {
    const char *generator;
    const char *options[10];
};

struct made {
    char *folder;
    assay_dataset dataset;
    assay_truth *truth;
};

static inline assay_status try_make_amount(void **state, const struct plan *plan,
                                           const assay_amount *amount, struct made *made,
                                           assay_error *error)
{
    static int number;
    char name[32];
    assay_setting_list options = {0, NULL};
    for (size_t i = 0; plan->options[i] != NULL; i++) {
        char *key = strdup(plan->options[i]);
        char *value = strchr(key, '=');
        *value = '\0';
        assert_int_equal(assay_setting_list_add(&options, key, value + 1), ASSAY_OK);
        free(key);
    }
    snprintf(name, sizeof(name), "set-%d", number++);
    made->folder = test_folder_path(state, name);
    assert_int_equal(mkdir(made->folder, 0700), 0);
    assay_status status = assay_generator_find(plan->generator)
                              ->make(&options, amount, made->folder, &made->dataset, error);
    assay_setting_list_clear(&options);
    return status;
}

static inline assay_status try_make(void **state, const struct plan *plan, uint64_t records,
                                    uint64_t seed, struct made *made, assay_error *error)
{
    const assay_amount amount = {records, seed, NULL, 0, NULL};
    return try_make_amount(state, plan, &amount, made, error);
}

static inline struct made make(void **state, const struct plan *plan, uint64_t records,
                               uint64_t seed)
{
    struct made made;
    assay_error error = ASSAY_ERROR_INIT;
    if (try_make(state, plan, records, seed, &made, &error) != ASSAY_OK)
        fail_msg("%s: %s", plan->generator, error.message);
    assert_int_equal(assay_truth_open(made.dataset.truth, &made.truth, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_count(made.truth), made.dataset.records);
    return made;
}

static inline void drop(struct made *self)
{
    assay_truth_close(self->truth);
    assay_dataset_clear(&self->dataset);
    free(self->folder);
}

/* The whole of a file; gzread also reads what is not compressed. */
static inline char *load(const char *path, size_t *size)
{
    size_t room = 8 << 20;
    char *bytes = malloc(room);
    gzFile file = gzopen(path, "rb");
    assert_non_null(bytes);
    assert_non_null(file);
    int got = gzread(file, bytes, (unsigned)room);
    assert_true(got >= 0);
    *size = (size_t)got;
    gzclose(file);
    return bytes;
}

#endif
