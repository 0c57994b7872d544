#include "checks/sink_support.h"

#include "data/readback.h"
#include "data/readback_command.h"
#include "data/unique_name.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void assay_write_pattern(assay_case *c, const assay_write *w, assay_buffer *pattern)
{
    assay_setting_list variables = {0};
    assay_error error = ASSAY_ERROR_INIT;

    assay_buffer_reset(pattern);
    assay_case_must(c, assay_setting_list_add(&variables, "out", w->out));
    if (assay_expand(assay_case_scenario(c)->readback_path, &variables, NULL, &pattern->out,
                     &error) != ASSAY_OK)
        assay_case_broken(c, "%s", error.message);
    assay_case_must(c, assay_buffer_append(&pattern->out, "", 1));
    assay_setting_list_clear(&variables);
}

/* A command tells of records, not of files: *files stays 0. */
static void ask_command(assay_case *c, const assay_write *w, assay_tally *tally)
{
    char path[4096 + 32], name[ASSAY_UNIQUE_NAME_SIZE];
    assay_setting_list variables = {0};
    assay_error error = ASSAY_ERROR_INIT;

    assay_unique_name(assay_case_scenario(c)->run, w->out, name);
    assay_case_must(c, assay_setting_list_add(&variables, "out", w->out));
    assay_case_must(c, assay_setting_list_add(&variables, "out.name", name));
    snprintf(path, sizeof(path), "%s.readback-%d", w->out, (int)getpid());
    if (assay_readback_command(assay_case_scenario(c), &variables, path, tally, &error) != ASSAY_OK)
        assay_case_broken(c, "%s", error.message);
    assay_setting_list_clear(&variables);
}

static void note_output(assay_case *c, const assay_write *w, assay_tape_output wanted)
{
    assay_buffer pattern = ASSAY_BUFFER_INIT;

    assay_write_pattern(c, w, &pattern);
    assay_drive_saw_output(c, (const char *)pattern.data, w->truth,
                           wanted == ASSAY_TAPE_OUTPUT_NONE ? 0 : w->records, wanted);
    assay_buffer_clear(&pattern);
}

static bool is_exact(assay_case *c)
{
    return assay_write_promised(c, ASSAY_PROMISE_EXACTLY_ONCE | ASSAY_PROMISE_BY_ID);
}

static void note_records(assay_case *c, const assay_write *w)
{
    note_output(c, w, is_exact(c) ? ASSAY_TAPE_OUTPUT_EXACT : ASSAY_TAPE_OUTPUT_AT_LEAST);
}

/* Why an output is read. */
typedef enum reading { HIDDEN, COUNTED, NAMED } reading;

static void read_files(assay_case *c, const assay_write *w, reading why, const char *when,
                       assay_tally *tally, uint64_t *files)
{
    const assay_scenario *scenario = assay_case_scenario(c);
    assay_buffer pattern = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;

    assay_write_pattern(c, w, &pattern);
    assay_status status = assay_readback_read(scenario->readback, (const char *)pattern.data,
                                              scenario->readback_delimiter, tally, files, &error);
    if (status == ASSAY_CORRUPT && why == COUNTED)
        note_records(c, w);
    if (status == ASSAY_CORRUPT)
        assay_case_fail(c, "output files that are whole", "%s: %s", when, error.message);
    if (status != ASSAY_OK)
        assay_case_broken(c, "%s", error.message);
    assay_drive_saw_files(c, ASSAY_TAPE_LOOK_MATCHES, (const char *)pattern.data, *files);
    assay_buffer_clear(&pattern);
}

/* The caller's, to free. */
static assay_tally *read_back(assay_case *c, const assay_write *w, reading why, const char *when,
                              uint64_t *files)
{
    assay_readback how = assay_case_scenario(c)->readback;
    assay_tally *tally = assay_tally_new(w->truth, why == NAMED);

    if (tally == NULL)
        assay_case_broken(c, "out of memory for a tally");
    if (how == ASSAY_READBACK_NONE)
        assay_case_unproven(c, "no way to read back what was written");
    if (how == ASSAY_READBACK_COMMAND)
        ask_command(c, w, tally);
    else
        read_files(c, w, why, when, tally, files);
    return tally;
}

