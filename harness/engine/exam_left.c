/* What cases leave behind. */
#include "engine/exam_private.h"

#include "engine/temporary.h"

#include <string.h>

/* The board may be damaged: a text without an end, numbers that are none. */
static void copy_left(const assay_left *from, assay_left *to)
{
    *to = *from;
    to->processes = 0;
    to->text[ASSAY_LEFT_TEXT - 1] = 0;
    to->said = (uint32_t)strlen(to->text);
}

/* The descriptor that an open gave whose answer was lost is one that nobody can close. */
static bool has_lost_open(const assay_exam *x)
{
    if (x->plan == NULL || x->plan->how != ASSAY_TAMPER_LOST || x->seen->fired == 0)
        return false;
    const assay_syscall *row =
        &assay_syscalls[assay_tampered_seen(x->seen, x->seen->fired_at)->row];
    bool opens = row->path >= 0 && row->classes == (ASSAY_CALLS_CHANGE | ASSAY_CALLS_READ);
    return opens || strcmp(row->name, "creat") == 0;
}

void assay_exam_count_left(assay_exam *x, const assay_process_end *end)
{
    copy_left(&x->board->left, &x->left);
    x->left.processes = end->left.processes;
    assay_left_say(&x->left, "%s", end->left.text);
    if (x->board->verdict != ASSAY_PASS && x->board->verdict != ASSAY_CRASH)
        return; /* it was left in the middle, and had no time to release everything */
    if (x->trail.tail.size > 0)
        assay_left_say(&x->left, "output: it wrote to stdout or stderr\n");
    size_t size = strlen(x->left.text);
    if (size > 0 && x->finding->left[0] == 0 && !has_lost_open(x))
        assay_finding_text(&x->finding->left, "%.*s", (int)size - 1, x->left.text);
}

/* A case that was killed, or to which an error was made, may leave what it likes. */
void assay_exam_count_files(assay_exam *x)
{
    assay_left left = {.said = 0};

    if (x->finding->verdict != ASSAY_PASS || x->tampers)
        return;
    assay_temporary_count(x->setup->folder, &left);
    if (left.said > 0)
        assay_finding_text(&x->finding->left, "%s%s%.*s", x->finding->left,
                           x->finding->left[0] != 0 ? "\n" : "", (int)left.said - 1, left.text);
}

const assay_left *assay_exam_left(const assay_exam *x)
{
    return &x->left;
}

bool assay_exam_isolated(const assay_exam *x)
{
    return x->isolated;
}
