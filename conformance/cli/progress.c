/* The line at the bottom of the terminal. */
#include "cli/progress.h"

#include <inttypes.h>
#include <time.h>

int64_t assay_now_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void assay_progress_start(assay_progress *self, FILE *to)
{
    *self = (assay_progress){to, assay_now_microseconds(), ""};
}

static size_t skipped_by_plan(const assay_run *run, bool done)
{
    size_t count = 0;
    for (size_t i = 0; i < run->item_count; i++)
        count += run->items[i].decided && (!done || run->items[i].done);
    return count;
}

/* What the checks that ran took, for those that still have to. */
static int64_t time_left(const assay_run *run, int64_t elapsed)
{
    size_t done = run->done - skipped_by_plan(run, true);
    size_t all = run->item_count - skipped_by_plan(run, false);
    return done == 0 ? -1 : elapsed / (int64_t)done * (int64_t)(all - done) / 1000000;
}

void assay_progress_line(const assay_run *run, const char *last, int64_t elapsed, char *to,
                         size_t size)
{
    size_t failed = run->totals[ASSAY_FAIL] + run->totals[ASSAY_CRASH] + run->totals[ASSAY_TIMEOUT];
    int64_t left = time_left(run, elapsed);
    char left_text[32] = "", failed_text[32] = "";
    if (left >= 0)
        snprintf(left_text, sizeof(left_text), "  ~%" PRId64 " s left", left);
    if (failed > 0)
        snprintf(failed_text, sizeof(failed_text), "  %zu failed", failed);
    snprintf(to, size, "%zu/%zu%s%s  %.1f s%s%s", run->done, run->item_count,
             last[0] != '\0' ? "  " : "", last, (double)elapsed / 1e6, left_text, failed_text);
}

void assay_progress_show(assay_progress *self, const assay_run *run)
{
    if (self->to == NULL)
        return;
    char line[160];
    assay_progress_line(run, self->last, assay_now_microseconds() - self->started, line,
                        sizeof(line));
    fprintf(self->to, "\r\x1b[K%s", line);
    fflush(self->to);
}

void assay_progress_clear(assay_progress *self)
{
    if (self->to == NULL)
        return;
    fputs("\r\x1b[K", self->to);
    fflush(self->to);
    self->to = NULL;
}
