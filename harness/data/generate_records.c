/* Records for sinks and for stores: only a truth. And data that is there already: not even that. */
#include "data/generators.h"

#include "data/build.h"
#include "data/random.h"
#include "data/record_maker.h"
#include <assay/toolkit/delimited_reader.h>
#include <string.h>

#define ID_LEAST 8
#define ID_MOST 20

const assay_option assay_records_options[ASSAY_RECORDS_OPTIONS] = {
    {"ids", ASSAY_OPTION_SWITCH, "every record has an id of its own", 0, 0, "false"},
    {"delimiter", ASSAY_OPTION_TEXT, "is in no record", 0, 0, "\n"},
    {"huge", ASSAY_OPTION_SWITCH, "some records of about 64 KiB and of 200 KiB", 0, 0, "false"},
};

/* The first eight bytes are a bijection of i, so ids are unique. */
static size_t make_id(uint64_t seed, uint64_t i, unsigned char id[ID_MOST + 8])
{
    assay_random random = {seed + i};
    uint64_t words[3];
    for (size_t w = 0; w < 3; w++)
        words[w] = assay_random_next(&random);
    for (size_t at = 0; at < ID_MOST; at++)
        id[at] = (unsigned char)(words[at / 8] >> at % 8 * 8);
    return ID_LEAST + words[2] % (ID_MOST - ID_LEAST + 1);
}

static assay_status add_records(assay_build *build, const assay_record_maker *maker, bool ids,
                                assay_buffer *scratch, assay_error *error)
{
    unsigned char id[ID_MOST + 8];
    for (uint64_t i = 0; i < build->records; i++) {
        uint64_t number = assay_amount_number(build->amount, i);
        assay_record record = ASSAY_RECORD_INIT;
        ASSAY_TRY(assay_record_make(maker, number, false, scratch));
        record.value = assay_buffer_bytes(scratch);
        if (ids)
            record.id = (assay_bytes){id, make_id(build->amount->seed, number, id)};
        ASSAY_TRY(assay_truth_writer_add(build->truth, &record, error));
    }
    return ASSAY_OK;
}

static assay_status fill(assay_build *build, assay_error *error)
{
    const char *delimiter = assay_build_text(build, "delimiter");
    bool ids = assay_build_switch(build, "ids");
    const assay_record_maker maker = {build->amount->seed,
                                      {delimiter, strlen(delimiter)},
                                      assay_build_switch(build, "huge"),
                                      false};
    assay_buffer scratch = ASSAY_BUFFER_INIT;
    ASSAY_TRY(assay_delimiter_check(maker.delimiter, error));
    ASSAY_TRY(assay_build_open_truth(build, ids ? ASSAY_DIGEST_IDS : 0, error));
    build->dataset->stored_bytes = -1;
    assay_status status = add_records(build, &maker, ids, &scratch, error);
    assay_buffer_clear(&scratch);
    return status;
}

assay_status assay_records_make(const assay_setting_list *options, const assay_amount *amount,
                                const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {.name = "records",
                         .table = assay_records_options,
                         .option_count = ASSAY_RECORDS_OPTIONS,
                         .options = options,
                         .amount = amount,
                         .folder = folder,
                         .dataset = dataset};
    return assay_build_run(&build, fill, error);
}

static assay_status fill_nothing(assay_build *build, assay_error *error)
{
    build->dataset->records = 0;
    build->dataset->stored_bytes = -1;
    return assay_build_open_truth(build, 0, error);
}

assay_status assay_existing_make(const assay_setting_list *options, const assay_amount *amount,
                                 const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {.name = "existing",
                         .options = options,
                         .amount = amount,
                         .folder = folder,
                         .dataset = dataset};
    return assay_build_run(&build, fill_nothing, error);
}
