/* What a case comes to, with the evidence. */
#include "engine/exam_private.h"

#include "engine/runtime.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TRACE_LINES = 24 };

static const char *text_of(const assay_buffer *buffer)
{
    return buffer->data != NULL ? (const char *)buffer->data : "";
}

void assay_exam_take_evidence(assay_exam *x)
{
    assay_buffer text = ASSAY_BUFFER_INIT;
    uint32_t logged = atomic_load(&x->board->log_size);

    assay_runtime_tidy(&x->trail.tail);
    if (assay_trace_print(&x->board->trace, TRACE_LINES, &text) == ASSAY_OK)
        assay_finding_text(&x->finding->trace, "%.*s", (int)text.size, (const char *)text.data);
    assay_buffer_clear(&text);
    assay_finding_text(&x->finding->dataset, "%.*s", (int)sizeof(x->board->dataset),
                       x->board->dataset);
    if (logged > ASSAY_BOARD_LOG)
        logged = ASSAY_BOARD_LOG;
    assay_finding_text(&x->finding->output, "%.*s%.*s", (int)logged, x->board->log,
                       (int)x->trail.tail.size, text_of(&x->trail.tail));
}

static void take_sketch(assay_exam *x)
{
    const assay_sketch *sketch = &x->board->sketch;

    assay_finding_text(&x->finding->sketch, "%.*s", (int)assay_sketch_size(sketch), sketch->text);
}

/* The first verdict stays: what comes after it may only be its consequence. */
static bool settle(assay_exam *x, assay_verdict verdict)
{
    if (x->settled)
        return false;
    x->settled = true;
    x->finding->verdict = verdict;
    x->finding->turn = x->board->turns;
    x->finding->at_call = x->board->calls;
    return true;
}

static void settle_reason(assay_exam *x, assay_verdict verdict, const char *format,
                          va_list arguments)
{
    char text[ASSAY_BOARD_TEXT];

    vsnprintf(text, sizeof(text), format, arguments);
    if (settle(x, verdict))
        assay_finding_text(&x->finding->reason, "%s", text);
}

void assay_exam_fail(assay_exam *x, const char *expected, const char *observed, ...)
{
    char text[ASSAY_BOARD_TEXT];
    va_list arguments;

    va_start(arguments, observed);
    vsnprintf(text, sizeof(text), observed, arguments);
    va_end(arguments);
    if (!settle(x, ASSAY_FAIL))
        return;
    assay_exam_take_evidence(x);
    take_sketch(x);
    assay_finding_text(&x->finding->expected, "%s", expected);
    assay_finding_text(&x->finding->observed, "%s", text);
}

void assay_exam_unproven(assay_exam *x, const char *reason, ...)
{
    va_list arguments;

    va_start(arguments, reason);
    settle_reason(x, ASSAY_UNPROVEN, reason, arguments);
    va_end(arguments);
}

void assay_exam_skip(assay_exam *x, const char *reason, ...)
{
    va_list arguments;

    va_start(arguments, reason);
    settle_reason(x, ASSAY_SKIPPED, reason, arguments);
    va_end(arguments);
}

void assay_exam_broken(assay_exam *x, const char *reason, ...)
{
    va_list arguments;

    va_start(arguments, reason);
    settle_reason(x, ASSAY_ERROR, reason, arguments);
    va_end(arguments);
}

void assay_exam_before(assay_exam *x, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(x->past, sizeof(x->past), format, arguments);
    va_end(arguments);
}

void assay_exam_limit(assay_exam *x, const char *format, ...)
{
    va_list arguments;

    if (x->limit[0] != 0)
        return;
    va_start(arguments, format);
    vsnprintf(x->limit, sizeof(x->limit), format, arguments);
    va_end(arguments);
}

static void say_before(const assay_exam *x, char **text)
{
    char whole[ASSAY_BOARD_TEXT];

    if (x->past[0] == 0 || (*text)[0] == 0)
        return;
    snprintf(whole, sizeof(whole), "%.*s; before that: %s", ASSAY_BOARD_TEXT - 300, *text, x->past);
    assay_finding_text(text, "%s", whole);
}

/* A verdict that is none: nothing that was brought home can be relied on. */
static void take_wreck(assay_exam *x)
{
    if (settle(x, ASSAY_CRASH))
        assay_finding_text(&x->finding->reason,
                           "memory that is not the connector's was overwritten");
}

void assay_exam_take_board(assay_exam *x)
{
    const assay_board *board = x->board;
    char summary[512];

    if (board->verdict == ASSAY_PASS)
        return;
    if (board->verdict > ASSAY_ERROR) {
        take_wreck(x);
        return;
    }
    assay_exam_take_evidence(x);
    if (!settle(x, (assay_verdict)board->verdict))
        return;
    if (board->verdict == ASSAY_FAIL)
        take_sketch(x);
    assay_runtime_summary(assay_buffer_bytes(&x->trail.tail), summary, sizeof(summary));
    assay_finding_text(&x->finding->reason, "%.*s", ASSAY_BOARD_TEXT - 1,
                       board->reason[0] != 0 ? board->reason : summary);
    assay_finding_text(&x->finding->expected, "%.*s", ASSAY_BOARD_TEXT - 1, board->expected);
    assay_finding_text(&x->finding->observed, "%.*s", ASSAY_BOARD_TEXT - 1, board->observed);
    if (board->verdict == ASSAY_FAIL)
        say_before(x, &x->finding->observed);
}

static void say_end(assay_exam *x, const assay_process_end *end, const char *place)
{
    char **reason = &x->finding->reason, summary[512];

    assay_runtime_summary(assay_buffer_bytes(&x->trail.tail), summary, sizeof(summary));
    if (end->late)
        assay_finding_text(reason, "did not come back%s; %s", place, end->state);
    else if (summary[0] != 0)
        assay_finding_text(reason, "%s%s%s", summary, place[0] != 0 ? ";" : "", place);
    else if (end->signal != 0)
        assay_finding_text(reason, "ended by signal %d (%s)%s", end->signal, strsignal(end->signal),
                           place);
    else
        assay_finding_text(reason, "the process left with exit code %d%s", end->code, place);
}

void assay_exam_take_end(assay_exam *x, const assay_process_end *end)
{
    char running[400], place[420] = "";
    uint32_t phase = atomic_load(&x->board->phase);

    assay_trace_running(&x->board->trace, running, sizeof(running));
    if (phase == ASSAY_PHASE_LOADING)
        snprintf(place, sizeof(place), " while the library was loaded");
    else if (phase == ASSAY_PHASE_LEAVING)
        snprintf(place, sizeof(place), " while the library was closed");
    else if (running[0] != 0)
        snprintf(place, sizeof(place), " in %s", running);
    assay_exam_take_evidence(x);
    if (end->busy) {
        assay_exam_unproven(x,
                            "the machine is too busy to tell%s: it did not come back, but had "
                            "no processor for most of the time",
                            place);
        return;
    }
    if (!settle(x, end->late ? ASSAY_TIMEOUT : ASSAY_CRASH))
        return;
    take_sketch(x);
    assay_finding_text(&x->finding->stack, "%.*s", (int)x->trail.stack.size,
                       text_of(&x->trail.stack));
    say_end(x, end, place);
    say_before(x, &x->finding->reason);
}
