/* Clauses that no check is about, and why. */
#include "clauses/clause.h"
#include <string.h>

const assay_unchecked_clause assay_unchecked_clauses[] = {
    {{"BS-SPLIT-05", "MAY",
      "A source that cannot be cut gives one part that reads the same, or does not offer to be "
      "split.",
      "Beam FileBasedSource.split", "Much data cannot be cut, such as a compressed file.", "0"},
     ASSAY_DUTY_KIT,
     "Checks of splits take one part for an answer and are unproven; that a large source is cut is "
     "only a SHOULD."},
    {{"RD-LIFE-01", "MUST", "start is called once, before anything else that moves a reader.",
      "Beam Source.Reader.start", "What is set up twice is given back once.", "0"},
     ASSAY_DUTY_CALLER,
     "Checks keep to it. What a reader answers to a caller who does not is RD-LIFE-02."},
    {{"RD-LIFE-08", "SHOULD", "A record that has no time of its own has the smallest time.",
      "Beam Source.Reader.getCurrentTimestamp",
      "A time of reading looks like one of the data, and is another one after a retry.", "0"},
     ASSAY_DUTY_UNTESTABLE,
     "Whether the records of a store have times only its author knows. That a record has the same "
     "time whoever reads it is DYN-16."},
    {{"RD-LIFE-16", "MUST",
      "One thread at a time uses a reader, except for the calls that say: any thread.",
      "Beam Source.Reader, class text", "Readers would need a lock around every record.", "0"},
     ASSAY_DUTY_CALLER,
     "Checks keep to it."},
    {{"PROG-08", "SHOULD", "Progress is roughly the share of the work that is done.",
      "Beam BoundedReader.getFractionConsumed", "Work is given away where little is left.", "0"},
     ASSAY_DUTY_UNTESTABLE,
     "There is no bound that every correct reader keeps: of a record that is half of a file, all "
     "progress comes at once. What is certain at the ends is PROG-02 and PROG-03."},
    {{"SPP-01", "MAY", "Counts of split points may be unknown, -1, at any time.",
      "Beam BoundedReader.getSplitPointsConsumed", "Some stores cannot count.", "0"},
     ASSAY_DUTY_KIT,
     "Checks of counts compare those that are known, and are unproven where none is."},
    {{"POS-04", "SHOULD", "All records of a range but the last one end inside of it.",
      "Beam RangeTracker, class text", "A range costs more to read than its length says.", "0"},
     ASSAY_DUTY_UNTESTABLE,
     "The contract says where a record starts, not where it ends. What reading a range costs is "
     "POS-12."},
    {{"POS-05", "MUST", "Records do not overlap.", "Beam RangeTracker, class text",
      "Two records share bytes, and a cut in them belongs to both.", "0"},
     ASSAY_DUTY_UNTESTABLE,
     "The contract says where a record starts, not where it ends. What overlapping does to cuts is "
     "POS-01."},
    {{"DYN-15", "MAY", "A reader need not offer dynamic splits.",
      "Beam BoundedReader.splitAtFraction, default",
      "Many stores cannot be cut while they are read.", "0"},
     ASSAY_DUTY_KIT,
     "Checks of dynamic splits are skipped where no reader offers any; what a manifest declares is "
     "SRC-ABIL-01."},
    {{"DYNC-02", "MUST", "One split of a reader at a time.", "Beam BoundedReader.splitAtFraction",
      "Two residuals would hold the same records.", "0"},
     ASSAY_DUTY_CALLER,
     "Checks keep to it."},
};
const size_t assay_unchecked_clause_count =
    sizeof assay_unchecked_clauses / sizeof *assay_unchecked_clauses;

const assay_unchecked_clause *assay_unchecked_clause_find(const char *id)
{
    for (size_t i = 0; i < assay_unchecked_clause_count; i++)
        if (strcmp(assay_unchecked_clauses[i].clause.id, id) == 0)
            return &assay_unchecked_clauses[i];
    return NULL;
}
