#include "engine/call_private.h"

#include "data/unique_name.h"
#include "engine/memory.h"
#include <assay/toolkit/error.h>
#include <string.h>

assay_trace_entry *assay_call_begin(assay_case *c, assay_op op, uint32_t subject)
{
    assay_case_count_call(c, op);
    assay_tape_mark(&c->tape, ASSAY_TAPE_CALL, op, subject);
    assay_trace_entry *entry = assay_trace_begin(&c->board->trace, op, subject);
    entry->thread = c->thread;
    c->was_fed = !assay_memory_refused();
    assay_memory_enter();
    return entry;
}

void assay_call_end_release(assay_case *c, assay_trace_entry *entry)
{
    assay_memory_leave();
    assay_tape_mark(&c->tape, ASSAY_TAPE_END, ASSAY_OK, 0);
    assay_trace_end(entry, ASSAY_OK);
}

/* Whether another thread had its turn meanwhile. */
static bool was_left(const assay_case *c, const assay_trace_entry *entry)
{
    const assay_trace *trace = &c->board->trace;

    return c->thread > 0 && entry != &trace->entries[(trace->next - 1) % ASSAY_TRACE_ENTRIES];
}

assay_status assay_call_end(assay_case *c, assay_trace_entry *entry, assay_status status)
{
    assay_memory_leave();
    assay_trace_end(entry, status);
    if (was_left(c, entry))
        entry->running = 2;
    c->error.message[sizeof(c->error.message) - 1] =
        0; /* the connector may have filled all of it */
    assay_tape_text(&c->tape, c->error.message);
    assay_tape_mark(&c->tape, ASSAY_TAPE_END, (uint64_t)status, 0);
    if (c->was_fed && assay_memory_refused())
        c->starved = status;
    if ((unsigned)status > ASSAY_MEMORY)
        assay_case_fail(c, "an answer that the contract knows", "%d", (int)status);
    return status;
}

void assay_call_gave_bytes(assay_case *c, const assay_buffer *bytes, size_t before)
{
    if (bytes->size > before)
        assay_tape_bytes(&c->tape, (assay_bytes){bytes->data + before, bytes->size - before});
    else
        assay_tape_text(&c->tape, "");
    assay_tape_mark(&c->tape, ASSAY_TAPE_OUT, 0, 0);
}

void assay_call_gave_number(assay_case *c, int64_t number)
{
    assay_tape_number(&c->tape, number);
    assay_tape_mark(&c->tape, ASSAY_TAPE_OUT, 0, 0);
}

void assay_call_gave_fraction(assay_case *c, double fraction)
{
    assay_tape_fraction(&c->tape, fraction);
    assay_tape_mark(&c->tape, ASSAY_TAPE_OUT, 0, 0);
}

const char *assay_call_message(const assay_case *c)
{
    return c->error.message;
}

uint32_t assay_call_number(assay_case *c)
{
    return ++c->handles;
}

void assay_call_check_handle(assay_case *c, const void *handle, const void *ops, size_t ops_size,
                             const char *what)
{
    uint32_t size;
    void *member;

    if (handle == NULL || ops == NULL)
        assay_case_fail(c, "OK comes with a handle and its table", "a %s that is NULL", what);
    memcpy(&size, ops, sizeof(size));
    if (size < ops_size)
        assay_case_fail(c, "struct_size says how large the table is", "a %s with struct_size %u",
                        what, size);
    for (size_t at = 8; at < ops_size; at += sizeof(member)) {
        memcpy(&member, (const char *)ops + at, sizeof(member));
        if (member == NULL)
            assay_case_fail(c, "no member of the table is NULL", "member %zu of a %s is",
                            (at - 8) / sizeof(member) + 1, what);
    }
}

const void *assay_call_need(assay_case *c, const void *table, const char *id, size_t size)
{
    uint32_t has;

    if (table == NULL)
        assay_case_skip(c, "'%s' is not offered by this instance", id);
    memcpy(&has, table, sizeof(has));
    if (has < size)
        assay_case_fail(c, "struct_size says how large the table is", "'%s' with struct_size %u",
                        id, has);
    return table;
}

void assay_call_take_source(assay_case *c, assay_trace_entry *entry, assay_status status,
                            assay_source *handle, size_t dataset, assay_driven_source *source)
{
    memset(source, 0, sizeof(*source));
    source->dataset = dataset;
    if (status != ASSAY_OK)
        return;
    assay_call_check_handle(c, handle, handle == NULL ? NULL : handle->ops,
                            sizeof(assay_source_ops), "source");
    source->handle = handle;
    source->number = assay_call_number(c);
    assay_tape_mark(&c->tape, ASSAY_TAPE_MADE, source->number, dataset);
    if (!(entry->has & ASSAY_TRACE_OUT_MADE))
        entry->made = source->number;
    entry->has |= ASSAY_TRACE_OUT_MADE;
}

void assay_call_take_reader(assay_case *c, assay_trace_entry *entry, assay_status status,
                            assay_reader *handle, assay_driven_source of,
                            assay_driven_reader *reader)
{
    memset(reader, 0, sizeof(*reader));
    reader->of = of;
    reader->dataset = of.dataset;
    if (status != ASSAY_OK)
        return;
    assay_call_check_handle(c, handle, handle == NULL ? NULL : handle->ops,
                            sizeof(assay_reader_ops), "reader");
    reader->handle = handle;
    reader->number = assay_call_number(c);
    assay_tape_mark(&c->tape, ASSAY_TAPE_MADE, reader->number, of.dataset);
    entry->made = reader->number;
    entry->has |= ASSAY_TRACE_OUT_MADE;
}

void assay_call_settings(assay_case *c, const assay_setting_list *from,
                         const assay_setting_list *variables, const char *out,
                         assay_setting_list *to)
{
    char name[ASSAY_UNIQUE_NAME_SIZE];
    assay_setting_list own = {0};
    assay_error error = ASSAY_ERROR_INIT;

    if (out != NULL) {
        assay_unique_name(assay_case_scenario(c)->run, out, name);
        assay_case_must(c, assay_setting_list_add(&own, "out", out));
        assay_case_must(c, assay_setting_list_add(&own, "out.name", name));
    }
    if (assay_expand_list(from, variables, &own, to, &error) != ASSAY_OK)
        assay_case_broken(c, "%s", error.message);
    assay_setting_list_clear(&own);
    c->own_reads += assay_tape_files(&c->tape, to, out == NULL);
    for (size_t i = 0; i < to->count; i++) {
        assay_tape_text(&c->tape, to->items[i].key);
        assay_tape_text(&c->tape, to->items[i].value);
    }
}
