/* Beam's clauses that others say here, or that have no place in a contract in C. */
#include "clauses/clause.h"
#include <string.h>

const assay_folded_clause assay_folded_clauses[] = {
    {"SRC-IMM-02", "SRC-IMM-01 SRC-SER-01",
     "What a source keeps for itself is not seen; its encoding before and after use is."},
    {"SRC-IMM-03", "", "There are no setters: a source is made of its configuration at once."},
    {"SRC-IMM-05", "SRC-IMM-04", "What threads may do with a reader its abilities say."},
    {"SRC-COD-01", "", "A record is bytes; the coder is the adapter's."},
    {"SRC-COD-02", "", "A record is bytes; the coder is the adapter's."},
    {"SRC-DD-01", "SRC-STR-01 SRC-IMM-01", "What a source shows of itself is its description."},
    {"BS-SPLIT-10", "BS-SIZE-01 BS-SIZE-02 BS-SIZE-03", "The weight of a part is its size."},
    {"BS-SPLIT-11", "SRC-ABIL-02",
     "There are two kinds of positions, and the table of an ability names one."},
    {"RD-LIFE-09", "", "Every number of 64 bits is a time."},
    {"RD-LIFE-12", "RD-LIFE-11", "A second close answers STATE instead of OK, and does nothing."},
    {"PROG-09", "PROG-01 PROG-02", "Progress of a tracker and of a reader have one rule."},
    {"SPP-04", "SPP-03", "At the end all split points are consumed, no fewer."},
    {"SPP-13", "SPP-07 SPP-08", "How a reader counts what remains is its own."},
    {"POS-14", "POS-13", "Readers have no hasNext: what advance arrived at is consumed."},
    {"RT-INFO-01", "", "Where fractions are measured from follows from the range a tracker says."},
    {"RT-INFO-02", "", "A fraction between two positions may go to either."},
    {"SPP-12", "SPP-03 SPP-08", "At the end the last split point is done with, here as in Java."},
    {"DYNC-06", "RD-SRC-02 PROG-06 SPP-11", "Each of the three calls has its own clause."},
    {"DYNC-08", "DYN-02", "Whether an end is cached is seen when a reader is split."},
    {"OBS-01", "POS-16 SRC-VAL-01", "Bounds are checked where parts and sources are made."},
    {"OBS-03", "BS-SPLIT-01 BS-SPLIT-09", "Parts have one rule for all sources with bounds."},
    {"OBS-04", "", "A smallest size of parts is a setting of one implementation."},
    {"OBS-05", "BS-SPLIT-02 BS-SPLIT-06", "The arithmetic of parts is that of one implementation."},
    {"OBS-06", "BS-SIZE-01", "A size has one rule for all sources."},
    {"OBS-07", "POS-10 POS-16", "A part by bounds has one rule for all sources."},
    {"OBS-08", "POS-09 RD-LIFE-05", "A position has one rule for all readers."},
    {"OBS-09", "POS-09", "A position has one rule for all readers."},
    {"OBS-10", "DYN-15 DYN-03", "A reader that cannot be split does not offer it, or refuses."},
    {"OBS-11", "DYN-01 DYN-03",
     "A range without an end may be cut where there is data, as long as the split is right."},
    {"OBS-12", "SPP-02 SPP-03 SPP-08", "Counts have one rule for all readers."},
    {"OBS-13", "BS-SPLIT-06 DYN-17", "Large numbers are among the sizes and fractions tried."},
    {"FBS-01", "", "A source of several files does not offer to be cut by position."},
    {"FBS-02", "BS-SPLIT-01", "Several files are data like any other."},
    {"FBS-03", "SRC-VAL-01", "A file that is not there is a configuration that cannot be used."},
    {"FBS-04", "BS-SIZE-01 BS-SIZE-03", "A size has one rule for all sources."},
    {"FBS-05", "CMP-02", "What cannot be read from the middle is not cut."},
    {"FBS-06", "CMP-02", "What cannot be read from the middle does not offer it."},
    {"FBS-07", "POS-10", "A range has one rule for all sources."},
    {"FBS-09", "", "There is no base class."},
    {"FBS-10", "POS-10 RD-LIFE-03", "A range that begins inside of a record is one of those cut."},
    {"FBS-11", "RD-LIFE-03 BS-SPLIT-07", "Several files are data like any other, empty ones too."},
    {"FBS-12", "SRC-VAL-01", "A configuration is refused when the source is opened."},
    {"FBS-13", "RD-LIFE-03 CMP-02", "Empty files are data like any other."},
    {"FBS-14", "", "Which splits may be switched off is a setting of one implementation."},
    {"FBS-15", "", "How a reader opens its files is its own."},
    {"TXT-01", "POS-01 POS-10", "Lines are records, with delimiters of one to four bytes."},
    {"TXT-02", "RD-LIFE-03 RD-LIFE-18", "Lines are records, with and without a last delimiter."},
    {"TXT-03", "RD-LIFE-03 POS-01",
     "Line ends of two bytes and byte order marks are data to read and to cut at every byte."},
    {"TXT-04", "POS-01 BS-SPLIT-01", "Headers are data to read and to cut at every byte."},
    {"TXT-05", "SRC-VAL-01", "It is a configuration that cannot be used."},
    {"CMP-01", "", "What a file is, the configuration says."},
    {"CMP-03", "", "A plain file is read by a source of plain files."},
    {"CMP-06", "BS-SIZE-01", "A size has one rule for all sources."},
    {"CMP-07", "RD-LIFE-03", "Several members, and empty ones, are data like any other."},
    {"CMP-08", "", "What is not compressed is damage, or plain, as the connector says."},
    {"CMP-10", "", "There is no wrapped source to compare with."},
    {"KR-02", "POS-16", "Bounds have one rule for both kinds of positions."},
};
const size_t assay_folded_clause_count = sizeof assay_folded_clauses / sizeof *assay_folded_clauses;

const assay_folded_clause *assay_folded_clause_find(const char *id)
{
    for (size_t i = 0; i < assay_folded_clause_count; i++)
        if (strcmp(assay_folded_clauses[i].id, id) == 0)
            return &assay_folded_clauses[i];
    return NULL;
}
