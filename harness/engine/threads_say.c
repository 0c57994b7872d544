/* The threads in words. */
#include "engine/threads_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct deed_row {
    const char *stops; /* where it is when another one goes on */
    const char *waits; /* and when it has to wait */
    const char *thing; /* for what; NULL: nothing */
} deed_row;

static const deed_row deed_rows[ASSAY_DEED_COUNT] = {
    [ASSAY_DEED_RUN] = {"has not begun", "goes on", NULL},
    [ASSAY_DEED_REST] = {"has nothing to do", "has nothing to do", NULL},
    [ASSAY_DEED_LOCK] = {"is about to take", "waits for", "lock"},
    [ASSAY_DEED_SHARE] = {"is about to share", "waits for", "lock"},
    [ASSAY_DEED_TRY] = {"is about to try", "waits for some time for", "lock"},
    [ASSAY_DEED_UNLOCK] = {"has given back", "has given back", "lock"},
    [ASSAY_DEED_AWAIT] = {"is about to wait for", "waits for", "condition"},
    [ASSAY_DEED_SIGNAL] = {"is about to signal", "signals", "condition"},
    [ASSAY_DEED_TAKE] = {"is about to take from", "waits for", "semaphore"},
    [ASSAY_DEED_POST] = {"is about to post", "posts", "semaphore"},
    [ASSAY_DEED_MEET] = {"is about to come to", "waits at", "barrier"},
    [ASSAY_DEED_ONCE] = {"is about to do what is done once:", "waits for", "call"},
    [ASSAY_DEED_CREATE] = {"has made", "has made", "thread"},
    [ASSAY_DEED_JOIN] = {"is about to wait for", "waits for", "thread"},
    [ASSAY_DEED_SLEEP] = {"is about to sleep", "sleeps", NULL},
    [ASSAY_DEED_YIELD] = {"gives way", "gives way", NULL},
    [ASSAY_DEED_FUTEX] = {"is about to come to", "waits at", "futex"},
};

typedef struct words {
    char *to;
    size_t size, used;
} words;

__attribute__((format(printf, 2, 3))) static void add(words *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int more = vsnprintf(self->to + self->used, self->size - self->used, format, arguments);
    va_end(arguments);
    if (more > 0)
        self->used += (size_t)more;
    if (self->used > self->size - 1)
        self->used = self->size - 1;
}

/* From 1, in the order in which they were asked for; 0: there are too many. */
static unsigned number_of(assay_threads *self, const void *object)
{
    for (size_t i = 0; i < self->named_count; i++)
        if (self->named[i] == object)
            return (unsigned)i + 1;
    if (self->named_count == ASSAY_NAMED)
        return 0;
    self->named[self->named_count++] = object;
    return (unsigned)self->named_count;
}

static uint32_t object_number(assay_threads *self, const assay_thread *thread)
{
    const assay_thread *other = thread->object;
    bool is_thread = thread->deed == ASSAY_DEED_JOIN || thread->deed == ASSAY_DEED_CREATE;

    if (deed_rows[thread->deed].thing == NULL || thread->object == NULL)
        return 0;
    return is_thread ? (uint32_t)(other - self->all) + 1 : number_of(self, thread->object);
}

static void add_thing(words *to, assay_deed deed, uint32_t number)
{
    const deed_row *row = &deed_rows[deed];

    if (row->thing != NULL && number > 0)
        add(to, " %s %u", row->thing, number);
    else if (row->thing != NULL)
        add(to, " a %s", row->thing);
}

assay_place assay_threads_place(assay_threads *self, uint32_t thread)
{
    const assay_thread *said = &self->all[thread];
    assay_place place = {ASSAY_PLACE_BEFORE, said->deed, object_number(self, said)};

    if (said->state == ASSAY_THREAD_ENDED)
        place.how = ASSAY_PLACE_ENDED;
    else if (said->state == ASSAY_THREAD_WAITING)
        place.how = ASSAY_PLACE_WAITS;
    return place;
}

void assay_place_print(assay_place self, char *to, size_t size)
{
    words text = {to, size, 0};
    assay_deed deed = self.deed < ASSAY_DEED_COUNT ? self.deed : ASSAY_DEED_RUN;

    if (self.how == ASSAY_PLACE_ENDED) {
        add(&text, "has ended");
        return;
    }
    add(&text, "%s", self.how == ASSAY_PLACE_WAITS ? deed_rows[deed].waits : deed_rows[deed].stops);
    add_thing(&text, deed, self.number);
}

static void add_holders(const assay_threads *self, const assay_thread *thread, words *to)
{
    for (size_t i = 0; i < self->held_count; i++)
        if (self->held[i].lock == thread->object)
            add(to, ", which thread %u has", self->held[i].thread + 1);
}

bool assay_threads_misused(assay_threads *self, char *to, size_t size)
{
    words text = {to, size, 0};

    if (self->misused == NULL)
        return false;
    add(&text, "thread %u gave back lock %u, which nobody had", self->misuser + 1,
        number_of(self, self->misused));
    return true;
}

void assay_threads_explain(assay_threads *self, char *to, size_t size)
{
    words text = {to, size, 0};

    to[0] = 0;
    for (uint32_t i = 0; i < self->count; i++) {
        const assay_thread *thread = &self->all[i];
        if (thread->state == ASSAY_THREAD_NONE || thread->state == ASSAY_THREAD_ENDED)
            continue;
        add(&text, "%sthread %u %s", text.used > 0 ? "; " : "", i + 1,
            deed_rows[thread->deed].waits);
        add_thing(&text, thread->deed, object_number(self, thread));
        add_holders(self, thread, &text);
    }
}
