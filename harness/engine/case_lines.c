/* The line counts of a case. */
#include "engine/case_private.h"

/* What was brought to its end has written its counts. */
void assay_case_save_lines(assay_case *c, bool killed)
{
    const assay_line_counts *lines = &c->setup->lines;
    void *loaded = c->library.handle;

    if (!c->isolated || !assay_line_counts_wanted(lines))
        return;
    assay_scene_last_words(NULL, NULL);
    c->board->counted =
        loaded == NULL || ((!killed || assay_line_counts_aim(lines, ASSAY_LINE_COUNTS_KILLED)) &&
                           assay_line_counts_write(lines, loaded));
    assay_line_counts_end(lines); /* what this program counts of its own lines goes where it went */
}

/* It crashed. */
static void rescue(void *argument)
{
    assay_case *c = argument;

    if (c->library.handle != NULL)
        c->board->counted = assay_line_counts_rescue(&c->setup->lines, c->library.handle);
}

void assay_case_begin_lines(assay_case *c)
{
    if (c->isolated && assay_line_counts_wanted(&c->setup->lines))
        assay_scene_last_words(rescue, c);
}
