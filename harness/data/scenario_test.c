#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/scenario.h"
#include <assay/toolkit/buffer.h>
#include <stdlib.h>
#include <string.h>

static void add(assay_setting_list *list, const char *key, const char *value)
{
    assert_int_equal(assay_setting_list_add(list, key, value), ASSAY_OK);
}

static void fill(assay_scenario *self)
{
    *self = (assay_scenario){.kind = ASSAY_KIND_SINK,
                             .declared = ASSAY_CAN_POSITION,
                             .promises = ASSAY_PROMISE_FIXED_SHARDS,
                             .size_tolerance = 0.1,
                             .bundles = 3,
                             .shards = 4,
                             .readback = ASSAY_READBACK_FILES,
                             .read_only = 1};
    self->connector = strdup("my-connector");
    self->name = strdup("sink");
    self->library = strdup("/lib/x.so");
    self->run = strdup("assay_12");
    self->readback_path = strdup("${out}/*");
    add(&self->config, "directory", "${out}");
    self->refuse_count = 2;
    self->refuse = calloc(2, sizeof(*self->refuse));
    add(&self->refuse[1], "bad", "");
    self->dataset_count = 1;
    self->datasets = calloc(1, sizeof(*self->datasets));
    self->datasets[0].name = strdup("records-60");
    self->datasets[0].records = 60;
    self->datasets[0].stored_bytes = -1;
    self->datasets[0].existing = 1;
    self->datasets[0].truth = strdup("/t");
    self->datasets[0].path = strdup("");
    add(&self->datasets[0].variables, "data", "/d");
}

static void test_round_trip(void **state)
{
    (void)state;
    assay_scenario from, to;
    assay_buffer bytes = ASSAY_BUFFER_INIT;
    assay_buffer again = ASSAY_BUFFER_INIT;
    fill(&from);
    assert_int_equal(assay_scenario_encode(&from, &bytes.out), ASSAY_OK);
    assert_int_equal(assay_scenario_decode(assay_buffer_bytes(&bytes), &to), ASSAY_OK);
    assert_int_equal(assay_scenario_encode(&to, &again.out), ASSAY_OK);
    assert_int_equal(again.size, bytes.size);
    assert_memory_equal(again.data, bytes.data, bytes.size);
    assert_string_equal(to.connector, "my-connector");
    assert_string_equal(to.name, "sink");
    assert_string_equal(to.library, "/lib/x.so");
    assert_string_equal(to.run, "assay_12");
    assert_int_equal(to.read_only, 1);
    assert_int_equal(to.kind, ASSAY_KIND_SINK);
    assert_int_equal(to.declared, ASSAY_CAN_POSITION);
    assert_int_equal(to.promises, ASSAY_PROMISE_FIXED_SHARDS);
    assert_true(to.size_tolerance > 0.0999 && to.size_tolerance < 0.1001);
    assert_int_equal(to.bundles, 3);
    assert_int_equal(to.shards, 4);
    assert_int_equal(to.readback, ASSAY_READBACK_FILES);
    assert_string_equal(to.readback_path, "${out}/*");
    assert_string_equal(to.readback_delimiter, "");
    assert_string_equal(assay_setting_list_find(&to.config, "directory"), "${out}");
    assert_int_equal(to.refuse_count, 2);
    assert_int_equal(to.refuse[0].count, 0);
    assert_string_equal(assay_setting_list_find(&to.refuse[1], "bad"), "");
    assert_int_equal(to.dataset_count, 1);
    assert_string_equal(to.datasets[0].name, "records-60");
    assert_int_equal(to.datasets[0].records, 60);
    assert_int_equal(to.datasets[0].stored_bytes, -1);
    assert_int_equal(to.datasets[0].existing, 1);
    assert_string_equal(assay_setting_list_find(&to.datasets[0].variables, "data"), "/d");
    assay_scenario_clear(&from);
    assay_scenario_clear(&to);
    assay_scenario_clear(&to);
    assay_buffer_clear(&bytes);
    assay_buffer_clear(&again);
}

static void test_damage_is_invalid(void **state)
{
    (void)state;
    assay_scenario from, to;
    assay_buffer bytes = ASSAY_BUFFER_INIT;
    fill(&from);
    assert_int_equal(assay_scenario_encode(&from, &bytes.out), ASSAY_OK);
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(assay_scenario_decode((assay_bytes){bytes.data, size}, &to),
                         ASSAY_INVALID);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char kept = bytes.data[i];
        bytes.data[i] = 0xff;
        if (assay_scenario_decode(assay_buffer_bytes(&bytes), &to) == ASSAY_OK)
            assay_scenario_clear(&to);
        bytes.data[i] = kept;
    }
    assert_int_equal(assay_buffer_append(&bytes.out, "x", 1), ASSAY_OK);
    assert_int_equal(assay_scenario_decode(assay_buffer_bytes(&bytes), &to), ASSAY_INVALID);
    assay_scenario_clear(&from);
    assay_buffer_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_damage_is_invalid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
