#ifndef ASSAY_TOOLKIT_DELIMITED_READER_H
#define ASSAY_TOOLKIT_DELIMITED_READER_H

#include <assay/toolkit/input.h>
#include <stdbool.h>

/* Cuts a stream of bytes into records that end in a delimiter; the last one may lack it. A record
 * starts where the delimiter before it ends. One thread at a time. */
typedef struct assay_delimited_reader assay_delimited_reader;

#define ASSAY_DELIMITER_MAX 64

/* Whether a delimiter can be used: 1 to ASSAY_DELIMITER_MAX bytes that do not overlap themselves,
 * so that a cut at any byte finds the same delimiters (TXT-05). INVALID, with the reason, when not.
 */
assay_status assay_delimiter_check(assay_bytes delimiter, assay_error *error) ASSAY_MUST_USE;

/* Over input, which it closes in free, and whose first byte is at offset. crlf: a CR right before a
 * delimiter "\n" belongs to the delimiter (TXT-03). NULL: out of memory; input is the caller's
 * then. */
assay_delimited_reader *assay_delimited_reader_new(assay_input *input, uint64_t offset,
                                                   assay_bytes delimiter, bool crlf);
void assay_delimited_reader_free(assay_delimited_reader *self);

/* Skips to just after the next delimiter that ends at or after the present place; END when there is
 * none. For a range that begins at A > 0: open the input at A minus the delimiter's size and skip
 * once, then the first record is the first that starts at or after A (TXT-01). */
assay_status assay_delimited_reader_skip(assay_delimited_reader *self,
                                         assay_error *error) ASSAY_MUST_USE;

/* Drops a byte order mark if the next bytes are one (TXT-03); only at the start of a file. */
assay_status assay_delimited_reader_skip_bom(assay_delimited_reader *self,
                                             assay_error *error) ASSAY_MUST_USE;

/* The next record; OK or END. *value is the reader's, valid until the next call; *start is the
 * offset of its first byte. */
assay_status assay_delimited_reader_next(assay_delimited_reader *self, assay_bytes *value,
                                         uint64_t *start, assay_error *error) ASSAY_MUST_USE;

/* The offset of the next byte that has not been given out in a record or skipped. */
uint64_t assay_delimited_reader_offset(const assay_delimited_reader *self);

#endif
