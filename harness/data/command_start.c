/* Starts commands: a process group of its own, which dies with this process. */
#include "data/command_start.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Ends of pipes as the child uses them. */
typedef struct child_ends {
    int input, output, complaints;
    int failure; /* the errno of what kept the program from running goes here */
} child_ends;

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void assay_started_close(assay_started *self)
{
    close_one(&self->handle);
    close_one(&self->input);
    close_one(&self->unread);
    close_one(&self->output);
    close_one(&self->complaints);
}

/* What assay or a connector makes of signals is nothing for a command. */
static void reset_signals(void)
{
    sigset_t none;
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The ends are above 2, so that none is overwritten before its turn. */
static bool arrange(const assay_command *command, const child_ends *ends)
{
    if (command->folder != NULL && chdir(command->folder) != 0)
        return false;
    return dup2(ends->input, STDIN_FILENO) >= 0 && dup2(ends->output, STDOUT_FILENO) >= 0 &&
           dup2(ends->complaints, STDERR_FILENO) >= 0;
}

_Noreturn static void be_command(const assay_command *command, const child_ends *ends, pid_t parent)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127);
    reset_signals();
    assay_guard_tell(command->guard, getpid());
    if (arrange(command, ends))
        execvp(command->words[0], command->words);
    int reason = errno;
    ssize_t written = write(ends->failure, &reason, sizeof(reason));
    (void)written;
    _exit(127);
}

/* Both ends above 2 and closed on exec; ours never blocks. */
static bool make_pipe(int *ours, int *childs, bool to_child)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        if (ends[i] <= STDERR_FILENO) {
            int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
            close(ends[i]);
            ends[i] = moved;
        }
    *ours = ends[to_child];
    *childs = ends[!to_child];
    return *ours >= 0 && *childs >= 0 && fcntl(*ours, F_SETFL, O_NONBLOCK) == 0;
}

static bool make_input(const assay_command *command, assay_started *started, child_ends *ends)
{
    if (command->feed != NULL) {
        if (!make_pipe(&started->input, &ends->input, true))
            return false;
        started->unread = fcntl(ends->input, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        return started->unread >= 0;
    }
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    ends->input = nothing < 0 ? -1 : fcntl(nothing, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close_one(&nothing);
    return ends->input >= 0;
}

static bool make_pipes(const assay_command *command, assay_started *started, child_ends *ends,
                       int *failure)
{
    if (!make_input(command, started, ends) ||
        !make_pipe(&started->complaints, &ends->complaints, false) ||
        !make_pipe(failure, &ends->failure, false))
        return false;
    if (command->take != NULL)
        return make_pipe(&started->output, &ends->output, false);
    ends->output = fcntl(ends->complaints, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return ends->output >= 0;
}

/* Waits until the program runs, which closes the pipe, or says why it does not. */
static int failure_of(int from)
{
    int reason = 0;
    ssize_t got;
    (void)fcntl(from, F_SETFL, 0);
    do
        got = read(from, &reason, sizeof(reason));
    while (got < 0 && errno == EINTR);
    return got == sizeof(reason) ? reason : 0;
}

static assay_status cannot_run(const assay_command *command, int reason, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot run command '%.150s': %s", command->title,
                           strerror(reason));
}

static void close_ends(child_ends *ends)
{
    close_one(&ends->input);
    close_one(&ends->output);
    close_one(&ends->complaints);
    close_one(&ends->failure);
}

assay_status assay_command_start(const assay_command *self, assay_started *started,
                                 assay_error *error)
{
    child_ends ends = {-1, -1, -1, -1};
    int failure = -1;
    pid_t parent = getpid();
    *started = (assay_started){-1, -1, -1, -1, -1, -1};
    bool ready = make_pipes(self, started, &ends, &failure);
    started->pid = ready ? fork() : -1;
    if (started->pid == 0)
        be_command(self, &ends, parent);
    int reason = started->pid < 0 ? errno : 0;
    close_ends(&ends);
    if (started->pid > 0) {
        setpgid(started->pid, started->pid); /* both sides, so that it is done whoever runs first */
        reason = failure_of(failure);
        started->handle = (int)syscall(SYS_pidfd_open, started->pid, 0);
    }
    close_one(&failure);
    if (reason == 0)
        return ASSAY_OK;
    if (started->pid > 0) {
        assay_guard_tell(self->guard, 0);
        (void)waitpid(started->pid, NULL, 0);
    }
    assay_started_close(started);
    return cannot_run(self, reason, error);
}
