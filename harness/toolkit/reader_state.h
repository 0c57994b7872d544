#ifndef ASSAY_TOOLKIT_READER_STATE_H
#define ASSAY_TOOLKIT_READER_STATE_H

#include <assay/status.h>

/* Where a reader is; the rules are those of assay/reader.h. */
typedef enum assay_reader_state {
    ASSAY_READER_NEW,
    ASSAY_READER_ON_RECORD,
    ASSAY_READER_AT_END,
    ASSAY_READER_FAILED,
    ASSAY_READER_CLOSED
} assay_reader_state;

/* What a call begins with. OK: it may go on; STATE: it may not, with the message; END: advance at
 * the end, which is the whole answer. */
assay_status assay_reader_check_start(assay_reader_state state, assay_error *error) ASSAY_MUST_USE;
assay_status assay_reader_check_advance(assay_reader_state state,
                                        assay_error *error) ASSAY_MUST_USE;
assay_status assay_reader_check_record(assay_reader_state state, assay_error *error) ASSAY_MUST_USE;
assay_status assay_reader_check_close(assay_reader_state state, assay_error *error) ASSAY_MUST_USE;
assay_status assay_reader_check_open(assay_reader_state state, assay_error *error) ASSAY_MUST_USE;

/* The state after start and advance gave that answer. */
assay_reader_state assay_reader_state_after(assay_status answer);

#endif
