#include "checks/sink_checks.h"

#include "data/readback.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>

/* Which file holds which bundle. Only of the first 64 bundles; a file may hold several, or none of
 * them whole. */
typedef struct placement {
    glob_t files;
    size_t prefix; /* of the paths that differs between folders */
    uint64_t *bundles;
} placement;

static void name_one_file(assay_case *c, const char *path, assay_buffer *pattern)
{
    assay_buffer_reset(pattern);
    for (; *path != 0; path++) {
        if (strchr("*?[\\", *path) != NULL)
            assay_case_must(c, assay_buffer_append(&pattern->out, "\\", 1));
        assay_case_must(c, assay_buffer_append(&pattern->out, path, 1));
    }
    assay_case_must(c, assay_buffer_append(&pattern->out, "", 1));
}

static uint64_t bundles_in(assay_case *c, const assay_write *w, const char *path)
{
    const assay_scenario *scenario = assay_case_scenario(c);
    assay_buffer pattern = ASSAY_BUFFER_INIT;
    assay_tally *tally = assay_tally_new(w->truth, false);
    uint64_t found = 0, files;

    name_one_file(c, path, &pattern);
    assay_case_must(
        c, tally == NULL ? ASSAY_MEMORY
                         : assay_readback_read(scenario->readback, (const char *)pattern.data,
                                               scenario->readback_delimiter, tally, &files, NULL));
    for (uint64_t b = 0; b < w->bundles && b < 64; b++)
        if (assay_write_size(w, b) > 0 &&
            assay_tally_matches(tally, assay_write_first(w, b), assay_write_first(w, b + 1)))
            found |= UINT64_C(1) << b;
    assay_tally_free(tally);
    assay_buffer_clear(&pattern);
    return found;
}

static placement placement_of(assay_case *c, const assay_write *w)
{
    placement self = {.prefix = strlen(w->out)};
    assay_buffer pattern = ASSAY_BUFFER_INIT;

    assay_write_pattern(c, w, &pattern);
    int status = glob((const char *)pattern.data, 0, NULL, &self.files);
    if (status != 0 && status != GLOB_NOMATCH)
        assay_case_broken(c, "cannot list '%s'", (const char *)pattern.data);
    assay_buffer_clear(&pattern);
    self.bundles = assay_case_allocate(c, self.files.gl_pathc * sizeof(*self.bundles));
    for (size_t i = 0; i < self.files.gl_pathc; i++)
        self.bundles[i] = bundles_in(c, w, self.files.gl_pathv[i]);
    return self;
}

static void placement_clear(placement *self)
{
    globfree(&self->files);
    free(self->bundles);
}

/* Files of the same name hold the same bundle. Names may differ between two writes, but not within
 * one. */
static void compare_placements(assay_case *c, const placement *a, const placement *b, bool one)
{
    const char *expected = "the order of tokens changes nothing";

    if (one)
        assay_case_expect(c, a->files.gl_pathc == b->files.gl_pathc, expected,
                          "%zu files after one commit, %zu after the same in another order",
                          a->files.gl_pathc, b->files.gl_pathc);
    for (size_t i = 0; i < a->files.gl_pathc && i < b->files.gl_pathc; i++) {
        const char *name = a->files.gl_pathv[i] + a->prefix;
        bool same = strcmp(name, b->files.gl_pathv[i] + b->prefix) == 0;
        if (!same && !one)
            return;
        assay_case_expect(c, same, expected, "'%s' is there after one commit, '%s' after another",
                          name, b->files.gl_pathv[i] + b->prefix);
        assay_case_expect(c, a->bundles[i] == b->bundles[i], expected,
                          "'%s' holds another bundle when the tokens come in another order", name);
    }
}

static void commit_ordered(assay_case *c, assay_write *w, bool shuffled)
{
    assay_bytes *tokens = assay_case_allocate(c, w->bundles * sizeof(*tokens));

    assay_write_tokens(w, tokens);
    for (uint64_t i = w->bundles - 1; i > 0; i--) {
        uint64_t other = shuffled ? assay_case_random(c, i + 1) : w->bundles - 1 - i;
        if (!shuffled && other >= i)
            break;
        assay_bytes swapped = tokens[i];
        tokens[i] = tokens[other];
        tokens[other] = swapped;
    }
    assay_drive_want(c, assay_call_commit(c, w->sink, tokens, w->bundles), ASSAY_OK,
                     "commit with the tokens in another order");
    if (w->bundles > 1)
        assay_case_exercised(c, 0);
    free(tokens);
}

