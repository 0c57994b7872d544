/* What a dynamic split gives, in another process; and how large its encoding is. */
#include "checks/dynamic_split.h"
#include "checks/split.h"
#include <assay/toolkit/codec.h>
#include <stdlib.h>

enum { PIECES = 4, DEPTH = 40 };

typedef struct pieces {
    assay_driven_source items[PIECES];
    size_t count;
} pieces;

/* A new reader of *s is split: *s becomes the primary, which it takes the place of; the residual is
 * one more piece. */
static void cut_off(assay_case *c, pieces *made, size_t i, double fraction)
{
    assay_driven_split split;
    assay_driven_reader r = assay_drive_reader(c, made->items[i]);
    assay_drive_read(c, &r, 1, NULL);
    bool offered = assay_reader_offers(c, &r, ASSAY_DYNAMIC_SPLIT);
    if (offered && assay_drive_split(c, &r, fraction, &split)) {
        assay_call_release(c, &made->items[i]);
        made->items[i] = split.primary;
        made->items[made->count++] = split.residual;
    }
    assay_drive_close(c, &r);
}

static void give_pieces(assay_case *c, pieces *made)
{
    assay_buffer text = ASSAY_BUFFER_INIT;
    assay_case_must(c, assay_put_u64(&text.out, made->count));
    assay_case_give(c, assay_buffer_bytes(&text));
    for (size_t i = 0; i < made->count; i++) {
        assay_drive_encode(c, made->items[i], &text);
        assay_case_give(c, assay_buffer_bytes(&text));
        assay_call_release(c, &made->items[i]);
    }
    assay_buffer_clear(&text);
}

/* The reader that was cut, the residual, and what was cut from each of the two. What they came from
 * is gone when they are encoded. */
static void give_halves(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        pieces made = {.items = {assay_drive_open(c, i)}, .count = 1};
        if (assay_records(c, made.items[0]) > 0) {
            cut_off(c, &made, 0, 0.6);
            if (made.count > 1)
                cut_off(c, &made, 1, 0.5);
            cut_off(c, &made, 0, 0.7);
        }
        give_pieces(c, &made);
    }
}

void assay_check_halves_travel(assay_exam *x)
{
    assay_parts_travel(x, give_halves);
}

/* The size of the encoding of each residual of the one before, up to DEPTH of them. */
static size_t measure_residuals(assay_case *c, size_t dataset, size_t *sizes)
{
    size_t depth = 0;
    bool more = true;
    assay_buffer encoding = ASSAY_BUFFER_INIT;
    pieces made = {.items = {assay_drive_open(c, dataset)}, .count = 1};
    while (more && depth < DEPTH) {
        for (double fraction = 0.05; made.count == 1 && fraction < 0.9; fraction += 0.2)
            cut_off(c, &made, 0, fraction);
        more = made.count > 1;
        if (more) {
            assay_call_release(c, &made.items[0]);
            made.items[0] = made.items[--made.count];
            assay_drive_encode(c, made.items[0], &encoding);
            sizes[depth++] = encoding.size;
        }
    }
    assay_call_release(c, &made.items[0]);
    assay_buffer_clear(&encoding);
    return depth;
}

static void expect_no_growth(assay_case *c, const size_t *sizes, size_t depth)
{
    size_t most = 0, least = SIZE_MAX;
    for (size_t i = 0; i < depth / 4; i++)
        most = sizes[i] > most ? sizes[i] : most;
    for (size_t i = depth - depth / 4; i < depth; i++)
        least = sizes[i] < least ? sizes[i] : least;
    assay_case_expect(
        c, least <= most + 128, "the encoding of a part does not grow with the depth of splits",
        "of %zu residuals, each of the one before, those of the first quarter take up "
        "to %zu bytes, those of the last quarter at least %zu",
        depth, most, least);
}

void assay_check_encoding_size(assay_case *c)
{
    for (size_t i = 0; i < assay_case_datasets(c); i++) {
        size_t sizes[DEPTH];
        size_t depth = measure_residuals(c, i, sizes);
        for (size_t k = 0; k < depth; k++)
            assay_case_exercised(c, 0);
        if (depth >= 6)
            expect_no_growth(c, sizes, depth);
    }
}
