#include "clauses/tables.h"

const assay_clause assay_clauses_sources[] = {
    {"SRC-IMM-01", "MUST",
     "A source never changes what it describes: not by being read, sized or split, nor when a "
     "reader made from it is split.",
     "Beam Source, class text",
     "Two workers hold copies of one source; when one of them changes its own, records are "
     "lost or read twice.",
     "0"},
    {"SRC-IMM-04", "MUST", "Any thread may call a source, several at once, except for release.",
     "Beam Source, class text, and iobase.BoundedSource in Python; a MUST there for what the "
     "threads of a runner reach",
     "A worker reads many parts of one source at once.", "0"},
    {"SRC-SER-01", "MUST",
     "A source can be encoded; what is decoded from it in another process reads, sizes and "
     "describes itself as the original does. Bytes that encode did not write are INVALID.",
     "Beam Source, class text; refusal of foreign bytes: Assay",
     "A source is made in one place and read in another; what is not encoded is a default "
     "there.",
     "0"},
    {"SRC-SER-02", "MUST",
     "Every part that a split or a dynamic split gives is a whole source of its own that can "
     "be read where its parent never was.",
     "Beam BoundedSource.split and splitAtFraction", "Parts travel alone.", "0"},
    {"SRC-SER-03", "MUST",
     "Where a source is decoded nothing is as it was but the store: not the working directory, nor "
     "descriptors or what else a process has.",
     "Beam Source, class text", "It is read on a machine where nobody has set that up.", "0"},
    {"SRC-SER-04", "SHOULD",
     "The encoding of a part is about as small as that of the whole; it grows neither with the "
     "number of parts nor with the depth of splits.",
     "Beam PTransform style guide, serialization",
     "Ten million parts that each carry a list of all are more than a runner can hold.", "0"},
    {"SRC-VAL-01", "MUST",
     "A configuration that cannot be used is INVALID, with a message, when the source is "
     "opened or validated; never only when it is read. Good data validates.",
     "Beam Source.validate", "The mistake shows hours later, on a worker, instead of at once.",
     "0"},
    {"SRC-VAL-02", "MUST",
     "A setting that the connector does not know is INVALID, with a message that names the "
     "key; no setting is silently passed over.",
     "Beam PTransform style guide, testing; narrowed by Assay to unknown keys",
     "A mistyped option has no effect, and nobody is told.", "0"},
    {"SRC-STR-01", "SHOULD",
     "A source says in one line of text what it reads; neighbouring parts say different "
     "things.",
     "Beam Source, class text", "Without it a log cannot say which part failed.", "0"},
    {"SRC-STORE-01", "SHOULD",
     "To open, size, split and read a source leaves its store as it was: no file more or less, and "
     "in none of them another byte.",
     "Assay; follows from SRC-IMM-01",
     "Who may only read cannot read then; what each reader leaves is found by a pattern, copied "
     "along, or fills the store.",
     "0"},
    {"SRC-MEM-01", "SHOULD",
     "A call that gets no memory answers MEMORY or IO, or does all that it was to do; it is no "
     "END, ends no "
     "process and keeps nothing of what it had, and what is there already stays as it was.",
     "Assay",
     "Workers run near their limit for hours. A read that fails is done again; one that ended "
     "early in silence is not.",
     "0"},
    {"SRC-ABIL-01", "MUST",
     "An ability that the manifest declares is offered by the source, or its readers, of at "
     "least one data set.",
     "Assay", "Checks of the ability would silently not run.", "0"},
    {"SRC-ABIL-02", "MUST",
     "The same instance always gives the same answer to a query; an unknown name gives none. "
     "The table of an ability says its size, and the kind of positions is the same for a "
     "source and its readers.",
     "Assay", "A caller asks once and keeps the answer.", "0"},
    {"BS-SPLIT-01", "MUST",
     "The parts of a split together yield exactly the records of the source, none lost and "
     "none twice.",
     "Beam BoundedSource.split", "Records are lost or doubled with no error anywhere.", "0"},
    {"BS-SPLIT-02", "SHOULD", "Parts have about the size that was asked for, in stored bytes.",
     "Beam BoundedSource.split",
     "Parts that are far too large cannot be balanced, far too small ones cost more to "
     "schedule than to read.",
     "0"},
    {"BS-SPLIT-03", "MUST", "A split leaves the source as it was, and readable.",
     "Beam Source, class text", "A retried split of the same source loses data.", "0"},
    {"BS-SPLIT-04", "MUST", "Parts can be split again, any number of times.",
     "Beam RangeTracker, class text", "A runner splits what is still too large once more.", "0"},
    {"BS-SPLIT-06", "MUST",
     "Any desired size from 1 to the largest number gives a whole cover, without overflow or "
     "endless work. Less than 1, and 0 parts, are INVALID.",
     "Beam OffsetBasedSource.split clamps; refusal below 1: Assay; narrower than Beam, which "
     "leaves it open",
     "Runners compute the size by a division, and get 1 as well as the largest number.", "0"},
    {"BS-SPLIT-07", "MUST", "An empty source gives no part, or parts that read nothing.",
     "Beam OffsetBasedSource.split", "An empty file stops a pipeline.", "0"},
    {"BS-SPLIT-08", "MUST",
     "Each split stands alone: asked again, also of a decoded copy, the source gives another "
     "whole cover.",
     "Beam Source, class text", "Splits are retried on other machines.", "0"},
    {"BS-SPLIT-09", "MUST",
     "Where a source and its parts say their bounds, the parts abut: the first begins where the "
     "source does, each other one where one before it ends, and none reaches over its end.",
     "Beam iobase.BoundedSource.split in Python, OffsetBasedSource.split in Java",
     "What is added to the store between two parts is read by both or by none.", "0"},
    {"BS-SPLIT-12", "SHOULD",
     "While the store stays as it is, the same split gives the same parts again, whoever asks.",
     "Assay; wider than Beam, where any whole cover does",
     "Of a plan that is made a second time after a failure some parts are done already; were they "
     "cut elsewhere, records would be read twice or never.",
     "0"},
    {"BS-SIZE-01", "MUST",
     "The size is the bytes in the store, before decompression or decoding, within the "
     "tolerance of the manifest; or unknown.",
     "Beam BoundedSource.getEstimatedSizeBytes", "The number of parts is computed from it.", "0"},
    {"BS-SIZE-02", "MUST", "The size is -1 for unknown or not negative.",
     "Beam BoundedSource.getEstimatedSizeBytes; unknown is -1 here, 0 in Java, None in Python",
     "A negative number becomes a huge one, or a division that fails.", "0"},
    {"BS-SIZE-03", "SHOULD", "The sizes of the parts of a source add up to about its own.",
     "Assay; follows from BS-SIZE-01",
     "Parts that each say the size of the whole make the progress of a job meaningless.", "0"},
    {"BS-SIZE-04", "SHOULD",
     "After a dynamic split the sizes of primary and residual add up to about that of the "
     "source before.",
     "Assay; follows from Beam BoundedReader.splitAtFraction",
     "The work that is left is overrated after each split.", "0"},
    {"BS-SIZE-05", "SHOULD", "Estimating reads no data to speak of.",
     "Beam BoundedSource.getEstimatedSizeBytes and its place before the split",
     "A scan of everything before the start doubles the cost of a job.", "0"},
    {"BS-SIZE-06", "MUST", "The size is the same on every call while the store does not change.",
     "Assay; follows from SRC-IMM-01", "Workers that ask at different times plan different splits.",
     "0"},
    {"FBS-08", "SHOULD", "Opening a source or a reader does no I/O; that begins with start.",
     "Beam FileBasedSource.FileBasedReader, constructor",
     "Readers are made in numbers, and some are never started.", "0"},
    {"CMP-02", "MUST",
     "A compressed file is read as one part from its beginning: it offers no range and no "
     "dynamic split.",
     "Beam CompressedSource", "Decompression cannot begin in the middle.", "0"},
    {"CMP-04", "MUST",
     "Of a file that is read as one part the first record is the only split point.",
     "Beam CompressedSource.isAtSplitPoint", "A split is planned where none can be made.", "0"},
    {"CMP-05", "MUST",
     "Of a file that is read as one part none is consumed before the end, and one remains.",
     "Beam CompressedSource", "A runner waits for work that nobody can give it.", "0"},
    {"CMP-09", "MUST",
     "Compressed data that is cut off or changed is an error, CORRUPT or IO, and never an "
     "early end with OK; where the change means nothing, all records come.",
     "Beam PTransform style guide, runtime errors; Assay for the error's name",
     "Half a file is taken for a whole one.", "0"},
};
