/* assay-lines: runs a command that prints records as lines of JSON and writes them to a truth file,
 * for assay-host, which has no JSON. Usage: assay-lines FILE FOLDER MS TITLE WORD... */
#include "data/truth_lines.h"

#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words)
{
    assay_error error = ASSAY_ERROR_INIT;
    if (count < 6) {
        fputs("usage: assay-lines FILE FOLDER MS TITLE WORD...\n", stderr);
        return 2;
    }
    const assay_command command = {.words = words + 5,
                                   .title = words[4],
                                   .folder = words[2],
                                   .timeout_ms = strtoll(words[3], NULL, 10)};
    if (assay_truth_print(&command, words[1], 0, &error) == ASSAY_OK)
        return 0;
    fprintf(stderr, "%s\n", error.message[0] != '\0' ? error.message : "out of memory");
    return 1;
}
