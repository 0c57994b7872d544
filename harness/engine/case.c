#include "engine/case_private.h"

#include "engine/exhausted.h"
#include "engine/heap.h"
#include "engine/left.h"
#include "engine/runtime.h"

#include <assay/toolkit/error.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const assay_scenario *assay_case_scenario(const assay_case *c)
{
    return c->setup->scenario;
}

const assay_connector *assay_case_connector(const assay_case *c)
{
    return c->library.connector;
}

assay_tier assay_case_tier(const assay_case *c)
{
    return c->setup->tier;
}

int64_t assay_case_variant(const assay_case *c, assay_difference difference)
{
    return assay_profile_value(c->setup->profile, difference);
}

const void *assay_case_argument(const assay_case *c)
{
    return c->argument;
}

const char *assay_case_folder(const assay_case *c)
{
    return c->setup->folder;
}

size_t assay_case_datasets(const assay_case *c)
{
    return c->setup->scenario->dataset_count;
}

const assay_dataset *assay_case_dataset(const assay_case *c, size_t i)
{
    const assay_dataset *dataset = &c->setup->scenario->datasets[i];
    char *said = c->board->dataset;

    if (strncmp(said, dataset->name, sizeof(c->board->dataset)) != 0)
        snprintf(said, sizeof(c->board->dataset), "%s", dataset->name);
    return dataset;
}

static void open_truth(assay_case *c, size_t i)
{
    assay_error error = ASSAY_ERROR_INIT;

    if (assay_truth_open(assay_case_dataset(c, i)->truth, &c->truths[i], &error) != ASSAY_OK)
        assay_case_broken(c, "%s", error.message);
}

const assay_truth *assay_case_truth(assay_case *c, size_t i)
{
    if (c->truths[i] == NULL)
        open_truth(c, i);
    return c->truths[i];
}

size_t assay_case_largest(const assay_case *c)
{
    return c->setup->scenario->dataset_count - 1;
}

