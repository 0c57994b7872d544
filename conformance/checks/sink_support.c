#include "checks/sink_support.h"

#include <assay/toolkit/codec.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

assay_write_order assay_write_order_of(uint64_t records, uint64_t bundles, const char *folder, ...)
{
    assay_write_order order = {.records = records, .bundles = bundles};
    va_list values;

    va_start(values, folder);
    vsnprintf(order.folder, sizeof(order.folder), folder, values);
    va_end(values);
    return order;
}

bool assay_write_promised(const assay_case *c, uint32_t promise)
{
    return (assay_case_scenario(c)->promises & promise) != 0;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t assay_write_bundle_count(const assay_scenario *scenario, uint64_t wanted)
{
    uint64_t usual = scenario->bundles > 0 ? scenario->bundles : 1;
    uint64_t most = usual;

    if ((scenario->promises & ASSAY_PROMISE_FIXED_SHARDS) != 0 && scenario->shards > 0)
        most = scenario->shards;
    return smaller(wanted == 0 ? usual : wanted, most);
}

static const assay_truth *truth_of(assay_case *c, uint64_t records)
{
    size_t i = 0;

    if (assay_case_datasets(c) == 0)
        assay_case_unproven(c, "the scenario has no data to write");
    while (i < assay_case_largest(c) && assay_case_dataset(c, i)->records < records)
        i++;
    (void)assay_case_dataset(c, i);
    return assay_case_truth(c, i);
}

static void set_up(assay_case *c, assay_write *w, const assay_write_order *order,
                   const assay_truth *truth)
{
    memset(w, 0, sizeof(*w));
    w->order = *order;
    w->truth = truth != NULL ? truth : truth_of(c, order->records);
    w->records = smaller(order->records, assay_truth_count(w->truth));
    w->bundles = assay_write_bundle_count(assay_case_scenario(c), order->bundles);
    w->tokens = assay_case_allocate(c, w->bundles * sizeof(*w->tokens));
    for (uint64_t b = 0; b < w->bundles; b++)
        w->tokens[b] = (assay_buffer)ASSAY_BUFFER_INIT;
    snprintf(w->out, sizeof(w->out), "%s/%s", assay_case_folder(c), order->folder);
    /* a folder that is there is not made again: that call would be the connector's to those who
     * count */
    if (access(w->out, F_OK) != 0 && mkdir(w->out, 0777) != 0 && errno != EEXIST)
        assay_case_broken(c, "cannot make '%s': %s", w->out, strerror(errno));
}

void assay_write_begin_of(assay_case *c, assay_write *w, const assay_write_order *order,
                          const assay_truth *truth)
{
    set_up(c, w, order, truth);
    assay_case_sketch(c, ASSAY_MARK_RECORDS, w->records, 0);
    assay_drive_want(c, assay_call_open_sink(c, w->out, &w->sink), ASSAY_OK, "open_sink");
    assay_drive_want(c, assay_call_initialize(c, w->sink), ASSAY_OK, "initialize");
}

void assay_write_begin(assay_case *c, assay_write *w, const assay_write_order *order)
{
    assay_write_begin_of(c, w, order, NULL);
}

void assay_write_resume(assay_case *c, assay_write *w, const assay_write_order *order)
{
    assay_decoder from = {order->handed, false};

    set_up(c, w, order, NULL);
    assay_case_sketch(c, ASSAY_MARK_RECORDS, w->records, 0);
    assay_bytes encoded = assay_take_bytes(&from);
    if (from.failed)
        assay_case_broken(c, "no sink was handed over");
    assay_drive_want(c, assay_call_decode_sink(c, encoded, &w->sink), ASSAY_OK,
                     "decode_sink in another process");
    for (uint64_t b = 0; b < w->bundles && from.rest.size > 0; b++) {
        assay_bytes token = assay_take_bytes(&from);
        assay_case_must(c, assay_buffer_append(&w->tokens[b].out, token.data, token.size));
    }
}

void assay_write_give_sink(assay_case *c, assay_write *w)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;

    assay_drive_want(c, assay_call_encode_sink(c, w->sink, &encoded), ASSAY_OK, "encode");
    assay_case_give(c, assay_buffer_bytes(&encoded));
    assay_buffer_clear(&encoded);
}

void assay_write_give_tokens(assay_case *c, assay_write *w)
{
    for (uint64_t b = 0; b < w->bundles; b++)
        assay_case_give(c, assay_buffer_bytes(&w->tokens[b]));
}