static void reorder(assay_case *c, const placement *wanted, unsigned round)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "reordered-%u", round);

    assay_write_begin(c, &w, &order);
    assay_write_bundles(c, &w);
    commit_ordered(c, &w, round > 0);
    assay_write_judge(c, &w, "after a commit with the tokens in another order");
    placement found = placement_of(c, &w);
    compare_placements(c, wanted, &found, false);
    commit_ordered(c, &w, true);
    placement again = placement_of(c, &w);
    compare_placements(c, &found, &again, true);
    placement_clear(&found);
    placement_clear(&again);
    assay_write_finish(c, &w);
}

void assay_check_sink_tokens_any_order(assay_case *c)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "ordered");

    assay_write_begin(c, &w, &order);
    assay_write_bundles(c, &w);
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after commit");
    placement wanted = placement_of(c, &w);
    for (unsigned round = 0; round < 4; round++)
        if (assay_case_turn(c))
            reorder(c, &wanted, round);
    placement_clear(&wanted);
    assay_write_finish(c, &w);
}

static void commit_double(assay_case *c, uint64_t bundle, uint64_t at)
{
    assay_write w;
    assay_buffer second = ASSAY_BUFFER_INIT;
    assay_write_order order = assay_write_order_of(
        5, 0, "double-%llu-%llu", (unsigned long long)bundle, (unsigned long long)at);

    assay_write_begin(c, &w, &order);
    assay_write_bundles(c, &w);
    assay_write_bundle(c, &w, bundle, &second);
    assay_bytes *tokens = assay_case_allocate(c, (w.bundles + 1) * sizeof(*tokens));
    assay_write_tokens(&w, tokens);
    tokens[w.bundles] = tokens[at];
    tokens[at] = assay_buffer_bytes(&second);
    assay_drive_want(c, assay_call_commit(c, w.sink, tokens, w.bundles + 1), ASSAY_INVALID,
                     "commit with two tokens of bundle %llu", (unsigned long long)bundle);
    assay_write_judge_hidden(c, &w, "after a commit with two tokens of one bundle");
    assay_case_exercised(c, 0);
    free(tokens);
    assay_buffer_clear(&second);
    assay_write_finish(c, &w);
}

/* A sink that publishes with each write has nothing to name in a token, and may leave it empty. */
static void need_tokens(assay_case *c)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "tokens");

    if (!assay_write_promised(c, ASSAY_PROMISE_EXACTLY_ONCE) &&
        !assay_write_promised(c, ASSAY_PROMISE_BY_ID))
        assay_case_skip(c, "the sink promises neither exactly once nor by id");
    assay_write_begin(c, &w, &order);
    assay_write_bundles(c, &w);
    if (w.tokens[0].size == 0)
        assay_case_skip(c, "the tokens of the sink are empty: there is nothing to tell them by");
    assay_write_finish(c, &w);
}

void assay_check_sink_double_token(assay_case *c)
{
    need_tokens(c);
    uint64_t last = assay_case_scenario(c)->bundles > 1 ? 1 : 0;

    for (uint64_t bundle = 0; bundle <= last; bundle++)
        for (uint64_t at = 0; at <= last; at++)
            if (assay_case_turn(c))
                commit_double(c, bundle, at);
}

typedef enum strictness {
    ANY_ANSWER, /* the change may be one that means nothing */
    NOT_OK,
    INVALID
} strictness;

/* Where they stand matters: what decodes to zeros may be taken for a token of the first bundle. */
enum { FIRST_TOKEN, LAST_TOKEN, PLACES };

/* Bytes in place of a token. */
typedef struct foreign {
    assay_bytes bytes;
    int place;
    strictness wanted;
    const char *what;
} foreign;

static uint64_t bundle_at(const assay_write *w, int place)
{
    return place == FIRST_TOKEN ? 0 : w->bundles - 1;
}

