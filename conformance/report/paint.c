/* Words and colours of states. */
#include "report/paint.h"

const assay_state_words *assay_words_of(assay_state state)
{
    static const assay_state_words words[ASSAY_STATES] = {
        [ASSAY_PASS] = {"PASS", "passed", "passed", "32"},
        [ASSAY_FAIL] = {"FAIL", "failed", "FAILED", "1;31"},
        [ASSAY_CRASH] = {"CRASH", "crashed", "CRASHED", "1;31"},
        [ASSAY_TIMEOUT] = {"TIMEOUT", "timed out", "TIMED OUT", "1;31"},
        [ASSAY_UNPROVEN] = {"UNPROVEN", "unproven", "unproven", "33"},
        [ASSAY_SKIPPED] = {"SKIPPED", "skipped", "skipped", "2"},
        [ASSAY_ERROR] = {"ERROR", "ended in an error of assay", "ERROR", "1;35"},
        [ASSAY_STATE_KNOWN] = {"KNOWN", "known to fail", "known to fail", "33"},
        [ASSAY_STATE_FLAKY] = {"FLAKY", "flaky", "FLAKY", "1;31"},
        [ASSAY_STATE_NOT_RUN] = {"NOT RUN", "not run", "not run", "33"},
        [ASSAY_STATE_ELSEWHERE] = {"ELSEWHERE", "of other shards", "of other shards", "2"},
    };
    return &words[state < ASSAY_STATES ? state : (assay_state)ASSAY_ERROR];
}

void assay_paint_word(FILE *to, assay_state state, const char *word, bool colour)
{
    if (colour)
        fprintf(to, "\x1b[%sm%s\x1b[0m", assay_words_of(state)->code, word);
    else
        fputs(word, to);
}

void assay_paint_state(FILE *to, assay_state state, bool colour)
{
    assay_paint_word(to, state, assay_words_of(state)->block, colour);
}
