#ifndef ASSAY_ENGINE_MEMORY_H
#define ASSAY_ENGINE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The memory that a connector asks for during calls of the contract, in a program that has the
 * calls for memory go through here (host/hook_memory.c). There is one of it in a process: the C
 * library gives these calls no context. Any thread. */

/* Code whose memory is not the connector's. */
typedef struct assay_memory_code {
    uintptr_t begin, end;
} assay_memory_code;

/* By the program, once: its calls for memory go through here, and that code is its own. Borrowed
 * for ever. */
void assay_memory_announce(const assay_memory_code *own, size_t count);
bool assay_memory_announced(void);

/* What to do about a call for memory. */
typedef enum assay_memory_answer {
    ASSAY_MEMORY_UNSEEN = 0, /* not the connector's: it gets it */
    ASSAY_MEMORY_SEEN,       /* it gets it, and it is to be noted */
    ASSAY_MEMORY_REFUSED     /* it does not get it */
} assay_memory_answer;

bool assay_memory_watched(void); /* false: none of what follows makes a difference now */
assay_memory_answer assay_memory_ask(const void *caller);
void assay_memory_note(const void *memory); /* NULL: nothing */
/* It is given back; true: it had been noted. */
bool assay_memory_forget(const void *memory);

/* From now on the connector's memory is counted, from 0; what lives already is none of it. */
void assay_memory_watch(void);
/* The n-th call for memory from now on is refused, once; 0: none. */
void assay_memory_refuse(uint64_t n);
bool assay_memory_refused(void);   /* it has been */
uint64_t assay_memory_asked(void); /* calls since then, or since watch */
/* How many pieces the connector has now; false: more than can be counted. */
bool assay_memory_living(uint64_t *pieces);

/* Around each call of the contract, which may be inside of another one. */
void assay_memory_enter(void);
void assay_memory_leave(void);

#endif
