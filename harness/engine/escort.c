#include "engine/escort.h"

#include "engine/process_private.h"
#include "engine/stack.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAUSE_US = 500 };

void assay_escort_wait(void)
{
    raise(SIGSTOP);
}

/* It stops itself first; one that died before is none. */
static bool take_over(pid_t pid)
{
    siginfo_t info = {0};

    while (waitid(P_PID, (id_t)pid, &info, WSTOPPED | WEXITED | WNOWAIT) != 0 && errno == EINTR)
        continue;
    if (info.si_code != CLD_STOPPED || ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_EXITKILL) != 0)
        return false;
    return kill(pid, SIGCONT) == 0;
}

/* Whether the process has a handler for it; one that is blocked or ignored has none any more when
 * it comes of a fault. */
static bool is_caught(pid_t pid, int number)
{
    char path[64], line[256];
    unsigned long long caught = 0;

    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    while (fgets(line, sizeof(line), file) != NULL && sscanf(line, "SigCgt: %llx", &caught) != 1)
        continue;
    fclose(file);
    return (caught >> (number - 1) & 1) != 0;
}

/* From the stop of the signal into a usual one, in which others can look at it. */
static void show(pid_t pid, assay_buffer *to)
{
    int status;

    if (ptrace(PTRACE_DETACH, pid, 0, SIGSTOP) != 0 || waitpid(pid, &status, WUNTRACED) != pid ||
        !WIFSTOPPED(status))
        assay_stack_excuse("no stack: the process was gone when it was run again", to);
    else
        assay_stack_take(pid, 0, to);
}

/* False: it goes on. */
static bool on_stop(pid_t pid, int status, assay_buffer *to)
{
    int event = status >> 16, number = WSTOPSIG(status);

    if (event == 0 && assay_scene_expects(number) && !is_caught(pid, number)) {
        show(pid, to);
        return true;
    }
    ptrace(event == PTRACE_EVENT_STOP && number == SIGSTOP ? PTRACE_LISTEN : PTRACE_CONT, pid, 0,
           event == 0 ? number : 0);
    return false;
}

static void follow(assay_process *process, int64_t deadline, assay_buffer *to)
{
    assay_buffer unread = ASSAY_BUFFER_INIT;
    bool done = false;

    while (!done && assay_clock_now() < deadline) {
        siginfo_t info = {0};
        int status;
        if (waitid(P_PID, (id_t)process->pid, &info, WSTOPPED | WEXITED | WNOHANG | WNOWAIT) != 0)
            break;
        assay_process_drain(process->output, &unread);
        assay_scene_release(process->scene);
        if (info.si_pid == 0)
            usleep(PAUSE_US);
        else if (info.si_code != CLD_TRAPPED && info.si_code != CLD_STOPPED)
            break; /* ended; it is reaped later */
        else if (waitpid(process->pid, &status, WUNTRACED) == process->pid)
            done = on_stop(process->pid, status, to);
    }
    if (to->size == 0)
        assay_stack_excuse("no stack: the process was gone at once, and did not crash again", to);
    assay_buffer_clear(&unread);
}

void assay_escort(assay_process *process, int64_t deadline, assay_buffer *to)
{
    assay_buffer_reset(to);
    if (take_over(process->pid))
        follow(process, deadline, to);
    else
        assay_stack_excuse("no stack: the process was gone at once, and cannot be traced", to);
    assay_process_discard(process, NULL);
    assay_process_close(process);
}
