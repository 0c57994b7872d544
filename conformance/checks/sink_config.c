#include "checks/sink_checks.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define UNKNOWN_KEY "assay-no-such-key"

static void out_folder(assay_case *c, char *out, size_t size)
{
    snprintf(out, size, "%s/out", assay_case_folder(c));
    (void)mkdir(out, 0777); /* may be there */
}

static void expect_message(assay_case *c, const char *key, const char *what)
{
    const char *message = assay_call_message(c);

    assay_case_expect(c, message[0] != 0, "a message that says what is wrong", "%s: no message",
                      what);
    assay_case_expect(c, key == NULL || strstr(message, key) != NULL,
                      "a message that names the key", "%s: '%s'", what, message);
}

/* At once, or when it is asked to validate. */
static void expect_refused(assay_case *c, const assay_setting_list *config, const char *key,
                           const char *what)
{
    char out[4200];
    assay_driven_sink sink;

    out_folder(c, out, sizeof(out));
    assay_status status = assay_call_open_sink_with(c, out, config, &sink);
    if (status == ASSAY_OK)
        status = assay_call_validate_sink(c, sink);
    assay_drive_want(c, status, ASSAY_INVALID, "open_sink or validate with %s", what);
    expect_message(c, key, what);
    assay_call_release_sink(c, &sink);
    assay_case_exercised(c, 0);
}

void assay_check_sink_refuses(assay_case *c)
{
    const assay_scenario *scenario = assay_case_scenario(c);
    assay_setting_list config = {0};

    for (size_t i = 0; i < scenario->refuse_count; i++) {
        char what[64];
        if (!assay_case_turn(c))
            continue;
        snprintf(what, sizeof(what), "configuration %zu of those to be refused", i);
        expect_refused(c, &scenario->refuse[i], NULL, what);
    }
    for (size_t i = 0; i < scenario->config.count; i++)
        assay_case_must(c, assay_setting_list_add(&config, scenario->config.items[i].key,
                                                  scenario->config.items[i].value));
    assay_case_must(c, assay_setting_list_add(&config, UNKNOWN_KEY, "1"));
    expect_refused(c, &config, UNKNOWN_KEY, "the unknown key '" UNKNOWN_KEY "'");
    assay_setting_list_clear(&config);
}

void assay_check_sink_describes(assay_case *c)
{
    char out[4200];
    assay_driven_sink sink;
    assay_buffer text = ASSAY_BUFFER_INIT;

    out_folder(c, out, sizeof(out));
    assay_drive_want(c, assay_call_open_sink(c, out, &sink), ASSAY_OK, "open_sink");
    assay_drive_want(c, assay_call_validate_sink(c, sink), ASSAY_OK, "validate");
    assay_drive_want(c, assay_call_describe_sink(c, sink, &text), ASSAY_OK, "describe");
    assay_case_expect(c, text.size > 0, "a line of text for people", "nothing");
    assay_case_expect(c, memchr(text.data, '\n', text.size) == NULL, "one line of text",
                      "several lines");
    assay_case_exercised(c, 0);
    assay_buffer_clear(&text);
    assay_call_release_sink(c, &sink);
}

/* The contract knows no ability of a sink yet. */
void assay_check_sink_abilities(assay_case *c)
{
    char out[4200];
    assay_driven_sink sink;

    out_folder(c, out, sizeof(out));
    assay_drive_want(c, assay_call_open_sink(c, out, &sink), ASSAY_OK, "open_sink");
    for (size_t i = 0; i < assay_ability_count; i++) {
        const char *id = assay_abilities[i].id;
        const void *one = assay_call_sink_ability(c, sink, id);
        const void *two = assay_call_sink_ability(c, sink, id);
        assay_case_expect(c, one == two, "an instance always gives the same answer to a query",
                          "%s was %p and then %p", assay_abilities[i].name, one, two);
        assay_case_exercised(c, 0);
    }
    assay_case_expect(c, assay_call_sink_ability(c, sink, "assay.no-such-ability/0") == NULL,
                      "an unknown ability is not offered", "a query for one gave a table");
    assay_call_release_sink(c, &sink);
}

static void expect_valid(assay_case *c, const assay_write *w, const char *when)
{
    assay_drive_want(c, assay_call_validate_sink(c, w->sink), ASSAY_OK, "validate %s", when);
    assay_case_exercised(c, 0);
}

void assay_check_sink_validates(assay_case *c)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "valid");

    assay_write_begin(c, &w, &order);
    expect_valid(c, &w, "after initialize");
    assay_write_bundles(c, &w);
    expect_valid(c, &w, "with prepared attempts");
    assay_write_judge_hidden(c, &w, "after validate");
    assay_write_commit(c, &w);
    expect_valid(c, &w, "after commit");
    assay_write_judge(c, &w, "after validate");
    assay_write_finish(c, &w);
}
