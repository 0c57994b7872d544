#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "coverage/sources.h"

static void test_by_default_the_authors_own(void **state)
{
    assay_sources own = {NULL, 0, "/home/me/shop"};
    (void)state;
    assert_true(assay_sources_take(&own, "/home/me/shop/src/a.c"));
    assert_true(assay_sources_take(&own, "/usr/src/app/a.c"));
    assert_true(assay_sources_take(&own, "/home/me/core/a.c"));
    assert_false(assay_sources_take(&own, "/usr/include/stdio.h"));
    assert_false(assay_sources_take(&own, "/usr/lib/gcc/x86_64-linux-gnu/12/include/emmintrin.h"));
    assert_false(assay_sources_take(&own, "/home/me/assay/include/assay/toolkit/buffer.h"));
    assert_false(assay_sources_take(&own, "/build/_deps/assay-src/harness/toolkit/codec.c"));
}

static void test_by_patterns(void **state)
{
    static const char *const patterns[] = {"src/*", "*/stdio.h"};
    assay_sources some = {patterns, 2, "/home/me/shop"};
    (void)state;
    assert_true(assay_sources_take(&some, "/home/me/shop/src/deep/a.c"));
    assert_true(assay_sources_take(&some, "/usr/include/stdio.h"));
    assert_false(assay_sources_take(&some, "/home/me/shop/a.c"));
    assert_false(assay_sources_take(&some, "/home/me/shopping/src/a.c"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_default_the_authors_own),
        cmocka_unit_test(test_by_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
