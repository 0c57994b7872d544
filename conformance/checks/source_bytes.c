#include "checks/source.h"
#include <assay/toolkit/codec.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* For each data set: encoding, description, size as bytes. */
static void give_sources(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        assay_driven_source s = assay_drive_open(c, i);
        assay_buffer text = ASSAY_BUFFER_INIT;
        int64_t size = ASSAY_SIZE_UNKNOWN;
        assay_drive_encode(c, s, &text);
        assay_case_give(c, assay_buffer_bytes(&text));
        assay_buffer_reset(&text);
        assay_drive_want(c, assay_call_describe(c, s, &text), ASSAY_OK, "describe");
        assay_case_give(c, assay_buffer_bytes(&text));
        if (assay_offers(c, s, ASSAY_SIZE))
            assay_drive_want(c, assay_call_estimate(c, s, &size), ASSAY_OK, "size estimate");
        assay_case_give(c, (assay_bytes){&size, sizeof size});
        assay_buffer_clear(&text);
        assay_call_release(c, &s);
    }
}

static void expect_traveller(assay_case *c, assay_driven_source s, assay_bytes description,
                             assay_bytes size)
{
    assay_buffer text = ASSAY_BUFFER_INIT;
    int64_t now = ASSAY_SIZE_UNKNOWN, before;
    assay_drive_want(c, assay_call_describe(c, s, &text), ASSAY_OK, "describe");
    assay_case_expect(c, assay_bytes_same(description, assay_buffer_bytes(&text)),
                      "a decoded source describes itself as the original does", "'%.*s' and '%.*s'",
                      (int)description.size, (const char *)description.data, (int)text.size,
                      (const char *)text.data);
    assay_buffer_clear(&text);
    memcpy(&before, size.data, sizeof before);
    if (assay_offers(c, s, ASSAY_SIZE))
        assay_drive_want(c, assay_call_estimate(c, s, &now), ASSAY_OK, "size estimate");
    assay_case_expect(c, before == now, "a decoded source has the size of the original",
                      "%lld before, %lld in the other process", (long long)before, (long long)now);
    assay_expect_source(c, s, 0, assay_records(c, s), "a source decoded in another process");
}

