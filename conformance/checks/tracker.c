#include "checks/tracker.h"
#include "checks/checks.h"

#define CLAIMS (1u << ASSAY_MOVE_CLAIM)
#define ALONG (1u << ASSAY_MOVE_ALONG)
#define SPLITS (1u << ASSAY_MOVE_SPLIT)
#define ANSWERS (ASSAY_SEEN_CLAIM | ASSAY_SEEN_SPLIT)
#define EVERYTHING                                                                                 \
    (ANSWERS | ASSAY_SEEN_RANGE | ASSAY_SEEN_PROGRESS | ASSAY_SEEN_DONE | ASSAY_SEEN_EFFECT)

static void small(assay_case *c, unsigned moves, unsigned watched)
{
    assay_tracker_position places[ASSAY_TRACKER_POSITIONS];
    assay_tracker_span span = assay_tracker_span_small(c);
    assay_tracker_sequences_all(c, &span, places, assay_tracker_positions_small(c, places), moves,
                                watched);
}

static void claims(assay_case *c)
{
    small(c, CLAIMS, ASSAY_SEEN_CLAIM);
}

static void along(assay_case *c)
{
    small(c, CLAIMS | ALONG | SPLITS, ANSWERS);
}

static void splits(assay_case *c)
{
    small(c, CLAIMS | SPLITS, ANSWERS | ASSAY_SEEN_RANGE);
}

static void refusals(assay_case *c)
{
    small(c, CLAIMS | ALONG | SPLITS, ASSAY_SEEN_EFFECT);
}

static void progress(assay_case *c)
{
    small(c, CLAIMS | ALONG | SPLITS, ASSAY_SEEN_PROGRESS);
}

static void progress_share(assay_case *c)
{
    small(c, CLAIMS | SPLITS, ASSAY_SEEN_SHARE);
}

static void done(assay_case *c)
{
    small(c, CLAIMS | ALONG | SPLITS, ASSAY_SEEN_DONE);
}

static void corners(assay_case *c)
{
    assay_tracker_span span;
    for (size_t i = 0; assay_tracker_span_corner(c, i, &span); i++) {
        assay_tracker_position places[ASSAY_TRACKER_POSITIONS];
        size_t count = assay_tracker_positions_of(&span, places);
        if (span.end.size > 0)
            assay_tracker_sequences_all(c, &span, places, count, CLAIMS | SPLITS, EVERYTHING);
    }
}

static void open_end(assay_case *c)
{
    assay_tracker_span span = assay_tracker_span_small(c);
    assay_tracker_position places[ASSAY_TRACKER_POSITIONS];
    size_t count = assay_tracker_positions_small(c, places);
    span.end.size = 0;
    assay_tracker_sequences_all(c, &span, places, count, CLAIMS | SPLITS, EVERYTHING);
}

static void keys(assay_case *c)
{
    const assay_tracker_position places[] = {
        assay_tracker_position_key("a", 1),       assay_tracker_position_key("a\0", 2),
        assay_tracker_position_key("a\0\0", 3),   assay_tracker_position_key("a\x7f", 2),
        assay_tracker_position_key("a\x80", 2),   assay_tracker_position_key("a\xff", 2),
        assay_tracker_position_key("a\xff\0", 3), assay_tracker_position_key("b", 1),
        assay_tracker_position_key("", 0),
    };
    const assay_tracker_span span = assay_tracker_span_make(c, places[0], places[7]);
    assay_tracker_sequences_all(c, &span, places, sizeof(places) / sizeof(places[0]),
                                CLAIMS | SPLITS, EVERYTHING);
}

#define SEQUENCES                                                                                  \
    {                                                                                              \
        "sequences", 100                                                                           \
    }
#define NOT_GIVEN                                                                                  \
    {                                                                                              \
        "claims that are not given", 10                                                            \
    }
#define ACCEPTED                                                                                   \
    {                                                                                              \
        "splits accepted", 10                                                                      \
    }
#define REFUSED                                                                                    \
    {                                                                                              \
        "splits refused", 10                                                                       \
    }

