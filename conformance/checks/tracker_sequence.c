/* Sequences of calls: played beside the model, made small when they fail. */
#include "checks/support.h"
#include "checks/tracker.h"

#include <assay/toolkit/error.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* How a play went: the first step behind which something differs, and what. */
typedef struct outcome {
    unsigned differs; /* 0: nothing */
    size_t steps;     /* up to and with that one */
    char told[100], expected[160];
} outcome;

static void count_exercise(assay_case *c, const assay_tracker_step *step, assay_status best)
{
    if (step->move == ASSAY_MOVE_NONE)
        return;
    if (step->move != ASSAY_MOVE_SPLIT) {
        if (best != ASSAY_OK)
            assay_case_exercised(c, 1);
        return;
    }
    assay_case_exercised(c, best == ASSAY_OK ? 2 : 3);
}

static void count_exercises(assay_case *c, const assay_tracker_sequence *sequence)
{
    assay_tracker_model model = assay_tracker_model_of(&sequence->span);
    assay_case_exercised(c, 0);
    for (size_t i = 0; i < sequence->count; i++) {
        assay_status best;
        (void)assay_tracker_model_move(&model, &sequence->steps[i], &best);
        count_exercise(c, &sequence->steps[i], best);
    }
}

static outcome play(assay_case *c, const assay_tracker_sequence *sequence)
{
    assay_tracker_run run;
    outcome result = {.steps = 0};
    assay_call_page(c);
    assay_tracker_run_begin(c, &run, &sequence->span);
    for (size_t i = 0; i < sequence->count && run.differs == 0; i++, result.steps++)
        (void)assay_tracker_run_step(&run, &sequence->steps[i]);
    assay_tracker_run_end(&run);
    result.differs = run.differs;
    memcpy(result.told, run.told, sizeof(result.told));
    memcpy(result.expected, run.expected, sizeof(result.expected));
    return result;
}

static bool is_refusal(const assay_tracker_sequence *sequence, size_t at)
{
    assay_tracker_model model = assay_tracker_model_of(&sequence->span);
    assay_status best = ASSAY_OK;
    for (size_t i = 0; i <= at; i++)
        (void)assay_tracker_model_move(&model, &sequence->steps[i], &best);
    return best == ASSAY_REFUSED || best == ASSAY_STATE;
}

/* Leaves out what was refused, but for the last step. False: there was nothing. */
static bool drop_refusals(const assay_tracker_sequence *from, size_t steps,
                          assay_tracker_sequence *to)
{
    to->span = from->span;
    to->count = 0;
    for (size_t i = 0; i < steps; i++)
        if (i == steps - 1 || !is_refusal(from, i))
            to->steps[to->count++] = from->steps[i];
    return to->count < steps;
}

static bool is_looked_at(unsigned differs)
{
    return (differs & (ASSAY_SEEN_CLAIM | ASSAY_SEEN_SPLIT)) == 0;
}

/* What differs behind calls that were refused, and not without them, is their effect. */
static outcome play_and_tell(assay_case *c, const assay_tracker_sequence *sequence)
{
    assay_tracker_sequence without;
    outcome result = play(c, sequence);
    if (result.differs == 0)
        return result;
    bool last_refused = is_looked_at(result.differs) && is_refusal(sequence, result.steps - 1);
    bool dropped = drop_refusals(sequence, result.steps, &without);
    if (last_refused) /* seen right behind it: look without it */
        without.steps[without.count - 1].move = ASSAY_MOVE_NONE;
    if ((dropped || last_refused) && play(c, &without).differs == 0)
        result.differs = ASSAY_SEEN_EFFECT;
    return result;
}

static void print_step(const assay_tracker_step *step, bool keys, char *to, size_t size)
{
    static const char *const moves[] = {"claim", "claim of no split point", "split at"};
    char at[160];
    assay_tracker_position_print(&step->at, keys, at, sizeof(at));
    snprintf(to, size, "%s %s", moves[step->move], at);
}

static const char *looked_at(unsigned differs)
{
    return differs == ASSAY_SEEN_RANGE ? "range" : differs == ASSAY_SEEN_DONE ? "done" : "progress";
}

__attribute__((format(printf, 3, 4))) static size_t put(char to[2048], size_t used,
                                                        const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(to + used, 2048 - used, format, arguments);
    va_end(arguments);
    return size > 0 && used + (size_t)size < 2048 ? used + (size_t)size : used;
}

/* "from 10 to 14: claim 10 -> OK; split at 12 -> OK; claim 12 -> OK, the model says END" */
static void print_sequence(const assay_tracker_sequence *sequence, unsigned seen,
                           const outcome *how, char to[2048])
{
    char text[200];
    bool keys = sequence->span.keys;
    assay_tracker_model model = assay_tracker_model_of(&sequence->span);
    assay_tracker_position_print(&sequence->span.start, keys, text, sizeof(text));
    size_t used = put(to, 0, "a range from %s", text);
    assay_tracker_position_print(&sequence->span.end, keys, text, sizeof(text));
    used = put(to, used, "%s%s: ", sequence->span.end.size > 0 ? " to " : " without an end",
               sequence->span.end.size > 0 ? text : "");
    for (size_t i = 0; i < how->steps; i++) {
        assay_status best;
        bool last = i == how->steps - 1 && !is_looked_at(seen);
        (void)assay_tracker_model_move(&model, &sequence->steps[i], &best);
        print_step(&sequence->steps[i], keys, text, sizeof(text));
        if (sequence->steps[i].move == ASSAY_MOVE_NONE)
            continue;
        used = put(to, used, "%s -> %s%s", text, last ? how->told : assay_status_name(best),
                   last ? "" : "; ");
    }
    if (is_looked_at(seen))
        used = put(to, used, "%s -> %s", looked_at(seen), how->told);
    put(to, used, ", the model says %s", how->expected);
}

