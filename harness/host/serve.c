#include "host/serve.h"

#include "engine/exam_private.h"
#include "host/counted.h"
#include "host/frame.h"
#include "host/look.h"
#include "host/reaper.h"
#include "host/wire.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int64_t assay_serve_backstop_ms(int64_t timeout_ms)
{
    return 10 * timeout_ms + 20000;
}

static const assay_check *find_check(const assay_server *self, const char *id)
{
    if (id[0] == 0)
        return &assay_look_check;
    for (size_t t = 0; t < self->count; t++)
        for (size_t i = 0; i < self->tables[t].count; i++)
            if (strcmp(self->tables[t].checks[i].id, id) == 0)
                return &self->tables[t].checks[i];
    return NULL;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    remove(path); /* what cannot be removed is left: the run's folder is looked at in the end */
    return 0;
}

static void remove_folder(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

typedef struct examination {
    assay_setup setup;
    const assay_received_job *received;
    bool isolated;
} examination;

static assay_status broken(assay_answer *answer, const char *reason)
{
    ASSAY_TRY(assay_finding_init(&answer->look.finding));
    answer->look.finding.verdict = ASSAY_ERROR;
    assay_finding_text(&answer->look.finding.reason, "%s", reason);
    return ASSAY_OK;
}

static assay_line_counts find_lines(const assay_received_job *received)
{
    assay_line_counts lines = {.folder = received->lines};

    if (assay_line_counts_wanted(&lines))
        lines.writer = assay_counted_writer(received->scenario.library);
    return lines;
}

static assay_status take_exam(const examination *exam, assay_answer *answer)
{
    assay_buffer given = ASSAY_BUFFER_INIT;
    int64_t deadline = assay_clock_now() + exam->received->job.timeout_ms * 1000;

    assay_status status =
        assay_exam_take(&exam->setup, exam->isolated, deadline, &answer->look.finding, &given);
    if (status == ASSAY_OK && exam->setup.check == &assay_look_check)
        status = assay_look_take(assay_buffer_bytes(&given), &answer->look);
    assay_buffer_clear(&given);
    return status == ASSAY_OK ? ASSAY_OK : broken(answer, "out of memory");
}

/* In the coordinator's process. */
static void examine(void *argument, assay_out *out)
{
    const examination *exam = argument;
    assay_answer answer = {.number = exam->received->job.number};
    assay_buffer whole = ASSAY_BUFFER_INIT; /* each piece would wake who waits for it */

    if (take_exam(exam, &answer) != ASSAY_OK ||
        assay_answer_encode(&answer, &whole.out) != ASSAY_OK ||
        out->append(out, whole.data, whole.size) != ASSAY_OK)
        assay_process_leave(1); /* who waits for the answer sees that there is none */
    assay_buffer_clear(&whole);
    assay_look_clear(&answer.look);
}

static void say_end(int end, char *to, size_t size)
{
    if (end == ASSAY_REAPER_LATE)
        snprintf(to, size, "the check itself did not come back");
    else if (end >= ASSAY_REAPER_SIGNAL)
        snprintf(to, size, "the check itself was ended by signal %d (%s)",
                 end - ASSAY_REAPER_SIGNAL, strsignal(end - ASSAY_REAPER_SIGNAL));
    else if (end == ASSAY_REAPER_FAILED)
        snprintf(to, size, "the check could not be started, or what watches it was killed");
    else
        snprintf(to, size, "the check itself gave no answer");
}

static assay_status reap(const assay_server *self, examination *exam, assay_buffer *encoded)
{
    assay_answer answer = {0};
    char reason[120];
    int64_t limit = assay_serve_backstop_ms(exam->received->job.timeout_ms);
    int64_t deadline = assay_clock_now() + limit * 1000;

    int end = assay_reaper_run(examine, exam, self->channel, deadline, encoded);
    if (end == ASSAY_REAPER_HANGUP)
        return ASSAY_END;
    if (assay_answer_decode(assay_buffer_bytes(encoded), &answer) == ASSAY_OK) {
        assay_look_clear(&answer.look);
        return ASSAY_OK;
    }
    say_end(end, reason, sizeof(reason));
    assay_buffer_reset(encoded);
    answer.number = exam->received->job.number;
    ASSAY_TRY(broken(&answer, reason));
    assay_status status = assay_answer_encode(&answer, &encoded->out);
    assay_look_clear(&answer.look);
    return status;
}

static assay_status work_on(const assay_server *self, examination *exam, assay_buffer *encoded)
{
    const char *folder = exam->received->folder;

    remove_folder(folder); /* a debugger may have begun this job before */
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        assay_answer answer = {.number = exam->received->job.number};
        ASSAY_TRY(broken(&answer, "cannot make the folder of the check"));
        assay_status status = assay_answer_encode(&answer, &encoded->out);
        assay_look_clear(&answer.look);
        return status;
    }
    assay_status status = ASSAY_OK;
    if (self->isolated)
        status = reap(self, exam, encoded);
    else
        examine(exam, &encoded->out);
    remove_folder(folder);
    return status;
}

assay_status assay_serve_job(const assay_server *self, assay_bytes message, assay_buffer *answer,
                             assay_error *error)
{
    assay_received_job received;

    if (assay_job_decode(message, &received) != ASSAY_OK)
        return assay_error_set(error, ASSAY_IO, "a job that is none");
    examination exam = {.received = &received, .isolated = self->isolated};
    exam.setup = (assay_setup){.check = find_check(self, received.check),
                               .scenario = &received.scenario,
                               .seed = received.job.seed,
                               .tier = received.job.tier,
                               .profile = received.job.profile,
                               .folder = received.folder,
                               .turn = received.job.turn,
                               .tape = received.job.tape,
                               .shows = received.job.shows,
                               .entry = self->entry,
                               .stop_at = self->stop_at,
                               .lines = find_lines(&received)};
    assay_status status =
        exam.setup.check == NULL
            ? assay_error_set(error, ASSAY_INVALID, "no check '%s'", received.check)
            : work_on(self, &exam, answer);
    assay_received_job_clear(&received);
    return status;
}

assay_status assay_serve(const assay_server *self, assay_error *error)
{
    assay_buffer message = ASSAY_BUFFER_INIT, answer = ASSAY_BUFFER_INIT;
    assay_status status;

    do {
        assay_buffer_reset(&answer);
        status = assay_frame_receive(self->channel, &message, error);
        if (status == ASSAY_OK)
            status = assay_serve_job(self, assay_buffer_bytes(&message), &answer, error);
        if (status == ASSAY_OK)
            status = assay_frame_send(self->channel, assay_buffer_bytes(&answer), error);
    } while (status == ASSAY_OK);
    assay_buffer_clear(&message);
    assay_buffer_clear(&answer);
    return status == ASSAY_END ? ASSAY_OK : status;
}
