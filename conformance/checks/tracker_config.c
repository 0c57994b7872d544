/* What a tracker refuses to be opened with, and to be asked. */
#include "checks/support.h"
#include "checks/tracker.h"

#include <stdio.h>
#include <string.h>

#define UNKNOWN_KEY "assay-no-such-key"

static void expect_refused(assay_case *c, const char *start, const char *end,
                           const assay_setting_list *config, const char *key, const char *what)
{
    assay_driven_tracker tracker;
    assay_status status = assay_call_open_tracker_with(c, start, end, config, &tracker);
    assay_drive_want(c, status, ASSAY_INVALID, "open_tracker with %s", what);
    const char *message = assay_call_message(c);
    assay_case_expect(c, message[0] != 0, "a message that says what is wrong", "%s: no message",
                      what);
    assay_case_expect(c, key == NULL || strstr(message, key) != NULL,
                      "a message that names the key", "%s: '%s'", what, message);
    assay_case_exercised(c, 0);
}

static void refuse_unknown_key(assay_case *c, const char *start, const char *end)
{
    const assay_scenario *scenario = assay_case_scenario(c);
    assay_setting_list config = {0};
    for (size_t i = 0; i < scenario->config.count; i++)
        assay_case_must(c, assay_setting_list_add(&config, scenario->config.items[i].key,
                                                  scenario->config.items[i].value));
    assay_case_must(c, assay_setting_list_add(&config, UNKNOWN_KEY, "1"));
    expect_refused(c, start, end, &config, UNKNOWN_KEY, "the unknown key '" UNKNOWN_KEY "'");
    assay_setting_list_clear(&config);
}

void assay_check_tracker_refuses(assay_case *c)
{
    const assay_scenario *scenario = assay_case_scenario(c);
    const char *start = assay_tracker_keys(c) ? "62" : "10";
    const char *end = assay_tracker_keys(c) ? "64" : "14";
    for (size_t i = 0; i < scenario->refuse_count; i++) {
        char what[64];
        if (!assay_case_turn(c))
            continue;
        snprintf(what, sizeof(what), "configuration %zu of those to be refused", i);
        expect_refused(c, start, end, &scenario->refuse[i], NULL, what);
    }
    if (assay_case_turn(c))
        refuse_unknown_key(c, start, end);
    if (assay_case_turn(c))
        expect_refused(c, end, start, &scenario->config, NULL,
                       "a range that ends before it starts");
}

static void ask_wrong(assay_case *c, bool split, size_t size)
{
    static const unsigned char bytes[16] = {0, 0, 0, 0, 0, 0, 0, 12, 0};
    assay_tracker_run run;
    const assay_tracker_span span = assay_tracker_span_small(c);
    const assay_tracker_step first = {.move = ASSAY_MOVE_CLAIM, .at = span.start};
    assay_bytes at = {bytes, size};
    assay_tracker_run_begin(c, &run, &span);
    bool same = assay_tracker_run_step(&run, &first);
    assay_drive_want(
        c,
        split ? assay_call_cut(c, &run.tracker, at) : assay_call_claim(c, &run.tracker, at, true),
        ASSAY_INVALID, "%s at an offset of %zu bytes", split ? "split" : "claim", size);
    same = same && assay_tracker_run_look(&run, assay_tracker_looks(ASSAY_SEEN_EFFECT));
    assay_case_expect(c, same, "a call that is refused changes nothing",
                      "an offset of %zu bytes: -> %s, the model says %s", size, run.told,
                      run.expected);
    assay_tracker_run_end(&run);
    assay_case_exercised(c, 0);
}

void assay_check_tracker_positions(assay_case *c)
{
    static const size_t sizes[] = {0, 1, 7, 9, 16};
    for (size_t i = 0; i < 2 * sizeof(sizes) / sizeof(sizes[0]); i++)
        if (assay_case_turn(c))
            ask_wrong(c, i % 2 == 1, sizes[i / 2]);
}