static void commit_foreign(assay_case *c, assay_write *w, const foreign *token)
{
    assay_bytes *tokens = assay_case_allocate(c, w->bundles * sizeof(*tokens));

    assay_write_tokens(w, tokens);
    tokens[bundle_at(w, token->place)] = token->bytes;
    assay_status status = assay_call_commit(c, w->sink, tokens, w->bundles);
    free(tokens);
    assay_case_exercised(c, 0);
    if (token->wanted == INVALID)
        assay_drive_want(c, status, ASSAY_INVALID, "commit of %s", token->what);
    if (token->wanted == NOT_OK)
        assay_case_expect(c, status != ASSAY_OK, "an answer other than OK", "commit of %s is OK",
                          token->what);
    if (status == ASSAY_OK)
        assay_write_judge(c, w, "after a commit of %s", token->what);
    else
        assay_write_commit(c, w);
    assay_write_judge(c, w, "after the right commit");
    assay_write_end(c, w);
}

static void write_foreign(assay_case *c, assay_bytes bytes, unsigned round, const char *what)
{
    for (int place = 0; place < PLACES; place++) {
        if (!assay_case_turn(c))
            continue;
        foreign token = {bytes, place, INVALID, what};
        assay_write w;
        assay_write_order order = assay_write_order_of(5, 2, "foreign-%u-%d", round, place);
        assay_write_begin(c, &w, &order);
        assay_write_bundles(c, &w);
        commit_foreign(c, &w, &token);
    }
}

/* Begins a write and takes a copy of one of its tokens, cut to so many quarters. */
static void copy_token(assay_case *c, assay_write *w, const assay_write_order *order, int place,
                       size_t quarters, assay_buffer *copy)
{
    assay_write_begin(c, w, order);
    assay_write_bundles(c, w);
    assay_bytes token = assay_buffer_bytes(&w->tokens[bundle_at(w, place)]);
    assay_case_must(c, assay_buffer_append(&copy->out, token.data, token.size * quarters / 4));
}

/* Four quarters are with a byte more. */
static void write_cut(assay_case *c, size_t quarters, int place)
{
    assay_write w;
    assay_buffer cut = ASSAY_BUFFER_INIT;
    assay_write_order order = assay_write_order_of(5, 2, "cut-%zu-%d", quarters, place);

    copy_token(c, &w, &order, place, quarters, &cut);
    if (quarters == 4)
        assay_case_must(c, assay_buffer_append(&cut.out, "", 1));
    foreign token = {assay_buffer_bytes(&cut), place, quarters <= 2 ? NOT_OK : ANY_ANSWER,
                     "a token of another length"};
    commit_foreign(c, &w, &token);
    assay_buffer_clear(&cut);
}

static void write_flipped(assay_case *c, unsigned round)
{
    assay_write w;
    assay_buffer flipped = ASSAY_BUFFER_INIT;
    assay_write_order order = assay_write_order_of(5, 2, "flipped-%u", round);
    int place = (int)(round % PLACES);

    copy_token(c, &w, &order, place, 4, &flipped);
    if (flipped.size > 0)
        flipped.data[assay_case_random(c, flipped.size)] ^=
            (unsigned char)(1u << assay_case_random(c, 8));
    foreign token = {assay_buffer_bytes(&flipped), place, ANY_ANSWER,
                     "a token with one bit changed"};
    commit_foreign(c, &w, &token);
    assay_buffer_clear(&flipped);
}

void assay_check_sink_foreign_token(assay_case *c)
{
    unsigned char noise[256], ones[64];
    unsigned round = 0;

    need_tokens(c);
    for (size_t i = 0; i < sizeof(noise); i++)
        noise[i] = (unsigned char)assay_case_random(c, 256);
    memset(ones, 0xff, sizeof(ones));
    write_foreign(c, (assay_bytes){NULL, 0}, round++, "an empty token");
    write_foreign(c, (assay_bytes){ones, sizeof(ones)}, round++, "64 bytes of 0xff");
    for (size_t size = 1; size <= sizeof(noise); size *= 4)
        write_foreign(c, (assay_bytes){noise, size}, round++, "random bytes");
    for (size_t quarters = 1; quarters <= 4; quarters++)
        for (int place = 0; place < PLACES; place++)
            if (assay_case_turn(c))
                write_cut(c, quarters, place);
    for (unsigned i = 0; i < 16; i++)
        if (assay_case_turn(c))
            write_flipped(c, i);
}