const assay_check assay_checks_tracker[20] = {
    {
        .id = "tracker.refuses",
        .clauses = "SRC-VAL-01 SRC-VAL-02 POS-16",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"configurations refused", 2}},
        .in_case = assay_check_tracker_refuses,
        .done = "Opens trackers with the configurations of the manifest's refuse, with an unknown "
                "key, and over a range that ends before it starts.",
        .cause = "Settings that are not known are passed over, or bounds are not compared.",
    },
    {
        .id = "tracker.claims",
        .clauses = "RT-CLAIM-01 RT-CLAIM-05 RT-CLAIM-06 SDF-RES-03",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {SEQUENCES, NOT_GIVEN},
        .in_case = claims,
        .done = "Makes all sequences of claims up to a length, in and around a range of four "
                "positions, and compares the answers with those of a model; the bytes of a "
                "position are overwritten after each call.",
        .cause = "The bounds or the last claim are compared with less instead of less or equal, or "
                 "not at all; or a position is kept by its pointer.",
    },
    {
        .id = "tracker.along",
        .clauses = "RT-CLAIM-02 RT-CLAIM-05 RT-CLAIM-06 RT-SPLIT-02",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = along,
        .done = "The same with splits, and with records that are no split points.",
        .cause = "A record that goes with the one before it is held against the end of the range, "
                 "is taken for a split point, or can be split off.",
    },
    {
        .id = "tracker.splits",
        .clauses = "RT-SPLIT-01 RT-SPLIT-02 RT-SPLIT-03 SDF-TRY-02 SDF-TRY-07 SDF-TRY-10",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = splits,
        .done = "Makes all sequences of claims and splits up to a length; compares the answers and "
                "the range at the end with those of a model.",
        .cause = "A split before the first claim, at the last one or at the end is accepted, or "
                 "claims do not obey the new end.",
    },
    {
        .id = "tracker.refusal-changes-nothing",
        .clauses = "RT-SPLIT-05 SDF-TRY-08 RT-CLAIM-06",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = refusals,
        .done = "Where a sequence of calls differs from the model, makes it again without the "
                "calls that were refused: if it does not differ then, they had an effect.",
        .cause = "The end or the last claim is written before it is known whether the call is "
                 "refused.",
    },
    {
        .id = "tracker.progress",
        .clauses = "RT-PROG-01 KR-08",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = progress,
        .done = "Asks for the progress after all sequences of claims and splits up to a length.",
        .cause = "The progress is of the range before a split, or never reaches 1 because the last "
                 "position is subtracted from the end.",
    },
    {
        .id = "tracker.progress-share",
        .clauses = "RT-PROG-02",
        .since = 2,
        .level = ASSAY_SHOULD,
        .kind = ASSAY_KIND_TRACKER,
        .promises = ASSAY_PROMISE_OFFSETS,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = progress_share,
        .done = "Compares the progress with the share of the offsets before the last claim.",
        .cause = "The current record counts as done, or the share is of another range.",
    },
    {
        .id = "tracker.done",
        .clauses = "SDF-DONE-01 SDF-DONE-02",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = done,
        .done = "Asks done after all sequences of claims and splits up to a length.",
        .cause = "The last position counts as left although it was claimed, or an empty range is "
                 "not done.",
    },
    {
        .id = "tracker.corners",
        .clauses = "RT-CLAIM-01 RT-SPLIT-01 RT-SPLIT-02 RT-PROG-01 SDF-DONE-02 SDF-TRY-12",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = corners,
        .done = "Claims and splits at the ends of ranges that are empty, of one position, very "
                "wide and very far out.",
        .cause = "Offsets go through a double or a signed number, or a bound wraps around.",
    },
    {
        .id = "tracker.open-end",
        .clauses = "RT-SPLIT-04 KR-01",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .promises = ASSAY_PROMISE_OPEN_END,
        .exercises = {SEQUENCES, NOT_GIVEN, {"splits accepted", 0}, REFUSED},
        .in_case = open_end,
        .done = "The same over a range without an end.",
        .cause = "An empty end is compared like a position, before all others.",
    },
    {
        .id = "tracker.keys",
        .clauses = "KR-01 KR-07 KR-09",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .promises = ASSAY_PROMISE_KEYS,
        .exercises = {SEQUENCES, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = keys,
        .done = "Claims and splits at keys that are prefixes and successors of each other, with "
                "bytes 0x00, 0x7f, 0x80 and 0xff.",
        .cause = "Keys are compared as signed characters, as C strings, or by their shorter size.",
    },
    {
        .id = "tracker.long",
        .clauses = "RT-CLAIM-01 RT-SPLIT-01 RT-SPLIT-05 RT-PROG-01 SDF-DONE-01 SDF-TRY-11",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"sequences", 20}, NOT_GIVEN, ACCEPTED, REFUSED},
        .in_case = assay_check_tracker_long,
        .done = "Makes long sequences of calls from the seed, over wide ranges, and compares all "
                "that is said with a model; leaves out what a failure does not need.",
        .cause = "Something goes wrong only after many splits, or far from the start.",
    },
    {
        .id = "tracker.fractions",
        .clauses = "RT-SPLIT-07 KR-04",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"positions", 20}, {"fractions refused", 10}},
        .in_case = assay_check_tracker_fractions,
        .done = "Asks for the positions at fractions, in ranges of all sizes, before and after "
                "claims and splits; also at what is no fraction.",
        .cause = "The end itself is given, the old end is used after a split, or a fraction is not "
                 "looked at before it becomes a number.",
    },
    {
        .id = "tracker.round-trip",
        .clauses = "RT-SPLIT-08 KR-06",
        .since = 2,
        .level = ASSAY_SHOULD,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"positions", 20}},
        .in_case = assay_check_tracker_round_trip,
        .done = "Claims the position at a fraction of a wide range and compares the progress with "
                "the fraction.",
        .cause = "The two are computed by different rules, or with too few digits.",
    },
    {
        .id = "tracker.positions",
        .clauses = "RT-POS-01",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .promises = ASSAY_PROMISE_OFFSETS,
        .exercises = {{"positions refused", 8}},
        .in_case = assay_check_tracker_positions,
        .done = "Claims and splits at positions that have not eight bytes.",
        .cause = "The size is not looked at: bytes behind the position are read.",
    },
    {
        .id = "tracker.independent",
        .clauses = "SDF-RES-03 SDF-RES-04",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"pairs of trackers", 5}},
        .in_case = assay_check_tracker_independent,
        .done = "Works with two trackers in turn, each beside its model.",
        .cause = "What belongs to a tracker is kept in a variable of the library.",
    },
    {
        .id = "tracker.threads",
        .clauses = "RT-TS-01 RT-CLAIM-04",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"pairs of calls", 100}},
        .in_case = assay_check_tracker_threads,
        .done = "Two threads claim and split at the same position at the same time: one of them "
                "gets it.",
        .cause = "What was looked at has changed before it is written.",
    },
    {
        .id = "tracker.schedules",
        .clauses = "RT-CLAIM-04 RT-TS-01",
        .since = 2,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"orders", 6},
                      {"orders with a switch inside of a call", 1},
                      {"kinds that were cut short", 0}},
        .coordinate = assay_check_tracker_schedules,
        .done = "Claims and splits in two threads that run one at a time and are switched at locks "
                "and the like, in all orders with one stop inside of a call, or two: the answers "
                "and the range are those of the calls one after the other.",
        .cause = "What was looked at under the lock is not looked at again when the lock is taken "
                 "for the second time.",
    },
    {
        .id = "tracker.heap-slope",
        .clauses = "LIB-01",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"trackers used and released", 9}},
        .in_case = assay_check_tracker_heap_slope,
        .done = "Opens a tracker, claims, splits and releases it, nine times over; when the memory "
                "in use has grown each time, 24 times more.",
        .cause = "release frees the tracker, but not its keys; a split forgets the old end.",
    },
    {
        .id = "tracker.allocation-failure",
        .clauses = "RT-MEM-01",
        .since = 2,
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_TRACKER,
        .exercises = {{"calls for memory refused", 1}},
        .in_case = assay_check_tracker_allocation_failure,
        .done = "Uses a tracker and refuses it the first call for memory, then the second, and so "
                "on; a call that answers MEMORY is made once more, and all is as a model says.",
        .cause = "A key is half copied, or the end is freed before there is room for the new one.",
    },
};
