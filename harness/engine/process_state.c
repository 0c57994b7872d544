/* What a process is doing, as the kernel says, in words. */
#include "engine/process_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

/* The calls in which processes wait for long. */
static const struct wait_row {
    long number;
    const char *name;
    const char *what;
} waits[] = {
    {SYS_futex, "futex", "a lock, a condition or a thread"},
    {SYS_nanosleep, "nanosleep", "time to pass"},
    {SYS_clock_nanosleep, "clock_nanosleep", "time to pass"},
    {SYS_rt_sigsuspend, "sigsuspend", "a signal"},
    {SYS_rt_sigtimedwait, "sigtimedwait", "a signal"},
    {SYS_read, "read", "input"},
    {SYS_readv, "readv", "input"},
    {SYS_write, "write", "room for its output"},
    {SYS_writev, "writev", "room for its output"},
    {SYS_ppoll, "poll", "input or output"},
    {SYS_pselect6, "select", "input or output"},
    {SYS_epoll_pwait, "epoll_wait", "input or output"},
    {SYS_recvfrom, "recv", "a peer"},
    {SYS_recvmsg, "recvmsg", "a peer"},
    {SYS_sendto, "send", "a peer"},
    {SYS_sendmsg, "sendmsg", "a peer"},
    {SYS_connect, "connect", "a peer"},
    {SYS_accept, "accept", "a peer"},
    {SYS_accept4, "accept", "a peer"},
    {SYS_wait4, "wait", "a child"},
    {SYS_waitid, "waitid", "a child"},
    {SYS_flock, "flock", "a lock of a file"},
    {SYS_fcntl, "fcntl", "a lock of a file"},
    {SYS_fsync, "fsync", "the disk"},
    {SYS_fdatasync, "fdatasync", "the disk"},
#ifdef SYS_pause
    {SYS_pause, "pause", "a signal"},
    {SYS_poll, "poll", "input or output"},
    {SYS_select, "select", "input or output"},
    {SYS_epoll_wait, "epoll_wait", "input or output"},
#endif
};

static const struct state_row {
    char letter;
    const char *what;
} states[] = {
    {'R', "running"},          {'S', "asleep"},
    {'D', "in the kernel"},    {'T', "stopped by a signal"},
    {'t', "held by a tracer"}, {'Z', "ended"},
};

void assay_process_line(pid_t pid, const char *what, char *to, size_t size)
{
    char path[64];

    to[0] = 0;
    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return;
    if (fgets(to, (int)size, file) == NULL)
        to[0] = 0;
    to[strcspn(to, "\n")] = 0;
    fclose(file);
}

int64_t assay_process_burnt(pid_t pid)
{
    char line[96];

    assay_process_line(pid, "schedstat", line, sizeof(line));
    return strtoll(line, NULL, 10) / 1000;
}

static const struct wait_row *find_wait(const char *call)
{
    char *end;
    long number = strtol(call, &end, 10); /* "running" is none */

    for (size_t i = 0; end != call && i < sizeof(waits) / sizeof(waits[0]); i++)
        if (waits[i].number == number)
            return &waits[i];
    return NULL;
}

static const char *find_state(pid_t pid, char *letter)
{
    char stat[256];

    *letter = '?';
    assay_process_line(pid, "stat", stat, sizeof(stat));
    const char *after_name = strrchr(stat, ')');
    if (after_name != NULL && after_name[1] == ' ')
        *letter = after_name[2];
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        if (states[i].letter == *letter)
            return states[i].what;
    return "in an unknown state";
}

/* "asleep in pause, waiting for a signal (state S, system call 34, do_sys_pause)" */
void assay_process_state(pid_t pid, char *to, size_t size)
{
    char call[128], place[64], letter;

    const char *state = find_state(pid, &letter);
    assay_process_line(pid, "syscall", call, sizeof(call));
    call[strcspn(call, " ")] = 0;
    assay_process_line(pid, "wchan", place, sizeof(place));
    bool in_call = call[0] >= '0' && call[0] <= '9';
    bool waits_at = place[0] != 0 && strcmp(place, "0") != 0;
    const struct wait_row *wait = letter == 'S' || letter == 'D' ? find_wait(call) : NULL;
    snprintf(to, size, "%s%s%s%s%s (state %c%s%s%s%s)", state, wait != NULL ? " in " : "",
             wait != NULL ? wait->name : "", wait != NULL ? ", waiting for " : "",
             wait != NULL ? wait->what : "", letter, in_call ? ", system call " : "",
             in_call ? call : "", waits_at ? ", " : "", waits_at ? place : "");
}
