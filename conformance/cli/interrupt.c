/* Signals that ask for the end. */
#include "cli/interrupt.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SAME_MOMENT_MS = 250 };

/* All that a handler can reach. It alone changes first and at, and no other one comes meanwhile. */
static struct {
    volatile sig_atomic_t to; /* -1: none is kept */
    volatile sig_atomic_t first;
    struct timespec at;
} kept = {-1, 0, {0, 0}};

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

static int64_t since_first_ms(const struct timespec *now)
{
    return (int64_t)(now->tv_sec - kept.at.tv_sec) * 1000 +
           (now->tv_nsec - kept.at.tv_nsec) / 1000000;
}

static void handle(int signal)
{
    int before = errno;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (kept.to < 0 || (kept.first != 0 && since_first_ms(&now) > SAME_MOMENT_MS))
        _exit(128 + signal);
    if (kept.first == 0) {
        kept.first = signal;
        kept.at = now;
        ssize_t written = write(kept.to, "", 1);
        (void)written;
    }
    errno = before;
}

void assay_interrupt_settle(void)
{
    struct sigaction handling = {.sa_handler = handle, .sa_flags = SA_RESTART}, before;
    sigemptyset(&handling.sa_mask);
    for (size_t i = 0; i < SIGNALS; i++)
        sigaddset(&handling.sa_mask, signals[i]);
    for (size_t i = 0; i < SIGNALS; i++)
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &handling, NULL);
}

assay_status assay_interrupt_keep(int *stop, assay_error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a pipe: %s", strerror(errno));
    *stop = ends[0];
    kept.to = ends[1];
    return ASSAY_OK;
}

int assay_interrupt_signal(void)
{
    return kept.first;
}