static const char *rule_of(unsigned differs)
{
    switch (differs) {
    case ASSAY_SEEN_CLAIM:
        return "a claim is answered by what the range is now";
    case ASSAY_SEEN_SPLIT:
        return "a split is answered by what the range is now";
    case ASSAY_SEEN_RANGE:
        return "the range is what the splits have left of it";
    case ASSAY_SEEN_DONE:
        return "done is OK when nothing of the range is left, and STATE before";
    case ASSAY_SEEN_EFFECT:
        return "a call that is refused changes nothing";
    default:
        return "progress is what was claimed of the range";
    }
}

/* Leaves out step by step while the same rule breaks. */
static void shrink(assay_case *c, assay_tracker_sequence *sequence, unsigned differs)
{
    outcome now = play_and_tell(c, sequence);
    sequence->count = now.steps;
    for (size_t i = sequence->count; i-- > 0;) {
        assay_tracker_sequence shorter = *sequence;
        memmove(&shorter.steps[i], &shorter.steps[i + 1],
                (shorter.count - i - 1) * sizeof(shorter.steps[0]));
        shorter.count--;
        now = play_and_tell(c, &shorter);
        if (now.differs != differs)
            continue;
        *sequence = shorter;
        sequence->count = now.steps;
        i = i < sequence->count ? i : sequence->count;
    }
}

/* Looks only where it is needed. */
static void look_less(assay_case *c, assay_tracker_sequence *sequence, unsigned differs)
{
    for (size_t i = 0; i < sequence->count; i++) {
        unsigned before = sequence->steps[i].look;
        sequence->steps[i].look = 0;
        if (before != 0 && play_and_tell(c, sequence).differs != differs)
            sequence->steps[i].look = before;
    }
}

static _Noreturn void fail(assay_case *c, const assay_tracker_sequence *sequence, unsigned differs)
{
    char text[2048];
    assay_tracker_sequence small = *sequence;
    shrink(c, &small, differs);
    look_less(c, &small, differs);
    outcome how = play_and_tell(c, &small);
    outcome plain = play(c, &small); /* so that the trace ends with it */
    print_sequence(&small, plain.differs, &how, text);
    assay_case_fail(c, rule_of(differs), "%s", text);
}

void assay_tracker_sequence_judge(assay_case *c, const assay_tracker_sequence *sequence,
                                  unsigned watched)
{
    outcome how = play(c, sequence);
    count_exercises(c, sequence);
    if (how.differs == 0)
        return;
    how = play_and_tell(c, sequence);
    if ((how.differs & watched) != 0)
        fail(c, sequence, how.differs);
}

unsigned assay_tracker_looks(unsigned watched)
{
    const unsigned all = ASSAY_SEEN_RANGE | ASSAY_SEEN_PROGRESS | ASSAY_SEEN_DONE;
    bool effects = (watched & ASSAY_SEEN_EFFECT) != 0;
    return effects ? all : watched & (all | ASSAY_SEEN_SHARE);
}

/* Numbers of so many digits, each a move at a place; the next one, or false. */
static bool next(size_t digits[], size_t count, size_t base)
{
    for (size_t i = count; i-- > 0; digits[i] = 0)
        if (++digits[i] < base)
            return true;
    return false;
}

static size_t list_steps(const assay_tracker_position *places, size_t count, unsigned moves,
                         assay_tracker_step *to)
{
    size_t steps = 0;
    for (int move = ASSAY_MOVE_CLAIM; move <= ASSAY_MOVE_SPLIT; move++)
        for (size_t i = 0; i < count && (moves & 1u << move) != 0; i++)
            to[steps++] = (assay_tracker_step){.move = (assay_tracker_move)move, .at = places[i]};
    return steps;
}

static void try_length(assay_case *c, const assay_tracker_span *span,
                       const assay_tracker_step *steps, size_t base, size_t length,
                       unsigned watched)
{
    size_t digits[8] = {0};
    assay_tracker_sequence sequence = {.span = *span, .count = length};
    do {
        if (!assay_case_turn(c))
            continue;
        for (size_t i = 0; i < length; i++) {
            sequence.steps[i] = steps[digits[i]];
            sequence.steps[i].look = watched & ASSAY_SEEN_PROGRESS; /* it must not fall */
        }
        sequence.steps[length - 1].look = assay_tracker_looks(watched);
        assay_tracker_sequence_judge(c, &sequence, watched);
    } while (next(digits, length, base));
}

void assay_tracker_sequences_all(assay_case *c, const assay_tracker_span *span,
                                 const assay_tracker_position *places, size_t count, unsigned moves,
                                 unsigned watched)
{
    static const size_t budgets[] = {10000, 60000, 1000000};
    assay_tracker_step steps[3 * ASSAY_TRACKER_POSITIONS], nothing = {.move = ASSAY_MOVE_NONE};
    try_length(c, span, &nothing, 1, 1, watched);
    size_t base = list_steps(places, count, moves, steps), tried = base;
    for (size_t length = 1; length <= 5 && (length <= 2 || tried <= budgets[assay_case_tier(c)]);
         length++, tried *= base)
        try_length(c, span, steps, base, length, watched);
}
