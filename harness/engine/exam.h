#ifndef ASSAY_ENGINE_EXAM_H
#define ASSAY_ENGINE_EXAM_H

#include "engine/case.h"
#include "engine/left.h"
#include "engine/tamper.h"

/* A check at work over one scenario: what a coordinating check uses. It runs cases one after the
 * other; the first one that does not pass gives the verdict. */

typedef void assay_case_fn(assay_case *c);

const assay_scenario *assay_exam_scenario(const assay_exam *x);
assay_tier assay_exam_tier(const assay_exam *x);
uint64_t assay_exam_random(assay_exam *x, uint64_t below);
const char *assay_exam_folder(const assay_exam *x); /* as assay_case_folder */

/* Runs work in a fresh process that has argument (shared by copy: changes are not seen here). True:
 * it passed. False: the verdict is given, the check has to return. */
bool assay_exam_run(assay_exam *x, assay_case_fn *work, const void *argument) ASSAY_MUST_USE;

/* The same, where the case may die by its own assay_case_die_at; *died says whether it did. */
bool assay_exam_run_dying(assay_exam *x, assay_case_fn *work, const void *argument,
                          bool *died) ASSAY_MUST_USE;

/* The same, with what the plan does to its calls on files; without a folder in it, to those on
 * files of the check's folder. True as well when the plan killed it: seen->killed. *seen: what was
 * seen, instead of what was; the caller's to clear. Unproven where this system does not allow it.
 */
bool assay_exam_run_tampered(assay_exam *x, assay_case_fn *work, const void *argument,
                             const assay_tamper *plan, assay_tampered *seen) ASSAY_MUST_USE;

/* What had happened to what the cases from now on find, for whoever reads of their failure; "" for
 * nothing. */
void assay_exam_before(assay_exam *x, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What a pass of this check does not say; the first one given stays. */
void assay_exam_limit(assay_exam *x, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As assay_case_turn, for attempts that the coordinator makes; both count together. */
bool assay_exam_turn(assay_exam *x) ASSAY_MUST_USE;

/* As assay_case_sketch; in the coordinator and in its cases it is the same one. */
void assay_exam_sketch(assay_exam *x, assay_mark_kind kind, uint64_t a, const char *name);
void assay_exam_sketch_keep(assay_exam *x);
/* The attempt went well: this is kept of it, and nothing else. */
void assay_exam_sketch_survived(assay_exam *x, uint64_t call, const char *what);

/* What the last case gave, piece after piece as assay_put_bytes does; also if it died. Borrowed,
 * valid until the next run. */
assay_bytes assay_exam_output(const assay_exam *x);

/* What the last case, if it went through, has left behind although it released everything.
 * Borrowed, valid until the next run. Nothing where cases are not isolated: see
 * assay_exam_isolated. */
const assay_left *assay_exam_left(const assay_exam *x);
bool assay_exam_isolated(const assay_exam *x);

/* Verdicts of the coordinator itself; the first one given stays. */
void assay_exam_fail(assay_exam *x, const char *expected, const char *observed, ...)
    __attribute__((format(printf, 3, 4)));
void assay_exam_unproven(assay_exam *x, const char *reason, ...)
    __attribute__((format(printf, 2, 3)));
void assay_exam_skip(assay_exam *x, const char *reason, ...) __attribute__((format(printf, 2, 3)));
void assay_exam_broken(assay_exam *x, const char *reason, ...)
    __attribute__((format(printf, 2, 3)));
void assay_exam_exercised(assay_exam *x, size_t i);

#endif
