/* Which calls a reader takes in which state. */
#include <assay/toolkit/reader_state.h>
#include <assay/toolkit/error.h>

#include <stdbool.h>

static assay_status allow(bool allowed, const char *otherwise, assay_error *error)
{
    return allowed ? ASSAY_OK : assay_error_set(error, ASSAY_STATE, "%s", otherwise);
}

assay_status assay_reader_check_start(assay_reader_state state, assay_error *error)
{
    return allow(state == ASSAY_READER_NEW, "the reader was started before", error);
}

assay_status assay_reader_check_advance(assay_reader_state state, assay_error *error)
{
    if (state == ASSAY_READER_AT_END)
        return ASSAY_END;
    return allow(state == ASSAY_READER_ON_RECORD, "the reader is not started, failed, or closed",
                 error);
}

assay_status assay_reader_check_record(assay_reader_state state, assay_error *error)
{
    return allow(state == ASSAY_READER_ON_RECORD, "the reader is on no record", error);
}

assay_status assay_reader_check_close(assay_reader_state state, assay_error *error)
{
    return allow(state != ASSAY_READER_CLOSED, "the reader was closed before", error);
}

assay_status assay_reader_check_open(assay_reader_state state, assay_error *error)
{
    return allow(state != ASSAY_READER_CLOSED, "the reader is closed", error);
}

assay_reader_state assay_reader_state_after(assay_status answer)
{
    if (answer == ASSAY_OK)
        return ASSAY_READER_ON_RECORD;
    return answer == ASSAY_END ? ASSAY_READER_AT_END : ASSAY_READER_FAILED;
}
