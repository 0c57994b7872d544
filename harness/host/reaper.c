#include "host/reaper.h"

#include "engine/case_private.h"
#include "engine/process.h"
#include "engine/stragglers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct pipe_out {
    assay_out base;
    int to;
} pipe_out;

static assay_status pipe_append(assay_out *self, const void *data, size_t size)
{
    const char *at = data;

    while (size > 0) {
        ssize_t written = write(((pipe_out *)self)->to, at, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return ASSAY_IO;
        at += written;
        size -= (size_t)written;
    }
    return ASSAY_OK;
}

/* Waits for the worker, the hang-up, the death of the host or the deadline. */
static int watch(pid_t worker, pid_t host, int channel, int64_t deadline)
{
    int handle = (int)syscall(SYS_pidfd_open, worker, 0);
    siginfo_t info;

    for (;;) {
        memset(&info, 0, sizeof(info));
        if (waitid(P_PID, (id_t)worker, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
            return ASSAY_REAPER_FAILED;
        if (info.si_pid == worker)
            return info.si_code == CLD_EXITED ? ASSAY_REAPER_DONE
                                              : ASSAY_REAPER_SIGNAL + info.si_status;
        if (getppid() != host)
            return ASSAY_REAPER_HANGUP;
        int64_t left = (deadline - assay_clock_now()) / 1000;
        if (left < 0)
            return ASSAY_REAPER_LATE;
        struct pollfd watched[2] = {{channel, POLLRDHUP, 0}, {handle, POLLIN, 0}};
        if (poll(watched, handle < 0 ? 1 : 2, left < 100 ? (int)left + 1 : 100) > 0 &&
            (watched[0].revents & (POLLHUP | POLLRDHUP | POLLERR)))
            return ASSAY_REAPER_HANGUP;
    }
}

_Noreturn static void be_worker(assay_reaped_fn *work, void *argument, int answer, pid_t reaper)
{
    pipe_out out = {{pipe_append}, answer};

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != reaper)
        _exit(1);
    assay_process_signals(); /* once, for all cases */
    signal(SIGPIPE, SIG_IGN);
    work(argument, &out.base);
    assay_process_leave(0);
}

/* No signal keeps it from its work; should it have been stopped, it goes on when the host ends. */
static void harden(void)
{
    sigset_t all;

    prctl(PR_SET_PDEATHSIG, SIGCONT);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

_Noreturn static void be_reaper(assay_reaped_fn *work, void *argument, int channel,
                                int64_t deadline, int answer, pid_t host)
{
    int end = ASSAY_REAPER_FAILED;

    harden();
    setpgid(0, 0);
    assay_stragglers_inherit();
    pid_t self = getpid();
    pid_t worker = fork();
    if (worker == 0)
        be_worker(work, argument, answer, self);
    close(answer);
    if (worker > 0)
        end = watch(worker, host, channel, deadline);
    assay_stragglers_kill(0, NULL);
    assay_process_leave(end);
}

static void read_answer(int from, assay_buffer *answer)
{
    for (;;) {
        void *room = assay_buffer_reserve(answer, 65536);
        ssize_t got = room == NULL ? 0 : read(from, room, 65536);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        answer->size += (size_t)got;
    }
}

int assay_reaper_run(assay_reaped_fn *work, void *argument, int channel, int64_t deadline,
                     assay_buffer *answer)
{
    int ends[2], status = 0;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return ASSAY_REAPER_FAILED;
    assay_stragglers_inherit();
    pid_t host = getpid();
    pid_t reaper = fork();
    if (reaper == 0) {
        close(ends[0]);
        be_reaper(work, argument, channel, deadline, ends[1], host);
    }
    close(ends[1]);
    if (reaper > 0)
        read_answer(ends[0], answer);
    close(ends[0]);
    if (reaper < 0)
        return ASSAY_REAPER_FAILED;
    while (waitpid(reaper, &status, 0) < 0 && errno == EINTR)
        continue;
    assay_stragglers_kill(0, NULL); /* there are some if the reaper was killed */
    return WIFEXITED(status) ? WEXITSTATUS(status) : ASSAY_REAPER_FAILED;
}
