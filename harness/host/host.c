#include "host/host.h"

#include "host/serve.h"
#include "host/spawn.h"
#include "host/wire.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

static assay_status read_job(const char *path, assay_buffer *job, assay_error *error)
{
    FILE *file = fopen(path, "rbe");
    size_t got = 0;

    if (file == NULL)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    do {
        job->size += got;
        void *room = assay_buffer_reserve(job, 65536);
        got = room == NULL ? 0 : fread(room, 1, 65536, file);
    } while (got > 0);
    fclose(file);
    return ASSAY_OK;
}

static void say_verdict(const assay_finding *finding)
{
    printf("assay: %s: %s%s%s%s\n", assay_verdict_name(finding->verdict), finding->reason,
           finding->observed[0] != 0 ? "expected " : "", finding->expected,
           finding->observed[0] != 0 ? ", observed:" : "");
    if (finding->observed[0] != 0)
        printf("%s\n", finding->observed);
}

/* The job of a file, in this process, for a debugger. */
static assay_status debug(const assay_server *server, const char *path, assay_error *error)
{
    assay_buffer job = ASSAY_BUFFER_INIT, encoded = ASSAY_BUFFER_INIT;
    assay_answer answer;

    assay_status status = read_job(path, &job, error);
    if (status == ASSAY_OK)
        status = assay_serve_job(server, assay_buffer_bytes(&job), &encoded, error);
    if (status == ASSAY_OK)
        status = assay_answer_decode(assay_buffer_bytes(&encoded), &answer);
    if (status == ASSAY_OK) {
        say_verdict(&answer.look.finding);
        assay_look_clear(&answer.look);
    }
    assay_buffer_clear(&job);
    assay_buffer_clear(&encoded);
    return status;
}

static int end(assay_status status, const assay_error *error)
{
    if (status == ASSAY_OK)
        return 0;
    fprintf(stderr, "assay-host: %s\n", error->message[0] ? error->message : "out of memory");
    return 3;
}

/* assay-host CHANNEL isolated|in-process, or assay-host debug FILE CALL: started by `assay`, not by
 * people. */
int assay_host_main(int argc, char **argv, const assay_check_table *tables, size_t count)
{
    assay_error error = ASSAY_ERROR_INIT;

    if (argc == 4 && strcmp(argv[1], "debug") == 0) {
        assay_server here = {.tables = tables, .count = count};
        here.stop_at = strtoull(argv[3], NULL, 10);
        return end(debug(&here, argv[2], &error), &error);
    }
    if (argc != 3 || atoi(argv[1]) <= 2) {
        fprintf(stderr, "assay-host: is started by assay, which loads connectors in it\n");
        return 2;
    }
    assay_server server = {.channel = atoi(argv[1]),
                           .isolated = strcmp(argv[2], "isolated") == 0,
                           .tables = tables,
                           .count = count};
    /* When `assay` is killed. This one may have been stopped, or be in a check that never ends; its
     * reaper does the rest. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)fcntl(ASSAY_HOST_LIFE, F_SETFD, FD_CLOEXEC); /* if there is one */
    return end(assay_serve(&server, &error), &error);
}
