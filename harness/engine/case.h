#ifndef ASSAY_ENGINE_CASE_H
#define ASSAY_ENGINE_CASE_H

#include "data/tally.h"
#include "engine/check.h"
#include <assay/connector.h>

/* A case is a fresh process that loads the connector and does one piece of work with it. The
 * functions here are what a check's code uses inside of it; those marked "does not return" end the
 * case. One thread. */

const assay_scenario *assay_case_scenario(const assay_case *c);
const assay_connector *assay_case_connector(const assay_case *c);
assay_tier assay_case_tier(const assay_case *c);
/* What the profile of the run has for it. */
int64_t assay_case_variant(const assay_case *c, assay_difference difference);
const void *assay_case_argument(const assay_case *c); /* what the coordinator gave */

/* Data sets, from few records to many. Their truth stays open until the case ends. Naming one also
 * says what evidence is about. */
size_t assay_case_datasets(const assay_case *c);
const assay_dataset *assay_case_dataset(const assay_case *c, size_t i);
const assay_truth *assay_case_truth(assay_case *c, size_t i);
size_t assay_case_largest(const assay_case *c); /* index of the last one; not with 0 data sets */

/* Randomness from the run's seed and the check's id: the same in every run with that seed. */
uint64_t assay_case_random(assay_case *c, uint64_t below); /* 0 to below - 1; 0 when below is 0 */
/* From here on it depends on nothing but how many attempts have begun and on salt: the same also
 * where the attempts before were passed over. An attempt begins with this. */
void assay_case_random_anew(assay_case *c, uint64_t salt);

/* An attempt begins that depends on no attempt before: a fresh reader at another position, another
 * fraction, another order. False: this one is to be passed over, since a replay asks for one
 * attempt alone. Simple attempts first: what is shown of a failure is the first one that fails. */
bool assay_case_turn(assay_case *c) ASSAY_MUST_USE;

/* For the picture of a failure: what this attempt is about, as engine/sketch.h has it. An attempt
 * begins with what was kept before it. */
void assay_case_sketch(assay_case *c, assay_mark_kind kind, uint64_t a, uint64_t b);
void assay_case_sketch_name(assay_case *c, assay_mark_kind kind, uint64_t a, const char *name);
void assay_case_sketch_keep(assay_case *c);

/* Adds to the check's i-th exercise counter. */
void assay_case_exercised(assay_case *c, size_t i);

/* The connector breaks the clause. Does not return. */
_Noreturn void assay_case_fail(assay_case *c, const char *expected, const char *observed, ...)
    __attribute__((format(printf, 3, 4)));
/* Fails unless it holds. */
void assay_case_expect(assay_case *c, bool holds, const char *expected, const char *observed, ...)
    __attribute__((format(printf, 4, 5)));
_Noreturn void assay_case_unproven(assay_case *c, const char *reason, ...)
    __attribute__((format(printf, 2, 3)));
_Noreturn void assay_case_skip(assay_case *c, const char *reason, ...)
    __attribute__((format(printf, 2, 3)));
/* Assay cannot do its part: out of memory, no scratch space. A crash where that is because the
 * connector has taken all that its process may have. Does not return. */
_Noreturn void assay_case_broken(assay_case *c, const char *reason, ...)
    __attribute__((format(printf, 2, 3)));
/* Memory that must be there. */
void *assay_case_allocate(assay_case *c, size_t size); /* zeroed; the caller's, to free */
void assay_case_must(assay_case *c,
                     assay_status status); /* of Assay's own calls: broken unless OK */

/* Hands bytes to the coordinator, in order; read there with assay_exam_output. */
void assay_case_give(assay_case *c, assay_bytes bytes);

/* A folder of this check, the same in each of its cases, empty at first; removed afterwards. Valid
 * until the case ends. */
const char *assay_case_folder(const assay_case *c);

/* The k-th call of the contract from now on (1: the next) does not happen: the process dies there,
 * as by a power switch. 0: none. */
void assay_case_die_at(assay_case *c, uint64_t k);

/* Descriptors and threads of this process now. */
uint64_t assay_case_descriptors(assay_case *c);
uint64_t assay_case_threads(assay_case *c);
/* Bytes that are allocated in this process now. Skips the check where a sanitizer is in it, which
 * looks for lost memory itself; unproven where the allocator does not say. shown: a replay is to
 * look here, too. */
uint64_t assay_case_heap(assay_case *c, bool shown);
/* Bytes this process has read by system calls so far; false: the system does not say. */
bool assay_case_bytes_read(assay_case *c, uint64_t *bytes);

/* The memory that the connector asks for during calls of the contract, and of other threads
 * meanwhile; not that of Assay. Skips where this program does not see it. */
bool assay_case_memory_visible(const assay_case *c); /* else watch skips */
void assay_case_memory_watch(assay_case *c);         /* from now on */
/* The n-th call for memory from now on is refused, once; 0: none. */
void assay_case_memory_refuse(assay_case *c, uint64_t n);
bool assay_case_memory_refused(const assay_case *c); /* one was */
/* What the call answered in which it was; OK also when it was in none. */
assay_status assay_case_memory_starved(const assay_case *c);
uint64_t assay_case_memory_asked(const assay_case *c); /* so many calls since refuse */
/* Pieces it has not given back, of those since watch. False: more than can be counted. */
bool assay_case_memory_living(const assay_case *c, uint64_t *pieces);

#endif
