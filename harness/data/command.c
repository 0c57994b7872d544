/* Runs commands: feeds them, takes what they print, and ends them in time. */
#include "data/command.h"

#include "data/command_start.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 65536
#define LOOK_MS 50 /* how often is looked whether it has ended where there is no pidfd */

typedef struct running {
    const assay_command *command;
    assay_started ends;
    assay_buffer pending; /* of its stdin */
    size_t written;       /* of pending */
    assay_command_tail *tail;
    int64_t deadline;
    bool late;
    bool stopped;
    bool unread; /* it ended before it had read all of its stdin */
    int status;  /* as wait gives it */
} running;

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Keeps the last bytes. */
static void remember(assay_command_tail *tail, const char *bytes, size_t size)
{
    size_t room = sizeof(tail->text) - 1;
    if (size > room) {
        bytes += size - room;
        size = room;
    }
    size_t kept = tail->size + size > room ? room - size : tail->size;
    memmove(tail->text, tail->text + tail->size - kept, kept);
    memcpy(tail->text + kept, bytes, size);
    tail->size = kept + size;
    tail->text[tail->size] = '\0';
}

/* What is for people: no bytes that do something to a terminal, no half line in front. */
static void tidy(assay_command_tail *tail)
{
    for (size_t i = 0; i < tail->size; i++)
        if ((unsigned char)tail->text[i] < ' ' && tail->text[i] != '\n')
            tail->text[i] = tail->text[i] == '\t' ? ' ' : '?';
    bool whole = tail->size < sizeof(tail->text) - 1;
    while (tail->size > 0 && tail->text[tail->size - 1] == '\n')
        tail->text[--tail->size] = '\0';
    const char *line = strchr(tail->text, '\n');
    if (whole)
        return;
    if (line == NULL)
        line = tail->text + tail->size - 1; /* all of it is one line, whose beginning is gone */
    size_t cut = (size_t)(line + 1 - tail->text);
    memmove(tail->text, line + 1, tail->size - cut + 1);
    tail->size -= cut;
}

/* Reads what there is, at most one block; closes the end of it. */
static assay_status drain(running *self, int *from, bool taken, assay_error *error)
{
    char block[BLOCK];
    if (*from < 0)
        return ASSAY_END;
    ssize_t got = read(*from, block, sizeof(block));
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return errno == EAGAIN ? ASSAY_END : ASSAY_OK;
    if (got <= 0) {
        close(*from);
        *from = -1;
        return ASSAY_END;
    }
    if (taken)
        return self->command->take(self->command->context, (assay_bytes){block, (size_t)got},
                                   error);
    remember(self->tail, block, (size_t)got);
    return ASSAY_OK;
}

/* Its stdin's end is also that of what it is to read. */
static assay_status refill(running *self, assay_error *error)
{
    if (self->written < self->pending.size)
        return ASSAY_OK;
    assay_buffer_reset(&self->pending);
    self->written = 0;
    ASSAY_TRY(self->command->feed(self->command->context, &self->pending, error));
    if (self->pending.size == 0) {
        close(self->ends.input);
        self->ends.input = -1;
    }
    return ASSAY_OK;
}

static assay_status feed_some(running *self, assay_error *error)
{
    ASSAY_TRY(refill(self, error));
    if (self->ends.input < 0)
        return ASSAY_OK;
    ssize_t written = write(self->ends.input, self->pending.data + self->written,
                            self->pending.size - self->written);
    if (written > 0)
        self->written += (size_t)written;
    return ASSAY_OK;
}

