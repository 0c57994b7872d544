/* A host with checks that misbehave, for pool_test. */
#include "engine/call_private.h"
#include "engine/exam.h"
#include "host/host.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void pass(assay_case *c)
{
    assay_case_exercised(c, 1);
}

static void fail(assay_case *c)
{
    assay_case_fail(c, "a\033[31m", "b%c", 1);
}

static void crash(assay_case *c)
{
    (void)c;
    raise(SIGSEGV);
}

static void overwrite(assay_case *c)
{
    memset(c->board, 0xff, sizeof(*c->board));
}

static void overwrite_and_crash(assay_case *c)
{
    memset(c->board, 0xff, sizeof(*c->board));
    raise(SIGSEGV);
}

static void *crash_aside(void *unused)
{
    raise(SIGABRT);
    return unused;
}

/* The case is through before the thread has died of its signal. */
static void crash_in_thread(assay_case *c)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, crash_aside, NULL) != 0)
        abort();
    while (atomic_load(&c->board->scene.signal) == 0) /* for ever where nobody watches */
        usleep(100);
}

static void long_message(assay_case *c)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_OPEN, 0);
    memset(c->error.message, 'm', sizeof(c->error.message));
    if (assay_call_end(c, entry, ASSAY_IO) != ASSAY_IO ||
        strlen(assay_call_message(c)) != sizeof(c->error.message) - 1)
        assay_case_fail(c, "a message that ends", "one that does not");
}

static void leave_early(assay_case *c)
{
    (void)c;
    exit(0);
}

static void hang(assay_case *c)
{
    (void)c;
    for (;;)
        pause();
}

static void stop(assay_case *c)
{
    (void)c;
    raise(SIGSTOP);
}

static void flood(assay_case *c)
{
    char line[4096];

    (void)c;
    memset(line, 'x', sizeof(line));
    for (int i = 0; i < 4096; i++)
        if (write(1, line, sizeof(line)) < 0)
            abort();
    if (write(2, "the end", 7) != 7)
        abort();
}

static void close_everything(assay_case *c)
{
    (void)c;
    for (int i = 0; i < 1024; i++)
        close(i);
}

/* A grandchild that left its session; its pid is the reason. */
static void leave_daemon(assay_case *c)
{
    int pid_from[2];
    pid_t pid = 0;

    if (pipe(pid_from) != 0)
        abort();
    if (fork() == 0) {
        setsid();
        signal(SIGTERM, SIG_IGN);
        pid_t grandchild = fork();
        if (grandchild > 0) {
            if (write(pid_from[1], &grandchild, sizeof(grandchild)) < 0)
                abort();
            _exit(0);
        }
        for (;;)
            pause();
    }
    if (read(pid_from[0], &pid, sizeof(pid)) != sizeof(pid))
        abort();
    assay_case_skip(c, "%d", (int)pid);
}

/* A process that left its session, while the reaper is killed. */
static void kill_reaper(assay_exam *x)
{
    if (assay_exam_run(x, leave_daemon, NULL))
        return;
    kill(getppid(), SIGKILL);
    pause(); /* dies with it */
}

static void leave_daemon_and_hang(assay_exam *x)
{
    if (!assay_exam_run(x, leave_daemon, NULL))
        for (;;)
            pause();
}

static void stop_reaper(assay_exam *x)
{
    if (assay_exam_run(x, leave_daemon, NULL))
        return;
    kill(getppid(), SIGSTOP);
    pause(); /* it is killed */
}

/* The parent of the reaper. */
static void stop_host(assay_exam *x)
{
    char path[64];
    int host = 0;

    if (assay_exam_run(x, leave_daemon, NULL))
        return;
    snprintf(path, sizeof(path), "/proc/%d/stat", (int)getppid());
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%*d (%*[^)]) %*c %d", &host) != 1)
        abort();
    fclose(file);
    kill((pid_t)host, SIGSTOP);
}

static void die(assay_case *c)
{
    assay_driven_source source;

    assay_case_give(c, (assay_bytes){"before", 6});
    assay_case_die_at(c, 2);
    if (assay_call_open(c, 0, &source) != ASSAY_OK)
        return;
    assay_call_validate(c, source);
    assay_case_give(c, (assay_bytes){"after", 5});
}

static void die_and_see(assay_exam *x)
{
    bool died;

    if (!assay_exam_run_dying(x, die, NULL, &died))
        return;
    if (!died || assay_exam_output(x).size != 8 + 6)
        assay_exam_fail(x, "a death at the second call", "died: %d, gave %zu bytes", died,
                        assay_exam_output(x).size);
}

static void show_argument(assay_case *c)
{
    assay_case_give(c, (assay_bytes){assay_case_argument(c), 5});
}

static void argument_and_folder(assay_exam *x)
{
    if (!assay_exam_run(x, show_argument, "hello"))
        return;
    if (memcmp((const char *)assay_exam_output(x).data + 8, "hello", 5) != 0)
        assay_exam_fail(x, "hello", "something else");
    if (access(assay_exam_folder(x), W_OK) != 0)
        assay_exam_fail(x, "a folder", "none");
}

static void crash_coordinator(assay_exam *x)
{
    (void)x;
    raise(SIGABRT);
}

static void after_failure(assay_exam *x)
{
    if (!assay_exam_run(x, fail, NULL) && !assay_exam_run(x, crash, NULL))
        assay_exam_fail(x, "the first verdict stays", "the last one");
}

static void loop(assay_case *c)
{
    (void)c;
    for (volatile unsigned i = 0;; i++)
        continue;
}

#define CASE(name, function)                                                                       \
    {                                                                                              \
        .id = name, .clauses = "", .in_case = function                                             \
    }
#define EXAM(name, function)                                                                       \
    {                                                                                              \
        .id = name, .clauses = "", .coordinate = function                                          \
    }

static const assay_check checks[] = {
    CASE("test.pass", pass),
    CASE("test.fail", fail),
    CASE("test.crash", crash),
    CASE("test.overwrite", overwrite),
    CASE("test.overwrite-and-crash", overwrite_and_crash),
    CASE("test.crash-in-thread", crash_in_thread),
    CASE("test.long-message", long_message),
    CASE("test.leave-early", leave_early),
    CASE("test.hang", hang),
    CASE("test.stop", stop),
    CASE("test.loop", loop),
    CASE("test.flood", flood),
    CASE("test.close-everything", close_everything),
    CASE("test.leave-daemon", leave_daemon),
    EXAM("test.kill-reaper", kill_reaper),
    EXAM("test.leave-daemon-and-hang", leave_daemon_and_hang),
    EXAM("test.stop-reaper", stop_reaper),
    EXAM("test.stop-host", stop_host),
    EXAM("test.die", die_and_see),
    EXAM("test.argument", argument_and_folder),
    EXAM("test.crash-coordinator", crash_coordinator),
    EXAM("test.after-failure", after_failure),
};

static const assay_check_table table = {checks, sizeof(checks) / sizeof(checks[0])};

int main(int argc, char **argv)
{
    return assay_host_main(argc, argv, &table, 1);
}