void assay_write_end(assay_case *c, assay_write *w)
{
    assay_call_release_sink(c, &w->sink);
    for (uint64_t b = 0; b < w->bundles; b++)
        assay_buffer_clear(&w->tokens[b]);
    free(w->tokens);
    w->tokens = NULL;
}

assay_attempt assay_write_attempt(assay_case *c, assay_write *w, uint64_t bundle)
{
    assay_attempt attempt;

    snprintf(attempt.text, sizeof(attempt.text), "%llu-%u-%u-%08llx", (unsigned long long)bundle,
             w->order.process, w->attempts++,
             (unsigned long long)assay_case_random(c, UINT64_C(1) << 32));
    return attempt;
}

uint64_t assay_write_first(const assay_write *w, uint64_t bundle)
{
    return w->records / w->bundles * bundle + smaller(bundle, w->records % w->bundles);
}

uint64_t assay_write_size(const assay_write *w, uint64_t bundle)
{
    return assay_write_first(w, bundle + 1) - assay_write_first(w, bundle);
}

assay_driven_writer assay_write_open(assay_case *c, assay_write *w, uint64_t bundle)
{
    assay_driven_writer writer;
    assay_attempt attempt = assay_write_attempt(c, w, bundle);

    assay_drive_want(c, assay_call_open_writer(c, w->sink, bundle, attempt.text, &writer), ASSAY_OK,
                     "open_writer for bundle %llu", (unsigned long long)bundle);
    return writer;
}

void assay_write_put(assay_case *c, assay_write *w, assay_driven_writer *writer, uint64_t first,
                     uint64_t end)
{
    bool back = first > end;

    for (uint64_t i = first; i != end; i += back ? -1 : 1) {
        uint64_t number = back ? i - 1 : i;
        assay_record record = assay_truth_record(w->truth, number);
        assay_drive_want(c, assay_call_write(c, writer, &record), ASSAY_OK, "write of record %llu",
                         (unsigned long long)number);
    }
}

void assay_write_prepare(assay_case *c, assay_driven_writer *writer, assay_buffer *token)
{
    assay_buffer_reset(token);
    assay_drive_want(c, assay_call_prepare(c, writer, token), ASSAY_OK, "prepare of bundle %llu",
                     (unsigned long long)writer->bundle);
}

void assay_write_bundle(assay_case *c, assay_write *w, uint64_t bundle, assay_buffer *token)
{
    assay_driven_writer writer = assay_write_open(c, w, bundle);

    assay_write_put(c, w, &writer, assay_write_first(w, bundle), assay_write_first(w, bundle + 1));
    assay_write_prepare(c, &writer, token);
    assay_call_release_writer(c, &writer);
}

void assay_write_bundles(assay_case *c, assay_write *w)
{
    for (uint64_t b = 0; b < w->bundles; b++)
        assay_write_bundle(c, w, b, &w->tokens[b]);
}

void assay_write_tokens(const assay_write *w, assay_bytes *tokens)
{
    for (uint64_t b = 0; b < w->bundles; b++)
        tokens[b] = assay_buffer_bytes(&w->tokens[b]);
}

void assay_write_commit(assay_case *c, assay_write *w)
{
    assay_bytes *tokens = assay_case_allocate(c, w->bundles * sizeof(*tokens));

    assay_write_tokens(w, tokens);
    assay_drive_want(c, assay_call_commit(c, w->sink, tokens, w->bundles), ASSAY_OK,
                     "commit of %llu tokens", (unsigned long long)w->bundles);
    free(tokens);
}

void assay_write_cleanup(assay_case *c, assay_write *w)
{
    assay_drive_want(c, assay_call_cleanup(c, w->sink), ASSAY_OK, "cleanup");
}

void assay_write_finish(assay_case *c, assay_write *w)
{
    assay_write_commit(c, w);
    assay_write_judge(c, w, "after commit");
    assay_write_cleanup(c, w);
    assay_write_judge(c, w, "after cleanup");
    assay_write_end(c, w);
}

bool assay_write_run(assay_exam *x, assay_case_fn *work, assay_write_order *order,
                     assay_buffer *kept)
{
    order->handed = assay_buffer_bytes(kept);
    if (!assay_exam_run(x, work, order))
        return false;
    assay_bytes given = assay_exam_output(x);
    if (assay_buffer_append(&kept->out, given.data, given.size) == ASSAY_OK)
        return true;
    assay_exam_broken(x, "out of memory: %zu bytes handed over", given.size);
    return false;
}