static bool has_ended(const running *self)
{
    siginfo_t info = {.si_pid = 0};
    return waitid(P_PID, (id_t)self->ends.pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           info.si_pid != 0;
}

static assay_status serve(running *self, struct pollfd watched[5], assay_error *error)
{
    if (watched[0].revents != 0)
        ASSAY_TRY(feed_some(self, error));
    if (watched[2].revents != 0)
        (void)drain(self, &self->ends.complaints, false, error);
    if (watched[1].revents == 0)
        return ASSAY_OK;
    assay_status status = drain(self, &self->ends.output, true, error);
    return status == ASSAY_END ? ASSAY_OK : status;
}

/* Until it ends, is late, is to be given up, or something goes wrong here. */
static assay_status attend(running *self, assay_error *error)
{
    while (!has_ended(self)) {
        int64_t left = self->deadline - now_ms();
        self->late = left <= 0;
        if (self->late)
            return ASSAY_OK;
        int64_t pause = self->ends.handle < 0 && left > LOOK_MS ? LOOK_MS : left;
        struct pollfd watched[5] = {{self->ends.input, POLLOUT, 0},
                                    {self->ends.output, POLLIN, 0},
                                    {self->ends.complaints, POLLIN, 0},
                                    {self->ends.handle, POLLIN, 0},
                                    {assay_guard_stop(self->command->guard), POLLIN, 0}};
        if (poll(watched, 5, pause < INT32_MAX ? (int)pause : INT32_MAX) <= 0)
            continue;
        self->stopped = watched[4].revents != 0;
        if (self->stopped)
            return ASSAY_OK;
        ASSAY_TRY(serve(self, watched, error));
    }
    return ASSAY_OK;
}

/* What it printed before it ended is in the pipes, even while others hold them open. */
static assay_status take_rest(running *self, assay_error *error)
{
    assay_status status = ASSAY_OK;
    while (status == ASSAY_OK && now_ms() < self->deadline)
        status = drain(self, &self->ends.output, true, error);
    if (status > ASSAY_END)
        return status;
    status = ASSAY_OK;
    while (status == ASSAY_OK && now_ms() < self->deadline)
        status = drain(self, &self->ends.complaints, false, error);
    return ASSAY_OK;
}

static bool left_unread(const running *self)
{
    int size = 0;
    if (self->command->feed == NULL)
        return false;
    return self->ends.input >= 0 || (ioctl(self->ends.unread, FIONREAD, &size) == 0 && size > 0);
}

/* Not reaped before its group is gone, so that the number of the group is still its own. */
static void end_group(running *self)
{
    self->unread = left_unread(self);
    kill(-self->ends.pid, SIGKILL);
    assay_guard_tell(self->command->guard, 0);
    while (waitpid(self->ends.pid, &self->status, 0) < 0)
        if (errno != EINTR) {
            self->status = -1;
            return;
        }
}

#define SHOWN_LINES 3
#define SHOWN_BYTES 200

/* The last lines on one, as many as there is room for; whole but for the end, so that a secret is
 * cut in no other place. */
static void last_lines(const assay_command_tail *tail, char to[SHOWN_BYTES + 8])
{
    const char *from = tail->text + tail->size;
    const char *end = from;
    for (int i = 0; i < SHOWN_LINES && from > tail->text; i++) {
        const char *line = from - (from < end);
        while (line > tail->text && line[-1] != '\n')
            line--;
        if (i > 0 && end - line > SHOWN_BYTES)
            break;
        from = line;
    }
    size_t used = 0;
    for (; *from != '\0' && used < SHOWN_BYTES; from++)
        used += (size_t)sprintf(to + used, *from == '\n' ? " / " : "%c", *from);
    to[used] = '\0';
}

static assay_status say(const running *self, assay_error *error, const char *what, long long number,
                        const char *unit)
{
    char lines[SHOWN_BYTES + 8];
    char count[32] = "";
    last_lines(self->tail, lines);
    if (number >= 0)
        snprintf(count, sizeof(count), " %lld", number);
    return assay_error_set(error, ASSAY_IO, "command '%.150s' %s%s%s%s%s", self->command->title,
                           what, count, unit, lines[0] != '\0' ? ": " : "", lines);
}

static assay_status judge(const running *self, assay_error *error)
{
    if (self->late)
        return say(self, error, "did not end within", (long long)self->command->timeout_ms, " ms");
    if (self->status == -1)
        return say(self, error, "ended, but cannot be waited for", -1, "");
    if (WIFSIGNALED(self->status))
        return say(self, error, "was ended by signal", WTERMSIG(self->status), "");
    if (WEXITSTATUS(self->status) != 0)
        return say(self, error, "failed with exit code", WEXITSTATUS(self->status), "");
    return self->unread ? say(self, error, "did not read all of its input", -1, "") : ASSAY_OK;
}

/* A command that failed says more than what could be made of what it printed. */
static assay_status choose(const running *self, assay_status status, const assay_error *reason,
                           assay_error *error)
{
    bool ended = !self->late && self->status != -1 && WIFEXITED(self->status);
    if (status == ASSAY_OK || (ended && WEXITSTATUS(self->status) != 0))
        status = judge(self, error) != ASSAY_OK ? ASSAY_IO : status;
    if (status != ASSAY_OK)
        (void)assay_error_set(error, status, "command '%.150s': %.300s", self->command->title,
                              reason->message[0] != '\0' ? reason->message : "out of memory");
    return status;
}

assay_status assay_command_run(const assay_command *self, assay_command_tail *tail,
                               assay_error *error)
{
    assay_command_tail own;
    assay_error reason = ASSAY_ERROR_INIT;
    running run = {
        .command = self, .pending = ASSAY_BUFFER_INIT, .tail = tail != NULL ? tail : &own};
    run.tail->size = 0;
    run.tail->text[0] = '\0';
    run.deadline = now_ms() + self->timeout_ms;
    if (assay_guard_stopped(self->guard))
        return ASSAY_END;
    ASSAY_TRY(assay_command_start(self, &run.ends, error));
    assay_status status = attend(&run, &reason);
    bool ended = status == ASSAY_OK && !run.late && !run.stopped;
    end_group(&run);
    if (ended)
        status = take_rest(&run, &reason);
    else
        (void)drain(&run, &run.ends.complaints, false, NULL);
    assay_started_close(&run.ends);
    assay_buffer_clear(&run.pending);
    tidy(run.tail);
    return run.stopped ? ASSAY_END : choose(&run, status, &reason, error);
}
