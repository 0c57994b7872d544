#include "emit/refusal.h"

#include "engine/tape.h"
#include <assay/toolkit/error.h>
#include <string.h>

/* What checks expect where the answer follows from what a program compares: the answers of calls,
 * the records, numbers and bytes they give, and what is counted besides. */
static const char *const told[] = {
    "END after the last record",
    "END after the only record",
    "IDLE is not the end: every record comes",
    "OK or END from a source that is no stream",
    "a backlog of no more than is stored",
    "a backlog, or -1 for unknown",
    "a call that is refused changes nothing",
    "a claim is answered by what the range is now",
    "a compressed file is one part",
    "a configuration that the manifest lists as bad is refused",
    "a cut encoding is INVALID",
    "a cut mark is INVALID",
    "a decoded source describes itself as the original does",
    "a decoded source has the size of the original",
    "a file for every shard, also for the empty ones",
    "a message that says what is wrong", /* and there is none */
    "a new reader gives as many records as before",
    "a part of a split can be split in its turn, and nothing is lost or doubled",
    "a part of a split reads the same when it was encoded and decoded",
    "a reader gives all records of the data",
    "a reader of a residual accepts some splits while data is left",
    "a reader that ends",
    "a reader that offers dynamic splits accepts some while data is left",
    "a refusal says why",
    "a restored reader gives every record after the mark, and none before it",
    "a size, or -1 for unknown",
    "a source of one record gives it",
    "a source stays as it was opened",
    "a source that offers to be split can be split",
    "a split is answered by what the range is now",
    "a split leaves the source as it was",
    "a split leaves the source of the reader as it was",
    "a split that is refused changes nothing",
    "abort removes what the attempt stored",
    "about as many parts as the size asked for means",
    "after a split the current source is another one",
    "after a split the current source is the primary",
    "after many splits the reader ends with its last primary",
    "after the end the watermark is the largest time",
    "an estimate reads no data to speak of",
    "an open_writer that fails leaves nothing behind",
    "bytes that are no mark are INVALID",
    "bytes that are no source are INVALID",
    "changed data is an error, or has no effect",
    "cleanup removes what was not committed",
    "closed readers hold nothing",
    "consumed and remaining add up to the same all the time",
    "counts, or -1 for unknown",
    "current gives the same record each time it is asked",
    "data that is cut off is an error, CORRUPT or IO, and not the end",
    "different parts are described differently",
    "different records have different ids",
    "done is OK when nothing of the range is left, and STATE before",
    "every record of a stream with dedup has an id",
    "no backlog when all is read",
    "no record is older than the watermark before it",
    "opening a source and a reader reads nothing",
    "parts add up to about the whole",
    "parts of about the size that was asked for, a quarter to four times",
    "positions never go back, and each split point has its own",
    "primary and residual add up to about the source before",
    "primary and residual are different sources",
    "progress 0 before start",
    "progress 1 at the end",
    "progress 1 at the end of the primary",
    "progress does not fall while reading",
    "progress from 0 to 1, or -1 for unknown",
    "progress is measured against the primary: it does not fall by a split",
    "progress is what was claimed of the range",
    "records have the same value, time and id in every part",
    "records in the order of the data, as the manifest promises",
    "refused splits do not change what comes after them",
    "split points behind the reader, the current one not counted",
    "split points from the current one on, only when the number is exact",
    "start and advance answer OK, IDLE or END",
    "start of an empty source answers END",
    "the backlog falls while reading",
    "the bounds of a part are those it was made with",
    "the current split point remains until it is done with",
    "the first record of a source is a split point",
    "the folder holds what a write without lost attempts leaves in it",
    "the fraction of a split is a number from 0 to 1",
    "the fraction of a split is the primary's share of the source before",
    "the primary is no larger than the source before",
    "the range is what the splits have left of it",
    "the reader gives exactly the records of the primary",
    "the same record has the same id after a restore",
    "the same record has the same id in every process",
    "the same size on every call while the data is the same",
    "the size is that of the stored data, within the tolerance",
    "the watermark never goes back",
    "what is made and released again and again leaves no memory behind",
    "what is read before the error is the beginning of the data",
    "where nothing is left to give a split is refused",
    "writers and sinks close what they open",
    "writers and sinks end the threads that they start",
};

static bool is_told(const assay_emit_log *log, const char *expected)
{
    for (size_t i = 0; i < log->event_count; i++)
        if (log->events[i].kind == ASSAY_TAPE_JUDGE) /* the records that are read */
            return true;
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
        if (strncmp(told[i], expected, strlen(told[i])) == 0)
            return true;
    return false;
}

/* The marks of files stand before the call that opens them. */
static bool opens_large_file(const assay_emit_log *log)
{
    bool large = false;

    for (size_t i = 0; i < log->event_count; i++) {
        const assay_emit_event *event = &log->events[i];
        if (event->kind == ASSAY_TAPE_FILE)
            large = large || event->a == ASSAY_TAPE_FILE_LARGE;
        else if (large && event->keep)
            return true;
        else
            large = false;
    }
    return false;
}

static bool has_mark(const assay_emit_log *log, assay_tape_kind kind)
{
    for (size_t i = 0; i < log->event_count; i++)
        if (log->events[i].kind == kind)
            return true;
    return false;
}

static bool asks_command(const assay_emit_log *log, const assay_emit_slice *slice)
{
    return slice->proof == ASSAY_EMIT_OUTPUT &&
           log->events[slice->goal].a == ASSAY_READBACK_COMMAND;
}

assay_status assay_emit_refusal_early(const assay_emit_log *log, assay_error *error)
{
    if (!has_mark(log, ASSAY_TAPE_ORDER))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID,
                           "this failure is not told by calls of the contract alone: it needs two "
                           "threads in a certain order");
}

assay_status assay_emit_refusal(const assay_emit_log *log, const assay_emit_slice *slice,
                                const char *expected, assay_error *error)
{
    if (asks_command(log, slice))
        return assay_error_set(error, ASSAY_INVALID,
                               "no C program without the manifest's commands: a command reads the "
                               "output back");
    if (has_mark(log, ASSAY_TAPE_TAMPER))
        return assay_error_set(error, ASSAY_INVALID,
                               "this failure is not told by calls of the contract alone: the "
                               "system was made to fail");
    if (opens_large_file(log))
        return assay_error_set(error, ASSAY_INVALID,
                               "the data is too large for a program: a file of more than 64 KiB");
    if (slice->proof == ASSAY_EMIT_ALL && !is_told(log, expected))
        return assay_error_set(error, ASSAY_INVALID,
                               "this failure is not told by calls of the contract alone: expected: "
                               "%s",
                               expected);
    return ASSAY_OK;
}