static void take_sources(assay_case *c)
{
    assay_decoder in = {*(const assay_bytes *)assay_case_argument(c), false};
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        assay_driven_source s = assay_drive_decode(c, i, assay_take_bytes(&in));
        assay_bytes description = assay_take_bytes(&in);
        expect_traveller(c, s, description, assay_take_bytes(&in));
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

/* What belongs to the process and was another before. */
typedef struct elsewhere {
    int folder, nulls[7];
    mode_t mask;
} elsewhere;

static void go_deeper(assay_case *c, const char *name)
{
    if ((mkdir(name, 0755) != 0 && errno != EEXIST) || chdir(name) != 0)
        assay_case_broken(c, "cannot go to '%s': %s", name, strerror(errno));
}

/* Another working directory and mask, and descriptors that were free are taken. */
static elsewhere move_elsewhere(assay_case *c)
{
    elsewhere before = {.folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (before.folder < 0)
        assay_case_broken(c, "cannot open the working directory: %s", strerror(errno));
    go_deeper(c, assay_case_folder(c));
    go_deeper(c, "one");
    go_deeper(c, "two");
    go_deeper(c, "three");
    before.mask = umask(0077);
    for (size_t i = 0; i < sizeof before.nulls / sizeof *before.nulls; i++)
        before.nulls[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return before;
}

static void move_back(assay_case *c, const elsewhere *before)
{
    if (fchdir(before->folder) != 0)
        assay_case_broken(c, "cannot go back to the working directory: %s", strerror(errno));
    close(before->folder);
    umask(before->mask);
    for (size_t i = 0; i < sizeof before->nulls / sizeof *before->nulls; i++)
        if (before->nulls[i] >= 0)
            close(before->nulls[i]);
}

static void take_elsewhere(assay_case *c)
{
    elsewhere before = move_elsewhere(c);
    take_sources(c);
    move_back(c, &before);
}

static void travel(assay_exam *x, assay_case_fn *take)
{
    if (!assay_exam_run(x, give_sources, NULL))
        return;
    assay_buffer copy = ASSAY_BUFFER_INIT;
    assay_bytes given = assay_exam_output(x);
    if (assay_buffer_append(&copy.out, given.data, given.size) != ASSAY_OK) {
        assay_exam_broken(x, "out of memory");
        return;
    }
    given = assay_buffer_bytes(&copy);
    (void)!assay_exam_run(x, take, &given);
    assay_buffer_clear(&copy);
}

void assay_check_travels(assay_exam *x)
{
    travel(x, take_sources);
}

void assay_check_travels_elsewhere(assay_exam *x)
{
    travel(x, take_elsewhere);
}

/* Decodes what may be no source at all; what comes out of it only has to describe itself. */
static assay_status decode_foreign(assay_case *c, assay_bytes bytes)
{
    assay_driven_source s;
    assay_status status = assay_call_decode(c, assay_case_largest(c), bytes, &s);
    if (status != ASSAY_OK) {
        assay_case_expect(c, status == ASSAY_INVALID || status == ASSAY_MEMORY,
                          "bytes that are no source are INVALID", "status %d", (int)status);
        return status;
    }
    assay_buffer text = ASSAY_BUFFER_INIT;
    status = assay_call_describe(c, s, &text);
    assay_buffer_clear(&text);
    assay_call_release(c, &s);
    return ASSAY_OK;
}

/* A cut encoding may be that of another source, such as one with a shorter name: then that source
 * is encoded as these bytes. */
static void expect_no_source(assay_case *c, assay_bytes cut, size_t whole)
{
    assay_driven_source s;
    assay_buffer own = ASSAY_BUFFER_INIT;
    if (assay_call_decode(c, assay_case_largest(c), cut, &s) == ASSAY_OK) {
        assay_drive_encode(c, s, &own);
        assay_case_expect(c, assay_bytes_same(cut, assay_buffer_bytes(&own)),
                          "a cut encoding is INVALID", "the first %zu of %zu bytes were accepted",
                          cut.size, whole);
        assay_buffer_clear(&own);
        assay_call_release(c, &s);
    }
    if (decode_foreign(c, cut) != ASSAY_OK)
        assay_case_exercised(c, 0);
}

static void decode_random(assay_case *c)
{
    unsigned char bytes[64];
    for (int trial = 0; trial < 200; trial++) {
        if (!assay_case_turn(c))
            continue;
        size_t size = (size_t)assay_case_random(c, sizeof bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)assay_case_random(c, 256);
        decode_foreign(c, (assay_bytes){bytes, size});
    }
}

static void decode_cut(assay_case *c, assay_bytes whole)
{
    assay_sample sizes = assay_sample_take(c, whole.size, 300);
    for (size_t i = 0; i < sizes.count; i++) {
        if (!assay_case_turn(c))
            continue;
        size_t size = (size_t)sizes.items[i];
        unsigned char *cut = assay_case_allocate(c, size + 1); /* so that reading on is seen */
        memcpy(cut, whole.data, size);
        expect_no_source(c, (assay_bytes){cut, size}, whole.size);
        free(cut);
    }
    free(sizes.items);
}

static void decode_flipped(assay_case *c, assay_bytes whole)
{
    unsigned char *copy = assay_case_allocate(c, whole.size + 1);
    memcpy(copy, whole.data, whole.size);
    assay_sample places = assay_sample_take(c, whole.size * 8, 400);
    for (size_t i = 0; i < places.count; i++) {
        if (!assay_case_turn(c))
            continue;
        size_t at = (size_t)(places.items[i] / 8);
        unsigned char bit = (unsigned char)(1u << (places.items[i] % 8));
        copy[at] ^= bit;
        decode_foreign(c, (assay_bytes){copy, whole.size});
        copy[at] ^= bit;
    }
    free(places.items);
    free(copy);
}

void assay_check_refuses_foreign_bytes(assay_case *c)
{
    assay_driven_source s = assay_drive_open(c, assay_case_largest(c));
    assay_buffer encoding = ASSAY_BUFFER_INIT;
    assay_drive_encode(c, s, &encoding);
    assay_call_release(c, &s);
    decode_random(c);
    decode_cut(c, assay_buffer_bytes(&encoding));
    decode_flipped(c, assay_buffer_bytes(&encoding));
    assay_buffer_clear(&encoding);
}

/* Some defects of a configuration only show when the store is looked at: validate may find those.
 */
static void expect_refused(assay_case *c, const assay_setting_list *config, size_t number)
{
    assay_driven_source s = {0};
    assay_status status = assay_call_open_with(c, assay_case_largest(c), config, &s);
    if (status == ASSAY_OK) {
        status = assay_call_validate(c, s);
        assay_case_expect(c, status == ASSAY_INVALID || status == ASSAY_IO,
                          "a configuration that the manifest lists as bad is refused",
                          "configuration %zu was opened and validated", number);
    } else {
        assay_drive_want(c, status, ASSAY_INVALID, "open with bad configuration %zu", number);
    }
    assay_case_expect(c, assay_call_message(c)[0] != '\0', "a refusal says why",
                      "configuration %zu was refused without a message", number);
    assay_call_release(c, &s);
    assay_case_exercised(c, 0);
}

static void expect_unknown_key_refused(assay_case *c)
{
    static const char key[] = "assay-no-such-setting";
    const assay_setting_list *good = &assay_case_scenario(c)->config;
    assay_setting_list config = {0, NULL};
    assay_driven_source s;
    for (size_t i = 0; i < good->count; i++)
        assay_case_must(c,
                        assay_setting_list_add(&config, good->items[i].key, good->items[i].value));
    assay_case_must(c, assay_setting_list_add(&config, key, "1"));
    assay_status status = assay_call_open_with(c, assay_case_largest(c), &config, &s);
    assay_drive_want(c, status, ASSAY_INVALID, "open with the unknown key '%s'", key);
    assay_case_expect(c, strstr(assay_call_message(c), key) != NULL,
                      "the message names the unknown key", "it says '%s'", assay_call_message(c));
    assay_setting_list_clear(&config);
    assay_case_exercised(c, 0);
}

void assay_check_refuses_bad_config(assay_case *c)
{
    const assay_scenario *scenario = assay_case_scenario(c);
    for (size_t i = 0; i < scenario->refuse_count; i++)
        if (assay_case_turn(c))
            expect_refused(c, &scenario->refuse[i], i + 1);
    if (assay_case_turn(c))
        expect_unknown_key_refused(c);
}