assay_random assay_random_of(uint64_t seed, const char *check)
{
    uint64_t mixed = UINT64_C(14695981039346656037);

    for (const char *at = check; *at != 0; at++)
        mixed = (mixed ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return (assay_random){seed ^ mixed};
}

uint64_t assay_case_random(assay_case *c, uint64_t below)
{
    return below == 0 ? 0 : assay_random_below(&c->random, below);
}

bool assay_board_turn(assay_board *self, const assay_setup *setup)
{
    self->turns++;
    assay_sketch_turn(&self->sketch);
    return setup->turn == 0 || setup->turn == self->turns;
}

void assay_case_random_anew(assay_case *c, uint64_t salt)
{
    uint64_t begun = (c->board->turns + 1) * UINT64_C(0x9e3779b97f4a7c15);

    c->random = assay_random_of(c->setup->seed ^ begun ^ salt << 1, c->setup->check->id);
}

bool assay_case_turn(assay_case *c)
{
    bool wanted = assay_board_turn(c->board, c->setup);

    assay_case_random_anew(c, 0);
    if (wanted)
        assay_tape_mark(&c->tape, ASSAY_TAPE_TURN, c->board->turns, 0);
    return wanted;
}

void assay_case_sketch(assay_case *c, assay_mark_kind kind, uint64_t a, uint64_t b)
{
    assay_sketch_add(&c->board->sketch, kind, a, b, NULL);
}

void assay_case_sketch_name(assay_case *c, assay_mark_kind kind, uint64_t a, const char *name)
{
    assay_sketch_add(&c->board->sketch, kind, a, 0, name);
}

void assay_case_sketch_keep(assay_case *c)
{
    assay_sketch_keep(&c->board->sketch);
}

void assay_case_exercised(assay_case *c, size_t i)
{
    if (i < ASSAY_COUNTERS)
        c->board->counters[i]++;
}

_Noreturn static void leave(assay_case *c, assay_verdict verdict)
{
    c->board->verdict = (uint32_t)verdict;
    longjmp(c->leave, 1);
}

_Noreturn void assay_case_stop(assay_case *c)
{
    leave(c, ASSAY_PASS);
}

static void say(char *to, const char *format, va_list arguments)
{
    vsnprintf(to, ASSAY_BOARD_TEXT, format, arguments);
}

static void mark_failure(assay_case *c)
{
    assay_tape_text(&c->tape, c->board->expected);
    assay_tape_text(&c->tape, c->board->observed);
    assay_tape_mark(&c->tape, ASSAY_TAPE_FAIL, 0, 0);
}

_Noreturn void assay_case_fail(assay_case *c, const char *expected, const char *observed, ...)
{
    va_list arguments;

    snprintf(c->board->expected, ASSAY_BOARD_TEXT, "%s", expected);
    va_start(arguments, observed);
    say(c->board->observed, observed, arguments);
    va_end(arguments);
    mark_failure(c);
    leave(c, ASSAY_FAIL);
}

void assay_case_expect(assay_case *c, bool holds, const char *expected, const char *observed, ...)
{
    va_list arguments;

    if (holds)
        return;
    snprintf(c->board->expected, ASSAY_BOARD_TEXT, "%s", expected);
    va_start(arguments, observed);
    say(c->board->observed, observed, arguments);
    va_end(arguments);
    mark_failure(c);
    leave(c, ASSAY_FAIL);
}

_Noreturn void assay_case_unproven(assay_case *c, const char *reason, ...)
{
    va_list arguments;

    va_start(arguments, reason);
    say(c->board->reason, reason, arguments);
    va_end(arguments);
    leave(c, ASSAY_UNPROVEN);
}

_Noreturn void assay_case_skip(assay_case *c, const char *reason, ...)
{
    va_list arguments;

    va_start(arguments, reason);
    say(c->board->reason, reason, arguments);
    va_end(arguments);
    leave(c, ASSAY_SKIPPED);
}

/* Whoever has used up what a process may have has broken it, and not Assay. */
_Noreturn void assay_case_broken(assay_case *c, const char *reason, ...)
{
    const char *exhausted = assay_exhausted();
    char text[512];
    va_list arguments;

    va_start(arguments, reason);
    vsnprintf(text, sizeof(text), reason, arguments);
    va_end(arguments);
    snprintf(c->board->reason, ASSAY_BOARD_TEXT, "%s%s%s%s",
             exhausted != NULL ? "the connector has left Assay no " : "",
             exhausted != NULL ? exhausted : "", exhausted != NULL ? ": " : "", text);
    if (exhausted == NULL)
        leave(c, ASSAY_ERROR);
    assay_left_find(&c->board->left, false);
    leave(c, ASSAY_CRASH);
}

void *assay_case_allocate(assay_case *c, size_t size)
{
    void *made = calloc(1, size > 0 ? size : 1);

    if (made == NULL)
        assay_case_broken(c, "out of memory: %zu bytes", size);
    return made;
}

void assay_case_must(assay_case *c, assay_status status)
{
    if (status != ASSAY_OK)
        assay_case_broken(c, "assay's own call answered %s", assay_status_name(status));
}

void assay_case_give(assay_case *c, assay_bytes bytes)
{
    uint64_t used = c->board->output_size;
    unsigned char size[8];

    if (used > ASSAY_BOARD_OUTPUT || bytes.size > ASSAY_BOARD_OUTPUT - used ||
        ASSAY_BOARD_OUTPUT - used - bytes.size < sizeof(size))
        assay_case_broken(c, "more than %zu bytes to hand on", ASSAY_BOARD_OUTPUT);
    for (size_t i = 0; i < sizeof(size); i++)
        size[i] = (unsigned char)((uint64_t)bytes.size >> (56 - 8 * i));
    memcpy(c->board->output + used, size, sizeof(size));
    if (bytes.size > 0)
        memcpy(c->board->output + used + sizeof(size), bytes.data, bytes.size);
    c->board->output_size = used + sizeof(size) + bytes.size;
}

void assay_case_die_at(assay_case *c, uint64_t k)
{
    c->die_at = k == 0 ? 0 : c->board->calls + k;
    c->die_step = k;
}

__attribute__((noinline)) void assay_stop_here(void)
{
    __asm__ volatile(""); /* so that calls of it are not left out */
}

_Noreturn static void die(assay_case *c, assay_op op)
{
    char call[60];

    assay_op_print(op, call, sizeof(call));
    assay_case_sketch_name(c, ASSAY_MARK_CALL, c->die_step, call);
    assay_tape_mark(&c->tape, ASSAY_TAPE_DEATH, 0, 0);
    atomic_store(&c->board->phase, ASSAY_PHASE_DYING);
    assay_case_save_lines(c, true);
    if (c->isolated)
        raise(SIGKILL);
    c->died = true;
    longjmp(c->leave, 1);
}

void assay_case_count_call(assay_case *c, assay_op op)
{
    c->error.message[0] = 0;
    c->board->calls++;
    if (c->board->calls == c->setup->stop_at)
        assay_stop_here();
    if (c->die_at != 0 && c->board->calls == c->die_at)
        die(c, op);
}

static uint64_t looked(assay_case *c, assay_tape_look at, uint64_t seen)
{
    assay_tape_mark(&c->tape, ASSAY_TAPE_LOOK, at, seen);
    return seen;
}

uint64_t assay_case_descriptors(assay_case *c)
{
    return looked(c, ASSAY_TAPE_LOOK_DESCRIPTORS, assay_left_descriptors());
}

uint64_t assay_case_threads(assay_case *c)
{
    return looked(c, ASSAY_TAPE_LOOK_THREADS, assay_left_threads());
}

uint64_t assay_case_heap(assay_case *c, bool shown)
{
    uint64_t bytes;

    if (assay_runtime_present())
        assay_case_skip(c, "a sanitizer is in the process, which looks for lost memory itself");
    if (!assay_heap_now(&bytes))
        assay_case_unproven(c, "the allocator of the process does not say what it has given out");
    return shown ? looked(c, ASSAY_TAPE_LOOK_HEAP, bytes) : bytes;
}

bool assay_case_bytes_read(assay_case *c, uint64_t *bytes)
{
    char text[256];
    unsigned long long read_so_far = 0;

    int file = open("/proc/self/io", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t size = read(file, text, sizeof(text) - 1);
    close(file);
    if (size <= 0)
        return false;
    text[size] = 0;
    if (sscanf(text, "rchar: %llu", &read_so_far) != 1)
        return false;
    *bytes = read_so_far - c->own_reads;
    c->own_reads += (uint64_t)size; /* what looking costs is not the connector's */
    looked(c, ASSAY_TAPE_LOOK_BYTES, *bytes);
    return true;
}
