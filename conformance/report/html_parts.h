#ifndef ASSAY_REPORT_HTML_PARTS_H
#define ASSAY_REPORT_HTML_PARTS_H

#include "runner/run.h"
#include <stdio.h>

/* The sections of a page. */

/* Made by the build from page/: lines without their ends, NULL ends them; and what the page's
 * policy is, which allows these two alone. */
extern const char *const assay_page_style[];
extern const char *const assay_page_script[];
extern const char assay_page_policy[];

/* Where what an item came to is shown in full. */
typedef enum assay_place {
    ASSAY_PLACE_NONE,
    ASSAY_PLACE_FAILURES,
    ASSAY_PLACE_PREVIEWS,
    ASSAY_PLACE_KNOWN
} assay_place;

typedef struct assay_page {
    FILE *to;
    const assay_run *run; /* borrowed */
    size_t *cards;        /* of each item: the one whose card shows what it has to show */
    size_t places[ASSAY_PLACE_KNOWN + 1]; /* items */
} assay_page;

/* MEMORY only. *self: the caller's, to clear, when OK. */
assay_status assay_page_init(assay_page *self, FILE *to, const assay_run *run,
                             assay_error *error) ASSAY_MUST_USE;
void assay_page_clear(assay_page *self);

assay_place assay_page_place(const assay_run *run, const assay_run_item *item);

/* Verdict, numbers, what was asked for. */
void assay_page_top(const assay_page *self);
/* "Conformant" */
void assay_page_outcome(FILE *to, const assay_run *run);

/* A section: 0 of something, and it is left out. Each writes what follows the heading. */
typedef struct assay_page_section {
    const char *id, *title;
    bool counted; /* its number is told */
    size_t (*count)(const assay_page *self);
    void (*write)(const assay_page *self);
} assay_page_section;

extern const assay_page_section assay_page_sections[];
extern const size_t assay_page_section_count;

size_t assay_page_count_problems(const assay_page *self);
void assay_page_write_problems(const assay_page *self);
size_t assay_page_count_scenarios(const assay_page *self);
void assay_page_write_families(const assay_page *self);
void assay_page_write_scenarios(const assay_page *self);
size_t assay_page_count_failures(const assay_page *self);
void assay_page_write_failures(const assay_page *self);
size_t assay_page_count_previews(const assay_page *self);
void assay_page_write_previews(const assay_page *self);
size_t assay_page_count_known(const assay_page *self);
void assay_page_write_known(const assay_page *self);
size_t assay_page_count_saved(const assay_page *self);
void assay_page_write_saved(const assay_page *self);
size_t assay_page_count_unproven(const assay_page *self);
void assay_page_write_unproven(const assay_page *self);
size_t assay_page_count_left(const assay_page *self);
void assay_page_write_left(const assay_page *self);
size_t assay_page_count_slowest(const assay_page *self);
void assay_page_write_slowest(const assay_page *self);
size_t assay_page_count_checks(const assay_page *self);
void assay_page_write_checks(const assay_page *self);

/* The card of an item. kind: 'f' of the plan, 's' a saved one; with its number it is the place that
 * links lead to. */
void assay_page_card(const assay_page *self, const assay_run_item *item, char kind, size_t number,
                     bool open);
/* A link to where an item of the plan is shown, to its row of the table if nowhere else; its name.
 */
void assay_page_refer(const assay_page *self, const assay_run_item *item);

#endif
