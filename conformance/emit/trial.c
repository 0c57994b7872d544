/* trial MANIFEST SCENARIO CHECK LIBRARY RECORDS FOLDER: runs the check with a tape and prints the
 * program of its failure. Exit code 4: it does not fail. */
#include "checks/checks.h"
#include "data/test_folder.h"
#include "emit/emit.h"
#include "emit/rehearsal.h"

static int print_program(const rehearsal *what, const rehearsed *done)
{
    assay_buffer program = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;
    assay_emit_failure failure = {done->connector, what->scenario, assay_check_find(what->check),
                                  &done->finding, false};

    assay_status status =
        assay_emit_c(&failure, assay_buffer_bytes(&done->tape), &program.out, &error);
    if (status == ASSAY_OK)
        fwrite(program.data, 1, program.size, stdout);
    else
        fprintf(stderr, "%s\n", error.message);
    assay_buffer_clear(&program);
    return status == ASSAY_OK ? 0 : 3;
}

static bool failed(const rehearsed *done)
{
    return done->finding.verdict == ASSAY_FAIL || done->finding.verdict == ASSAY_CRASH ||
           done->finding.verdict == ASSAY_TIMEOUT;
}

int main(int argc, char **argv)
{
    rehearsed done;
    char folder[4096];

    if (argc != 7)
        return 2;
    rehearsal what = {argv[1], argv[2], argv[3], argv[4], strtoull(argv[5], NULL, 10), 0};
    snprintf(folder, sizeof(folder), "%s/first", argv[6]);
    if (mkdir(folder, 0777) != 0 || rehearse(&what, folder, &done) != 0)
        return 2;
    if (failed(&done) && done.finding.turn != 0) {
        what.turn = done.finding.turn;
        rehearsed_clear(&done);
        snprintf(folder, sizeof(folder), "%s/second", argv[6]);
        if (mkdir(folder, 0777) != 0 || rehearse(&what, folder, &done) != 0)
            return 2;
    }
    int code = failed(&done) ? print_program(&what, &done) : 4;
    fprintf(stderr, "%s: %s%s %s\n", assay_verdict_name(done.finding.verdict), done.finding.reason,
            done.finding.expected, done.finding.observed);
    rehearsed_clear(&done);
    return code;
}
