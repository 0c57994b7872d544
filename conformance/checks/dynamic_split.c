#include "checks/dynamic_split.h"
#include "checks/checks.h"

const assay_check assay_checks_dynamic_split[] = {
    {
        .id = "dynamic-split.ladder",
        .clauses = "DYN-01 DYN-02 DYN-13",
        .abilities = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION,
        .bounded = true,
        .in_case = assay_check_ladder,
        .exercises = {{"splits accepted", 1}},
        .done = "With every number of records read, or a sample, splits off the last "
                "record, then the one before, and so on; each residual is exactly what "
                "lies between two cuts, and the reader ends before the nearest.",
        .cause = "The second split of a reader cuts the range it had at first.",
    },
    {
        .id = "dynamic-split.pairs",
        .clauses = "DYN-01 DYN-02",
        .abilities = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION,
        .bounded = true,
        .in_case = assay_check_pairs,
        .exercises = {{"splits accepted", 1}},
        .done = "Each number of records read with each position to split at, on a fresh "
                "reader; many pairs are sampled, the nearest and farthest always in.",
        .cause = "A residual loses its first record, or the reader gives one more than "
                 "the primary.",
    },
    {
        .id = "dynamic-split.fractions",
        .clauses = "DYN-01 DYN-02 DYN-11",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_fractions,
        .exercises = {{"splits accepted", 1}},
        .done = "Splits fresh readers at many fractions with many numbers of records "
                "read; reader and residual give everything once, the reader gives what "
                "the primary says.",
        .cause = "The cut lies in a record that was already read, or two records after "
                 "the one it should be.",
    },
    {
        .id = "dynamic-split.refused-changes-nothing",
        .clauses = "DYN-03",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_refused_changes_nothing,
        .exercises = {{"splits accepted while looking for refused ones", 0}, {"splits refused", 1}},
        .done = "At many places makes all splits that are refused, and compares current "
                "source, progress, counts, a later split and the rest of the read with "
                "a twin that was left alone.",
        .cause = "The new end is stored before the position is looked at.",
    },
    {
        .id = "dynamic-split.odd-fractions",
        .clauses = "DYN-12",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_odd_fractions,
        .exercises = {{"splits accepted at the borders", 0}, {"fractions that are INVALID", 1}},
        .done = "Not a number, negative, infinite and too large fractions are INVALID "
                "and change nothing; 0, 1 and their neighbours are refused or a correct "
                "split.",
        .cause = "A comparison with not-a-number is false both ways; a product "
                 "overflows.",
    },
    {
        .id = "dynamic-split.odd-positions",
        .clauses = "DYN-18",
        .since = 2,
        .abilities = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION,
        .bounded = true,
        .in_case = assay_check_odd_positions,
        .exercises = {{"positions that are INVALID", 1}},
        .done = "Asks for splits at offsets of one, seven, nine and sixteen bytes: INVALID, and "
                "nothing changes.",
        .cause = "The bytes are read as a number without a look at how many there are.",
    },
    {
        .id = "dynamic-split.returned-fraction",
        .clauses = "DYN-17 DYN-05",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_returned_fraction,
        .exercises = {{"splits accepted", 1}},
        .done = "The fraction that a split returns is from 0 to 1 and, for a range of "
                "offsets, the primary's share of the offsets or of the records before; for a "
                "second split, those of the first primary.",
        .cause = "The fraction that was asked for is returned, or one of the first "
                 "range.",
    },
    {
        .id = "dynamic-split.current-source",
        .clauses = "RD-SRC-01 DYN-06",
        .abilities = ASSAY_CAN_CURRENT_SOURCE,
        .bounded = true,
        .in_case = assay_check_current_source,
        .exercises = {{"current sources read", 1}},
        .done = "At many places reads the reader's current source: everything, what was "
                "read included; after a split it is the primary.",
        .cause = "The current source begins at the current record, or is the one the "
                 "reader was opened from.",
    },
    {
        .id = "dynamic-split.before-start",
        .clauses = "DYN-09",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_before_start,
        .exercises = {{"splits accepted", 0}, {"splits before start", 1}},
        .done = "Splits readers that were not started at eleven fractions: refused, or "
                "a correct split.",
        .cause = "start resets the range to that of the source.",
    },
    {
        .id = "dynamic-split.at-the-end",
        .clauses = "DYN-10 RD-LIFE-04",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_at_the_end,
        .exercises = {{"splits accepted", 0}, {"splits refused", 1}},
        .done = "Splits on the last record and after the end: nothing that was read is "
                "given away, after the end all is refused, and END stays.",
        .cause = "The end of the range is not the end of the data: a residual of nothing "
                 "is given, or the last record again.",
    },
    {
        .id = "dynamic-split.parts-split-again",
        .clauses = "DYN-08 DYN-05",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_parts_split_again,
        .exercises = {{"parts split again", 1}},
        .done = "Splits residual and primary again, to three levels, and reads them encoded and "
                "decoded; nothing is lost or doubled.",
        .cause = "A residual knows its start only after it was encoded, or splits by the "
                 "whole's range.",
    },
    {
        .id = "dynamic-split.original-unchanged",
        .clauses = "DYN-07 SRC-IMM-01",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_original_unchanged,
        .exercises = {{"splits accepted", 1}},
        .done = "Splits a reader and compares its source before and after; primary and "
                "residual differ.",
        .cause = "The primary is the reader's source with its end moved.",
    },
    {
        .id = "dynamic-split.really-splits",
        .clauses = "DYN-14",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_really_splits,
        .exercises = {{"sources of five records or more", 1}},
        .done = "With one and two records read, fifteen fractions: one of them at least "
                "gives a residual with records; so does one for the residual from the middle.",
        .cause = "Every split is refused because nothing is ever claimed, or every split of a part "
                 "because its fraction is one of the whole.",
    },
    {
        .id = "dynamic-split.points-accepted",
        .clauses = "DYN-19",
        .since = 2,
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .abilities = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION,
        .bounded = true,
        .in_case = assay_check_points_accepted,
        .exercises = {{"readers with split points left", 1}},
        .done =
            "Splits readers at many records, at split points behind these, from the last one on: a "
            "quarter of the readers at least give a residual with records, and these are "
            "different ones.",
        .cause = "All is refused but what a first test asked for.",
    },
    {
        .id = "dynamic-split.shares-accepted",
        .clauses = "DYN-19",
        .since = 2,
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT | ASSAY_CAN_SPLIT_POINTS,
        .bounded = true,
        .in_case = assay_check_shares_accepted,
        .exercises = {{"readers with split points left", 1}},
        .done = "Splits readers at many records that count split points behind the current one, at "
                "shares of what is left: a quarter of them at least give a residual with records, "
                "and these are different ones.",
        .cause = "A split is accepted only where the fraction comes out even, or only of a reader "
                 "that has "
                 "just begun.",
    },
    {
        .id = "dynamic-split.consumed-refused",
        .clauses = "POS-13 DYN-11",
        .abilities = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION,
        .bounded = true,
        .in_case = assay_check_consumed_refused,
        .exercises = {{"splits asked for", 1}},
        .done = "Asks for splits at the positions of records that were read, the "
                "current one included: REFUSED.",
        .cause = "The comparison is with less where it should be with less or equal.",
    },
    {
        .id = "dynamic-split.outside-refused",
        .clauses = "POS-18 DYN-03",
        .abilities = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION | ASSAY_CAN_RANGE,
        .bounded = true,
        .in_case = assay_check_outside_refused,
        .exercises = {{"splits asked for", 1}},
        .done = "Reads a part from the middle of the data and asks for splits at positions before "
                "it, at its end and behind it: REFUSED, and the read ends where it would.",
        .cause = "The position is compared with what was read, but not with the end.",
    },
    {
        .id = "dynamic-split.values-same",
        .clauses = "DYN-16",
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_values_same,
        .exercises = {{"splits accepted", 1}},
        .done = "Compares value, time and id of all records of a whole read with those "
                "of primary and residual.",
        .cause = "An id or a time is counted from the start of the part.",
    },
    {
        .id = "dynamic-split.schedules",
        .clauses = "DYNC-01 DYNC-03 DYNC-07 DYNC-09 DYNC-10",
        .since = 2,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .coordinate = assay_check_split_schedules,
        .exercises = {{"splits accepted", 1},
                      {"orders", 1},
                      {"orders with a switch inside of a call", 1},
                      {"orders with two", 0},
                      {"orders at random", 0},
                      {"places left out or cut short", 0}},
        .done = "Reads on and splits, or closes and splits, in two threads that run one at a time "
                "and are switched at locks and the like: with every number of records read, or "
                "many, all orders with one stop inside of a call, all with two where the course is "
                "new, some at random.",
        .cause = "What was looked at under the lock is not looked at again when the lock is taken "
                 "for the second time; two locks are taken in two orders.",
    },
    {
        .id = "dynamic-split.current-source-schedules",
        .clauses = "RD-SRC-02 DYNC-09 DYNC-10",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .abilities = ASSAY_CAN_CURRENT_SOURCE,
        .bounded = true,
        .coordinate = assay_check_current_source_schedules,
        .exercises = {{"answers", 1},
                      {"orders", 1},
                      {"orders with a switch inside of a call", 1},
                      {"places left out or cut short", 0}},
        .done = "Asks for the current source while another thread reads on, splits or closes, in "
                "the orders of dynamic-split.schedules: it is the source before a split or the "
                "primary, and the reader reads as if nobody had asked.",
        .cause = "The current source is put together in two steps, with a split in between.",
    },
    {
        .id = "dynamic-split.orders",
        .clauses = "DYN-01 DYN-03 DYN-06 DYN-13 RD-SRC-01",
        .since = 2,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .promises = ASSAY_PROMISE_ORDER,
        .in_case = assay_check_call_orders,
        .exercises =
            {{"orders", 1}, {"splits accepted", 1}, {"splits refused", 1}, {"orders left out", 0}},
        .done = "With up to five records, one thread: every order of six calls, of advance, splits "
                "in three places, looks at what can be seen, and marks; what changes nothing is "
                "not made twice in a row. Of a store that is slow to open only some orders.",
        .cause = "A split, or a refusal, leaves something behind that shows only with the next "
                 "call of some kind.",
    },
    {
        .id = "dynamic-split.never-waits",
        .clauses = "DYNC-04 DYNC-05 DYNC-03 RD-SRC-02",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .coordinate = assay_check_split_never_waits,
        .exercises = {{"calls of the reader held", 1}, {"times that all came back", 1}},
        .done = "Stops the reader in its calls on files and sockets, as a store that does not "
                "answer, and splits it from another thread, which must make no such call of its "
                "own and not be seen asleep for good in the kernel; how long it takes says "
                "nothing.",
        .cause = "advance and split take one lock, and advance reads under it.",
    },
    {
        .id = "dynamic-split.halves-travel",
        .clauses = "SRC-SER-02 DYN-08",
        .since = 2,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .coordinate = assay_check_halves_travel,
        .exercises = {{"parts decoded in another process", 3}},
        .done = "Splits readers, and readers of residuals, releases all that they came from, and "
                "reads primaries and residuals in another process.",
        .cause = "A residual leans on the reader or the source that it was cut from.",
    },
    {
        .id = "dynamic-split.halves-refuse",
        .clauses = "DYN-03 DYN-08",
        .since = 2,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_halves_refuse,
        .exercises = {{"splits refused", 2}},
        .done = "With readers of a primary and of a residual at some places, makes all splits that "
                "are refused there, one after the other, looks at what can be seen, and reads on: "
                "nothing has changed.",
        .cause = "A refusal stores an end that was computed from the bounds of the whole.",
    },
    {
        .id = "dynamic-split.encoding-size",
        .clauses = "SRC-SER-04",
        .since = 2,
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_encoding_size,
        .exercises = {{"residuals of residuals", 6}},
        .done = "Splits a residual of a residual, and so on, up to 40 deep: the encodings of those "
                "that lie deep are no larger than the others.",
        .cause = "A part carries what it was cut from.",
    },
    {
        .id = "dynamic-split.near-the-wish",
        .clauses = "DYN-04",
        .since = 2,
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = assay_check_near_the_wish,
        .exercises = {{"sources of 50 records or more", 1}},
        .done = "Splits readers at nine fractions: the fractions that are returned are those asked "
                "for, give or take 0.15 in the mean.",
        .cause = "The fraction is not looked at, or taken of what remains.",
    },
};
