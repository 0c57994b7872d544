/* Read-back by a command, which another program runs: this one has no JSON. */
#include "data/readback_command.h"

#include "data/command.h"
#include "data/helper_program.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HELPER "assay-lines"
#define GRACE_MS 10000 /* the helper ends the command, and itself soon after */
#define FIXED_WORDS 5

static size_t count_words(char **words)
{
    size_t count = 0;
    while (words[count] != NULL)
        count++;
    return count;
}

/* HELPER FILE FOLDER MS TITLE WORD...: the words are borrowed. */
static char **words_of(const assay_scenario *scenario, char *helper, const char *path,
                       char limit[32], char **command)
{
    size_t count = count_words(command);
    char **words = calloc(FIXED_WORDS + count + 1, sizeof(*words));
    if (words == NULL)
        return NULL;
    snprintf(limit, 32, "%lld", (long long)scenario->command_ms);
    words[0] = helper;
    words[1] = (char *)path;
    words[2] = scenario->command_folder;
    words[3] = limit;
    words[4] = scenario->readback_title;
    memcpy(words + FIXED_WORDS, command, count * sizeof(*words));
    return words;
}

static assay_status run_helper(const assay_scenario *scenario, char *helper, const char *path,
                               char **words, assay_error *error)
{
    char limit[32];
    assay_command_tail tail;
    assay_error reason = ASSAY_ERROR_INIT;
    assay_command command = {.title = HELPER, .timeout_ms = scenario->command_ms + GRACE_MS};
    char **all = words_of(scenario, helper, path, limit, words);
    if (all == NULL)
        return ASSAY_MEMORY;
    command.words = all;
    assay_status status = assay_command_run(&command, &tail, &reason);
    free(all);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    return assay_error_set(error, status, "readback: %s",
                           tail.size > 0 ? tail.text : reason.message);
}

static assay_status add_records(const char *path, assay_tally *tally, uint32_t fields,
                                assay_error *error)
{
    assay_truth *read;
    ASSAY_TRY(assay_truth_open(path, &read, error));
    bool lacks_ids =
        assay_truth_count(read) > 0 && (fields & ~assay_truth_fields(read) & ASSAY_DIGEST_IDS) != 0;
    for (uint64_t i = 0; !lacks_ids && i < assay_truth_count(read); i++) {
        assay_record record = assay_truth_record(read, i);
        assay_tally_add(tally, &record);
    }
    assay_truth_close(read);
    return !lacks_ids ? ASSAY_OK
                      : assay_error_set(error, ASSAY_CORRUPT,
                                        "readback: the command prints no ids, expected those of "
                                        "the records that were written");
}

assay_status assay_readback_command(const assay_scenario *scenario,
                                    const assay_setting_list *variables, const char *path,
                                    assay_tally *tally, assay_error *error)
{
    char *helper = NULL, **words = NULL;
    ASSAY_TRY(assay_words_expand(scenario->readback_command, variables, &words, error));
    assay_status status = assay_helper_program(HELPER, &helper, error);
    if (status == ASSAY_OK)
        status = run_helper(scenario, helper, path, words, error);
    if (status == ASSAY_OK)
        status = add_records(path, tally, assay_tally_fields(tally), error);
    (void)unlink(path);
    free(helper);
    assay_words_free(words);
    return status;
}
