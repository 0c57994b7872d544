#include "clauses/tables.h"

const assay_clause assay_clauses_sinks[] = {
    {"PSK-01", "MUST",
     "A bundle that is written twice, one time after the other, is in the output as if it had "
     "been written once. Only a sink that promises no more than at least once may repeat "
     "records.",
     "Beam PTransform style guide; Go SDK, ParDo documentation",
     "A runner writes a bundle again whenever a worker is slow, is lost or answers late; users "
     "then find records twice.",
     "0"},
    {"PSK-02", "MUST",
     "Two attempts at one bundle that run at the same time do each other no harm.",
     "Go SDK, ParDo documentation",
     "Speculative execution and workers that are taken for dead make this an everyday event; "
     "two attempts that share a file mix their bytes.",
     "0"},
    {"PSK-03", "MUST",
     "A bundle that was cut off at any place, and is then written again as a whole, is in the "
     "output once and whole.",
     "Go SDK, ParDo documentation",
     "Machines go away in the middle of a bundle; what the first attempt left must neither "
     "show nor stand in the way of the next.",
     "0"},
    {"PSK-04", "MUST",
     "When prepare answers OK, all records of the attempt are in the store; nothing that "
     "happens later to the writer, its process or its machine can lose them.",
     "Beam DoFn.FinishBundle, DoFn.Teardown",
     "A runner gives no more than a bundle's end; what is flushed later, by a destructor for "
     "instance, may never be flushed, and the records are lost without an error.",
     "0"},
    {"PSK-06", "MUST",
     "An error while writing fails the attempt. It stays: a writer that has failed never "
     "prepares.",
     "Beam PTransform style guide, runtime errors",
     "An error that is only logged is data loss with a successful job.", "0"},
    {"PSK-12", "MUST", "When commit answers OK, the output is there, whole, and stays there.",
     "Beam WriteFiles; Beam I/O standards, sinks",
     "The steps that follow a write start to read its output at that moment.", "0"},
    {"PSK-13", "SHOULD",
     "A bundle without records is no error and has no effect on the records of others.",
     "Beam PTransform style guide",
     "Empty bundles come with every small input and every filter; a sink that needs a first "
     "record fails on them.",
     "0"},
    {"PSK-14", "MUST",
     "write leaves the record as it was, and keeps nothing of it by reference once it has "
     "answered.",
     "Beam PTransform style guide, immutability of elements",
     "The same record goes on to other steps, and its memory is used again for the next one.", "0"},
    {"PSK-15", "SHOULD",
     "The names of what prepare or commit has stored are durable, too: the directory is synced "
     "in which they were made, changed or removed.",
     "POSIX fsync, which is of one file; ALICE (OSDI 2014), where file systems differ in it",
     "Many file systems forgive it. On the others the data is on the disk after a loss of power, "
     "and no name leads to it.",
     "0"},
    {"PSK-16", "MUST",
     "A sink that is idempotent by id answers INVALID to a record without one, in write or in "
     "prepare.",
     "Assay", "All records without an id would become one, and the others are lost.", "0"},
    {"PSK-MEM-01", "SHOULD",
     "A call that gets no memory answers MEMORY or IO, or does all that it was to do; it loses no "
     "record, ends no "
     "process and keeps nothing of what it had, and the attempt after it works.",
     "Assay",
     "Workers run near their limit for hours. A bundle that fails is written again; one that "
     "lost a record in silence is not.",
     "0"},
    {"PGR-07", "SHOULD",
     "What a writer or reader opens is closed again, also when it fails, is aborted, or is "
     "released before its end.",
     "Beam PTransform style guide, resources",
     "Workers live for days and run many bundles; each leak takes one descriptor until none is "
     "left.",
     "0"},
    {"FSK-CFG-01", "MUST",
     "A sink can be encoded at any time and never changes: what is decoded works like the "
     "original, also after writers were opened from it.",
     "Beam FileBasedSink.WriteOperation, Sink",
     "A runner makes the sink once and sends it to many workers; what is kept only in memory "
     "does not arrive.",
     "0"},
    {"FSK-CFG-02", "MUST",
     "A configuration that cannot work is INVALID when the sink is opened, at the latest when "
     "it is validated, with a message that says why.",
     "Beam FileBasedSink, Python FileBasedSink constructor",
     "Otherwise a job runs for hours before its first writer fails, or a misspelt setting is "
     "silently not obeyed.",
     "0"},
    {"FSK-CFG-03", "MUST",
     "Sinks and tokens are bytes that mean the same in every process. Bytes that are no sink or "
     "no token are INVALID.",
     "Beam FileBasedSink.FileResultCoder, Python iobase.Sink",
     "The process that commits is seldom the one that wrote.", "0"},
    {"FSK-CFG-04", "MUST",
     "validate of a sink that works is OK at any time, also when its output is there, and changes "
     "nothing.",
     "Beam FileBasedSink, validation at construction; narrowed by Assay",
     "A job that is run again is refused, or loses what it has.", "0"},
    {"FSK-INI-01", "MUST",
     "initialize may be done any number of times before commit, by any process, and does no "
     "harm to attempts that are open or prepared.",
     "Beam Python iobase.Sink",
     "A runner repeats each of its steps; an initialize that empties the temporary folder "
     "throws away what has been written.",
     "0"},
    {"FSK-OPN-01", "MUST",
     "What two attempts store is kept apart by the attempt's id, which is never used twice.",
     "Beam FileBasedSink.Writer.open, Python iobase.Sink",
     "A temporary name made of the bundle alone is shared by all attempts at it.", "0"},
    {"FSK-OPN-03", "MUST",
     "open_writer sets up all or nothing: when it fails, no file and no descriptor stays.",
     "Beam FileBasedSink.Writer.open", "The caller has no writer by which it could clear up.", "0"},
    {"FSK-WRT-02", "MUST",
     "A writer without records prepares a token and valid, empty data, which commit takes like "
     "any other.",
     "Beam FileBasedSink, FileIO.Sink",
     "An empty file that is not valid in its format breaks the reader of the output.", "0"},
    {"FSK-WRT-03", "SHOULD",
     "Many writers can be open at once in one process, and share nothing that one of them could "
     "spoil for another.",
     "Beam FileBasedSink.Writer", "A worker writes many shards and destinations side by side.",
     "0"},
    {"FSK-CLS-01", "MUST",
     "A writer that has prepared or was aborted answers STATE to write and prepare, and the "
     "token that it gave stays good.",
     "Beam FileBasedSink.Writer.close",
     "A use after the end that goes through writes to a file that is closed, or changes what "
     "is about to be committed.",
     "0"},
    {"FSK-CLS-03", "MUST",
     "abort removes what the attempt stored, whatever it has done so far; once, then STATE.",
     "Beam FileBasedSink.Writer.cleanup",
     "Failed bundles are tried again many times; each would leave its data behind.", "0"},
    {"FSK-DUP-01", "MUST",
     "One attempt of each bundle reaches commit; two tokens of one bundle are INVALID, and "
     "nothing is published.",
     "Beam FileBasedSink, Python iobase.Sink",
     "To take both writes the bundle twice, to take one by chance hides that the caller is "
     "wrong.",
     "0"},
    {"FSK-DUP-02", "MUST",
     "An attempt whose token is not committed never shows in the output, whatever it still "
     "does, also after the commit of others.",
     "Beam FileBasedSink, Python FileBasedSink.finalize_write",
     "A worker that was given up goes on for minutes without knowing it.", "0"},
    {"FSK-DUP-03", "MUST",
     "cleanup removes what attempts without a committed token left, though nobody tells it of "
     "them, and nothing of the output.",
     "Beam FileBasedSink.removeTemporaryFiles, Python FileBasedSink.finalize_write",
     "Attempts that died cannot clear up themselves; their data is paid for until somebody "
     "finds it, or is taken for output.",
     "0"},
    {"FSK-DUP-04", "MUST", "Without commit the output is untouched.",
     "Beam FileBasedSink.WriteOperation, Python iobase.Sink",
     "A job that failed must not leave half of an output that looks like a whole one.", "0"},
    {"FSK-TMP-02", "MUST", "A file under the name of the output is whole at its first sight.",
     "Beam FileBasedSink, Python FileBasedSink (temporary file and rename)",
     "Others watch the folder and take up what they find.", "0"},
    {"FSK-FIN-01", "MUST",
     "commit may be repeated with the same tokens, in any process, also after one that was cut "
     "off, and always comes to the same output.",
     "Beam Python FileBasedSink.finalize_write, FileBasedSink.moveToOutputFiles",
     "The answer of a commit can be lost, then it is done once more.", "0"},
    {"FSK-FIN-02", "MUST",
     "A bundle that is published already is passed over by a later commit: what it had prepared "
     "is gone and what it became is there.",
     "Beam FileBasedSink.moveToOutputFiles, Python FileBasedSink",
     "A commit that was cut off half-way could otherwise never be finished.", "0"},
    {"FSK-FIN-04", "MUST", "The order of tokens has no effect on which bundle is in which file.",
     "Beam Python FileBasedSink.finalize_write",
     "The order differs from one commit to its repetition; files numbered by it are then there "
     "twice or overwrite each other.",
     "0"},
    {"FSK-NAM-04", "MUST",
     "With a fixed number of shards the output has exactly so many files; shards without a "
     "bundle are empty files, a bundle without a shard is INVALID.",
     "Beam FileBasedSink.createMissingEmptyShards",
     "Readers that expect a file for every shard wait for one that never comes.", "0"},
    {"FSK-NAM-06", "MUST",
     "A write without any record is an output too: with a fixed number of shards all its files "
     "are there, valid and empty.",
     "Beam FileBasedSink.createMissingEmptyShards, WriteFiles",
     "No output at all cannot be told from a job that has not run.", "0"},
    {"FSK-OUT-01", "MUST",
     "Reading back all of the output, in any order, gives exactly the records that were "
     "written.",
     "Beam I/O standards and testing page, write then read", "This is what a sink is for.", "0"},
};
