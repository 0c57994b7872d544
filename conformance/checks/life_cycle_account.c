/* What sources and readers leave behind in their process. */
#include "checks/account.h"
#include "checks/life_cycle.h"

enum { READS_EACH = 20, LEAST_REPEATS = 9, FAR = 500 };

/* A reader that gets so far, has every other call made there, and is closed, or only released. */
static void use_reader(assay_case *c, assay_driven_source s, uint64_t records, bool closed)
{
    assay_driven_reader r = assay_drive_reader(c, s);
    if (records > 0 && assay_drive_read(c, &r, records, NULL) == records)
        assay_poke_all(c, s, &r);
    if (closed)
        assay_drive_close(c, &r);
    else
        assay_call_release_reader(c, &r);
}

/* An encoding with a byte more and one with a byte less: refused, or whatever is made of them. */
static void decode_others(assay_case *c, assay_driven_source s)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_drive_encode(c, s, &encoded);
    assay_case_must(c, assay_buffer_append(&encoded.out, "", 1));
    for (size_t cut = 0; cut <= 2 && cut < encoded.size; cut += 2) {
        assay_driven_source other = {.handle = NULL};
        assay_bytes bytes = {encoded.data, encoded.size - cut};
        if (assay_call_decode(c, s.dataset, bytes, &other) == ASSAY_OK)
            assay_call_release(c, &other);
    }
    assay_buffer_clear(&encoded);
}

/* All that can be done with a source, from its opening to its release. */
static void use_source(assay_case *c, void *argument)
{
    assay_driven_source s = assay_drive_open(c, *(const size_t *)argument);
    uint64_t records = assay_records(c, s), far = records < FAR ? records : FAR;
    use_reader(c, s, 0, true);
    use_reader(c, s, far / 2, true);
    use_reader(c, s, far / 2, false);
    use_reader(c, s, far, true);
    decode_others(c, s);
    assay_call_release(c, &s);
}

/* The first data set, and those that are not too large. */
static bool is_small(assay_case *c, size_t dataset)
{
    uint64_t records = assay_case_dataset(c, dataset)->records;
    return dataset == 0 || assay_trials(c, READS_EACH * records) >= LEAST_REPEATS;
}

void assay_check_heap_slope(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++)
        if (is_small(c, i) && assay_case_turn(c))
            assay_account_heap(c, use_source, &i);
}

static void use_sources(assay_case *c)
{
    const assay_account_order *order = assay_case_argument(c);
    for (uint64_t times = 0; times < order->count; times++)
        for (size_t i = 0; i < assay_case_datasets(c); i++)
            if (is_small(c, i)) {
                use_source(c, &i);
                assay_case_exercised(c, 0);
            }
}

void assay_check_processes(assay_exam *x)
{
    assay_account_processes(x, use_sources);
}

void assay_check_surroundings(assay_exam *x)
{
    assay_account_surroundings(x, use_sources);
}
