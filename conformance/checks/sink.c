#include "checks/checks.h"
#include "checks/sink_checks.h"

const assay_check assay_checks_sink[] = {
    {
        .id = "sink.writes-all",
        .clauses = "PSK-12 FSK-OUT-01",
        .tier = ASSAY_SMOKE,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"data sets with records written", 1}},
        .in_case = assay_check_sink_writes_all,
        .done = "Writes data sets of 0, 1, 5 and all records in bundles, commits, and reads the "
                "output without the sink.",
        .cause = "A last buffer is not flushed, or commit leaves a bundle out.",
    },
    {
        .id = "sink.bundle-repeated",
        .clauses = "PSK-01 FSK-DUP-02",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"attempts not committed", 1}},
        .in_case = assay_check_sink_bundle_repeated,
        .done =
            "Writes each bundle one to three times, some attempts only in part, and commits one "
            "of them.",
        .cause = "commit takes what lies in the temporary folder instead of what the tokens name.",
    },
    {
        .id = "sink.commit-repeated",
        .clauses = "FSK-FIN-01 FSK-FIN-02",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"processes that committed", 2}},
        .coordinate = assay_check_sink_commit_repeated,
        .done =
            "Commits the same tokens three times, and again in another process before and after "
            "cleanup.",
        .cause = "A rename whose source is gone is an error although its target is there.",
    },
    {
        .id = "sink.tokens-any-order",
        .clauses = "FSK-FIN-04",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .promises = ASSAY_PROMISE_EXACTLY_ONCE,
        .exercises = {{"commits with another order of tokens", 1}},
        .in_case = assay_check_sink_tokens_any_order,
        .done = "Commits the same bundles with their tokens in different orders, in one folder and "
                "in others: files of the same name hold the same bundle.",
        .cause = "Files are numbered by the place of the token in the list.",
    },
    {
        .id = "sink.attempts-interleaved",
        .clauses = "PSK-02 FSK-OPN-01",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"attempts that ran at the same time", 2}},
        .in_case = assay_check_sink_interleaved,
        .done = "Runs two attempts at every bundle at the same time in one process, call by call, "
                "and commits one of each.",
        .cause = "The temporary name is made of the bundle without the attempt.",
    },
    {
        .id = "sink.attempt-killed",
        .clauses = "PSK-03 FSK-DUP-03",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"deaths of an attempt", 3}},
        .coordinate = assay_check_sink_attempt_killed,
        .done = "Ends the process before every call of an attempt in turn; another process writes "
                "the bundle again, commits and cleans up.",
        .cause = "The next attempt appends to the file that the dead one left, or is refused.",
    },
    {
        .id = "sink.crash-points",
        .clauses = "FSK-FIN-01 PSK-03 PSK-04 PSK-12",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"kills at a call that changes a file", 1},
                      {"second kills, in the recovery", 0},
                      {"writes whose calls were not the same twice", 0}},
        .coordinate = assay_check_sink_crash_points,
        .done =
            "Kills a whole write before every system call by which it changes files, and in the "
            "middle of each write; another process finds what was acknowledged and only that, "
            "and finishes the write, twice; some of these are killed again on their way.",
        .cause =
            "A file that says 'done' is written before what it speaks of, or a target is removed "
            "before its successor has its name.",
    },
    {
        .id = "sink.store-errors",
        .clauses = "PSK-06 PSK-12 FSK-FIN-01",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"calls that failed, did half or lost their answer", 1},
                      {"writes that reported an error", 0},
                      {"writes that did not", 0}},
        .coordinate = assay_check_sink_store_errors,
        .done = "Lets each system call that changes files fail with each error that it can have, "
                "once and from there on, do half, or do all and say that it failed. What answers "
                "OK is there; no error is swallowed; another process finishes the write.",
        .cause = "The answer of close or fsync is not looked at, or a short write counts as whole.",
    },
    {
        .id = "sink.allocation-failure",
        .clauses = "PSK-MEM-01",
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .since = 2,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"calls for memory that were refused", 1},
                      {"calls for memory that were left out", 0}},
        .coordinate = assay_check_sink_allocation_failure,
        .done = "Writes and refuses the first call for memory, then only the second one, and so "
                "on: what answers OK is there, what fails gives back what it has, and another "
                "process finishes the write.",
        .cause = "The answer of malloc is not looked at, or a writer goes on without the record "
                 "that it had no memory for.",
    },
    {
        .id = "sink.power-loss",
        .clauses = "PSK-12 PSK-04 FSK-TMP-02",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"states of the disk that another process found", 1},
                      {"states that were left out", 0}},
        .coordinate = assay_check_sink_power_loss,
        .done = "Records a whole write and makes, for each place in it, what the disk may hold "
                "after a loss of power: data that was not synced is lost, or zeros, or half of it. "
                "What was acknowledged is there, no file of the output is in part; another process "
                "finishes the write.",
        .cause = "No fsync before the rename, or one that comes after it.",
    },
    {
        .id = "sink.directory-sync",
        .clauses = "PSK-15",
        .since = 2,
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"states of the disk that another process found", 1},
                      {"states that were left out", 0}},
        .coordinate = assay_check_sink_directory_sync,
        .done = "As sink.power-loss, where all data is kept and names are lost: of what was made, "
                "renamed or removed without a sync of its directory after it.",
        .cause = "The file is synced before it is renamed, and its directory never.",
    },
    {
        .id = "sink.commit-killed",
        .clauses = "FSK-FIN-01 FSK-FIN-02 PSK-04",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"deaths around commit", 4}},
        .coordinate = assay_check_sink_commit_killed,
        .done = "Ends the process before commit, before its repetition, before and after cleanup; "
                "another process commits the same tokens and cleans up.",
        .cause = "prepare hands out a token before its data is flushed, or what is to be "
                 "published is kept in memory only.",
    },
    {
        .id = "sink.zombie",
        .clauses = "FSK-DUP-02",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"attempts that went on after the commit of another", 4}},
        .in_case = assay_check_sink_zombie,
        .done = "Commits while another attempt at a bundle is open; then that one writes on, "
                "prepares, aborts or only comes into being. The output stays as it is.",
        .cause = "prepare or abort works on the final file, by its name.",
    },
    {
        .id = "sink.initialize-twice",
        .clauses = "FSK-INI-01",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"processes that initialized", 2}},
        .coordinate = assay_check_sink_initialize_twice,
        .done = "Initializes again at once, while attempts are open and prepared, and in another "
                "process.",
        .cause = "initialize empties the temporary folder, or fails when it is there.",
    },
    {
        .id = "sink.cleanup",
        .clauses = "FSK-DUP-03",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"bundles with lost attempts", 1}},
        .coordinate = assay_check_sink_cleanup,
        .done =
            "Leaves attempts unfinished, prepared and dead; after commit and cleanup the folder "
            "holds what an undisturbed write leaves. Cleans up twice, and with nothing done.",
        .cause = "Only the files that the tokens name are removed, or a second cleanup fails since "
                 "the folder is gone.",
    },
    {
        .id = "sink.abort",
        .clauses = "FSK-CLS-03",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"aborts", 4}},
        .in_case = assay_check_sink_abort,
        .done = "Aborts before the first record, after all and after prepare: nothing stays, and a "
                "second abort is STATE.",
        .cause = "abort only closes the file, or removes it only while it is open.",
    },
    {
        .id = "sink.hidden-before-commit",
        .clauses = "FSK-DUP-04 FSK-TMP-02",
        .tier = ASSAY_SMOKE,
        .kind = ASSAY_KIND_SINK,
        .promises = ASSAY_PROMISE_EXACTLY_ONCE,
        .exercises = {{"looks at the output while a writer wrote", 1}},
        .in_case = assay_check_sink_hidden,
        .done =
            "Looks at the output after every step of several attempts: it is empty until commit.",
        .cause = "The temporary file matches the pattern of the output, or prepare renames it.",
    },
    {
        .id = "sink.empty-bundle",
        .clauses = "PSK-13 FSK-WRT-02",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"bundles without a record", 1}},
        .in_case = assay_check_sink_empty_bundle,
        .done = "Writes all records to one bundle in turn and none to the others, and none at all.",
        .cause = "The file is opened by the first record, and prepare needs it.",
    },
    {
        .id = "sink.nothing-written",
        .clauses = "FSK-NAM-04 FSK-NAM-06",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"commits of no token", 1}},
        .in_case = assay_check_sink_nothing_written,
        .done = "Commits with no token at all: no records, and with a fixed number of shards every "
                "shard is there, a valid and empty file.",
        .cause = "Files are made from tokens only, or an empty file is not valid in the format.",
    },
    {
        .id = "sink.shards",
        .clauses = "FSK-NAM-04 FSK-OPN-03",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .promises = ASSAY_PROMISE_FIXED_SHARDS,
        .exercises = {{"writes with fewer or as many bundles", 1},
                      {"bundles beyond the shards", 1}},
        .in_case = assay_check_sink_shards,
        .done = "Writes fewer bundles than shards, and as many: the number of files is that of the "
                "shards. A bundle beyond them is INVALID and leaves nothing.",
        .cause = "The number of files is that of the tokens; a bundle number is taken modulo the "
                 "shards.",
    },
    {
        .id = "sink.double-token",
        .clauses = "FSK-DUP-01 FSK-DUP-02",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"commits with two tokens of a bundle", 1}},
        .in_case = assay_check_sink_double_token,
        .done = "Commits two tokens of one bundle among the others: INVALID, and nothing is to be "
                "seen; the right commit then works.",
        .cause = "Tokens are published one by one as they are read.",
    },
    {
        .id = "sink.foreign-token",
        .clauses = "FSK-CFG-03",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"tokens that are none", 1}},
        .in_case = assay_check_sink_foreign_token,
        .done = "Commits empty, random, cut and changed bytes in place of a token: no crash and no "
                "wrong output, INVALID where it is certainly none.",
        .cause = "The token is decoded without a look at its size.",
    },
    {
        .id = "sink.writer-states",
        .clauses = "FSK-CLS-01",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"calls after prepare or abort", 1}},
        .in_case = assay_check_sink_writer_states,
        .done =
            "Writes and prepares after prepare and after abort: STATE, and the token stays good.",
        .cause = "The state is not kept; the file handle is used after it was closed.",
    },
    {
        .id = "sink.record-unchanged",
        .clauses = "PSK-14",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"records lent", 1}},
        .in_case = assay_check_sink_record_unchanged,
        .done = "Compares each record after its write, then overwrites it before the next call.",
        .cause = "The delimiter is put behind the value in place, or the record is kept by "
                 "reference until a batch is full.",
    },
    {
        .id = "sink.record-without-id",
        .clauses = "PSK-16",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .promises = ASSAY_PROMISE_BY_ID,
        .exercises = {{"records without id", 1}},
        .in_case = assay_check_sink_record_without_id,
        .done = "Writes a record without an id to a sink that tells records by it: INVALID, and "
                "the records with ids are written as ever.",
        .cause = "No id is taken for an empty one, under which all such records become one.",
    },
    {
        .id = "sink.travels",
        .clauses = "FSK-CFG-01 FSK-CFG-03",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"bundles written in a process of their own", 1}},
        .coordinate = assay_check_sink_travels,
        .done =
            "Decodes the sink in a new process for each bundle, for commit and for cleanup, and "
            "carries the tokens.",
        .cause = "A setting or the write's own id is not encoded.",
    },
    {
        .id = "sink.many-writers",
        .clauses = "FSK-WRT-03",
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"writers open at once", 20}},
        .in_case = assay_check_sink_many_writers,
        .done = "Opens twenty writers at once and lets them write in turn.",
        .cause = "Writers share a static buffer or a pool with too few places.",
    },
    {
        .id = "sink.descriptors",
        .clauses = "PGR-07",
        .level = ASSAY_SHOULD,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"writes with writers left in each state", 4},
                      {"writers that failed on a full disk", 0}},
        .in_case = assay_check_sink_descriptors,
        .done = "Counts open descriptors before and after writers that prepare, abort, are "
                "released unfinished, or fail as on a full disk.",
        .cause = "release or abort frees the writer without closing its file; after an error the "
                 "rest is not closed.",
    },
    {
        .id = "sink.threads",
        .clauses = "LIB-01",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"writes with writers left in each state", 4}},
        .in_case = assay_check_sink_threads,
        .done = "Counts threads before and after writers that prepare, abort, or are released "
                "unfinished.",
        .cause = "A thread that writes in the background is ended by prepare only.",
    },
    {
        .id = "sink.processes",
        .clauses = "LIB-01",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"writes with writers left in each state", 5}},
        .coordinate = assay_check_sink_processes,
        .done = "Writes once in one process and four times in another; counts the processes that "
                "they leave, also those that changed their session.",
        .cause = "A program that packs or sends the data is not waited for when a writer is "
                 "aborted.",
    },
    {
        .id = "sink.heap-slope",
        .clauses = "LIB-01",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"writes with writers left in each state", 9}},
        .in_case = assay_check_sink_heap_slope,
        .done = "Writes, with writers that prepare, abort, or are released unfinished, and "
                "releases everything, nine times over; when the memory in use has grown each time, "
                "24 times more.",
        .cause = "release frees the writer, but not its name or its buffer.",
    },
    {
        .id = "sink.surroundings",
        .clauses = "LIB-02",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"writes with writers left in each state", 1}},
        .coordinate = assay_check_sink_surroundings,
        .done = "Writes, and compares the working directory, the environment and the mask of file "
                "modes with those before.",
        .cause = "A file gets its mode by a change of the mask.",
    },
    {
        .id = "sink.refuses-bad-config",
        .clauses = "FSK-CFG-02",
        .tier = ASSAY_SMOKE,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"configurations refused", 1}},
        .in_case = assay_check_sink_refuses,
        .done =
            "Opens the sink with each configuration that the manifest says must be refused, and "
            "with an unknown key: INVALID, with a message.",
        .cause = "Unknown keys are passed over.",
    },
    {
        .id = "sink.describes-itself",
        .clauses = "SRC-STR-01",
        .level = ASSAY_SHOULD,
        .tier = ASSAY_SMOKE,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"descriptions", 1}},
        .in_case = assay_check_sink_describes,
        .done = "Asks the sink to validate and to describe itself: one line that is not empty.",
        .cause = "describe appends nothing.",
    },
    {
        .id = "sink.validates",
        .clauses = "FSK-CFG-04",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"sinks validated", 3}},
        .in_case = assay_check_sink_validates,
        .done = "Validates a good sink after initialize, with prepared attempts and after commit: "
                "OK, and neither output nor attempts change.",
        .cause = "An output that is there is taken for a mistake, or is emptied as a test.",
    },
    {
        .id = "sink.abilities-stay",
        .clauses = "SRC-ABIL-02",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"abilities asked twice", 1}},
        .in_case = assay_check_sink_abilities,
        .done = "Asks the sink twice for each ability that the contract knows, and once for one "
                "that it does not: the same answers, and none.",
        .cause = "query is NULL, or gives one table whatever it is asked for.",
    },
    {
        .id = "sink.sizes",
        .clauses = "FSK-OUT-01",
        .tier = ASSAY_STANDARD,
        .kind = ASSAY_KIND_SINK,
        .exercises = {{"writes with records of all sizes", 1}},
        .in_case = assay_check_sink_sizes,
        .done = "Writes records of 0 bytes to 1 MiB, around the sizes of buffers, and reads them "
                "back.",
        .cause = "A record larger than the buffer is cut, or an empty one is left out.",
    },
};
