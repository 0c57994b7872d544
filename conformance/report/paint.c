/* Colours of verdicts. */
#include "report/paint.h"

void assay_paint_word(FILE *to, assay_verdict verdict, const char *word, bool colour)
{
    static const char *const codes[ASSAY_VERDICTS] = {
        [ASSAY_PASS] = "32",      [ASSAY_FAIL] = "1;31",   [ASSAY_CRASH] = "1;31",
        [ASSAY_TIMEOUT] = "1;31", [ASSAY_UNPROVEN] = "33", [ASSAY_SKIPPED] = "2",
        [ASSAY_ERROR] = "1;35",
    };
    if (colour)
        fprintf(to, "\x1b[%sm%s\x1b[0m", codes[verdict], word);
    else
        fputs(word, to);
}