/* Whether nothing but repetition is wrong. Loss is named first, so an explanation that starts with
 * what is duplicated has none; then the counts tell. */
static bool only_repeats(const assay_tally *tally, uint64_t records, const char *explained)
{
    unsigned long long repeated;

    return sscanf(explained, "duplicated: %llu", &repeated) == 1 &&
           assay_tally_count(tally) == records + repeated;
}

static void explain(assay_case *c, const assay_write *w, const char *when)
{
    char expected[300], observed[2000];
    uint64_t files = 0;
    bool exact = is_exact(c);
    note_records(c, w);
    assay_tally *tally = read_back(c, w, NAMED, when, &files);

    snprintf(expected, sizeof(expected), "%s: the output is %s the %llu records", when,
             exact ? "exactly" : "at least", (unsigned long long)w->records);
    assay_tally_explain(tally, 0, w->records, observed, sizeof(observed));
    assay_drive_sketch(c, tally, 0, w->records, true, "the output");
    assay_case_expect(c, !exact && only_repeats(tally, w->records, observed), expected,
                      "%llu files: %s", (unsigned long long)files, observed);
    assay_tally_free(tally);
}

static void say_when(char *to, size_t size, const char *format, va_list values)
{
    vsnprintf(to, size, format, values);
}

uint64_t assay_write_judge(assay_case *c, const assay_write *w, const char *when, ...)
{
    char said[200];
    uint64_t files = 0;
    va_list values;

    va_start(values, when);
    say_when(said, sizeof(said), when, values);
    va_end(values);
    assay_tally *tally = read_back(c, w, COUNTED, said, &files);
    bool matches = assay_tally_matches(tally, 0, w->records);
    assay_tally_free(tally);
    if (!matches)
        explain(c, w, said);
    return files;
}

void assay_write_judge_hidden(assay_case *c, const assay_write *w, const char *when, ...)
{
    char said[200];
    uint64_t files = 0;
    va_list values;

    if (!assay_write_promised(c, ASSAY_PROMISE_EXACTLY_ONCE))
        return;
    va_start(values, when);
    say_when(said, sizeof(said), when, values);
    va_end(values);
    note_output(c, w, ASSAY_TAPE_OUTPUT_NONE);
    assay_tally *tally = read_back(c, w, HIDDEN, said, &files);
    assay_case_expect(c, files == 0 && assay_tally_count(tally) == 0,
                      "nothing is in the output that was not committed",
                      "%s: %llu files, %llu records", said, (unsigned long long)files,
                      (unsigned long long)assay_tally_count(tally));
    assay_tally_free(tally);
}

uint64_t assay_write_files(assay_case *c, const assay_write *w)
{
    assay_error error = ASSAY_ERROR_INIT;
    uint64_t files = 0;

    if (assay_folder_count(w->out, &files, &error) != ASSAY_OK)
        assay_case_broken(c, "%s", error.message);
    assay_drive_saw_files(c, ASSAY_TAPE_LOOK_FILES, w->out, files);
    return files;
}

static uint64_t undisturbed_files(assay_case *c, const assay_write *w)
{
    assay_write clean;
    assay_write_order order =
        assay_write_order_of(w->order.records, w->order.bundles, "%.40s-undisturbed-%u-%u",
                             w->order.folder, w->order.process, w->attempts);

    assay_write_begin(c, &clean, &order);
    assay_write_bundles(c, &clean);
    assay_write_commit(c, &clean);
    assay_write_cleanup(c, &clean);
    uint64_t files = assay_write_files(c, &clean);
    assay_write_end(c, &clean);
    return files;
}

void assay_write_judge_leftovers(assay_case *c, const assay_write *w, const char *when)
{
    if (!is_exact(c))
        return;
    uint64_t files = assay_write_files(c, w);
    uint64_t wanted = w->order.files > 0 ? w->order.files : undisturbed_files(c, w);
    assay_case_expect(c, files == wanted,
                      "the folder holds what a write without lost attempts leaves in it",
                      "%s: %llu files instead of %llu", when, (unsigned long long)files,
                      (unsigned long long)wanted);
}
