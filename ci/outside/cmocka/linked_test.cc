// Checks beside tests of one's own, over a connector that is linked in.
#include <cstdarg>
#include <cstddef>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <vector>
extern "C" {
#include <cmocka.h>
}

#include <assay/cmocka.h>

static void test_entry_is_stable(void **)
{
    assert_ptr_equal(assay_connector_entry(), assay_connector_entry());
}

int main(int argc, char **argv)
{
    assay_suite_options options = {};
    options.entry = assay_connector_entry;
    options.tier = "smoke";
    assay_suite *suite = nullptr;
    assay_error error = ASSAY_ERROR_INIT;
    if (assay_suite_open(argc > 1 ? argv[1] : "linked.json", &options, &suite, &error) != ASSAY_OK) {
        std::fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    std::vector<CMUnitTest> tests(1 + assay_suite_count(suite));
    tests[0] = cmocka_unit_test(test_entry_is_stable);
    assay_add_checks(suite, &tests[1], tests.size() - 1);
    int failed = _cmocka_run_group_tests("numbers", tests.data(), tests.size(), nullptr, nullptr);
    return assay_suite_close(suite, &error) != ASSAY_OK || failed != 0;
}
