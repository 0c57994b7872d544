/* assay-stack PID [THREAD]: prints where the threads of a process are, a line a frame, with file
 * and line where there is debug information. THREAD: only this one, which is in the handler of a
 * signal; the frames of the handler are left out. -THREAD: only this one, which is anywhere.
 * Started by assay-host, not by people. */
#include "stack/frames.h"

#include <elfutils/libdwfl.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECONDS = 5, MOST_THREADS = 16 };

typedef struct view {
    pid_t pid;
    pid_t only;    /* thread; 0: all */
    bool anywhere; /* it is in no handler of a signal */
    frames_setting setting;
    bool alone; /* it has one thread */
    unsigned shown;
} view;

static bool is_alone(pid_t pid)
{
    char path[64];
    struct stat info;

    snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
    return stat(path, &info) == 0 && info.st_nlink == 3; /* "..", "." and one thread */
}

static int show_thread(Dwfl_Thread *thread, void *argument)
{
    view *self = argument;
    pid_t number = dwfl_thread_tid(thread);

    if (self->only != 0 && number != self->only)
        return DWARF_CB_OK;
    if (self->shown++ == MOST_THREADS) {
        puts("... and more threads");
        return DWARF_CB_ABORT;
    }
    bool one = self->only != 0 ? number == self->pid : self->alone;
    self->setting.indent = one ? "" : "  ";
    if (!one)
        printf("thread %d%s\n", (int)number, number == self->pid ? ", which runs the check" : "");
    frames_print(thread, &self->setting);
    return DWARF_CB_OK;
}

static int complain(const char *what, const char *why)
{
    printf("(no stack: %s: %s)\n", what, why);
    return 1;
}

static int show(view *self)
{
    static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_linux_proc_find_elf,
                                             .find_debuginfo = dwfl_standard_find_debuginfo};

    Dwfl *dwfl = dwfl_begin(&callbacks);
    if (dwfl == NULL)
        return complain("libdw", dwfl_errmsg(-1));
    int failed = dwfl_linux_proc_report(dwfl, self->pid);
    if (failed == 0)
        failed = dwfl_report_end(dwfl, NULL, NULL);
    if (failed != 0) {
        dwfl_end(dwfl);
        return complain("cannot read the process's memory map",
                        failed > 0 ? strerror(failed) : dwfl_errmsg(-1));
    }
    failed = dwfl_linux_proc_attach(dwfl, self->pid, false);
    if (failed != 0) {
        dwfl_end(dwfl);
        return complain("cannot attach", failed > 0 ? strerror(failed) : dwfl_errmsg(-1));
    }
    self->setting.dwfl = dwfl;
    self->alone = is_alone(self->pid);
    self->setting.after_signal = self->only != 0 && !self->anywhere;
    if (dwfl_getthreads(dwfl, show_thread, self) < 0 && self->shown == 0)
        failed = complain("cannot attach", dwfl_errmsg(-1));
    dwfl_end(dwfl);
    return failed;
}

int main(int argc, char **argv)
{
    view self = {0};
    char link[64];

    if (argc < 2 || argc > 3 || (self.pid = (pid_t)atoi(argv[1])) <= 0) {
        fprintf(stderr, "assay-stack: is started by assay-host\n");
        return 2;
    }
    self.anywhere = argc == 3 && argv[2][0] == '-';
    self.only = argc == 3 ? (pid_t)abs(atoi(argv[2])) : 0;
    unsetenv("DEBUGINFOD_URLS"); /* nobody waits for a download */
    alarm(SECONDS);
    snprintf(link, sizeof(link), "/proc/%d/exe", (int)self.pid);
    ssize_t size = readlink(link, self.setting.program, sizeof(self.setting.program) - 1);
    self.setting.program[size > 0 ? size : 0] = 0;
    /* Others have the connector in them. */
    const char *slash = strrchr(self.setting.program, '/');
    self.setting.folds = slash != NULL && strcmp(slash, "/assay-host") == 0;
    if (getcwd(self.setting.folder, sizeof(self.setting.folder)) == NULL)
        self.setting.folder[0] = 0;
    return show(&self);
}
