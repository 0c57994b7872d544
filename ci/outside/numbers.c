/* A connector outside of Assay's tree: the numbers from 1 up to, not including, the setting "to".
 * It has no ability. NUMBERS_LOST, planted by the test, keeps so many of the last ones back. */
#include <assay/connector.h>
#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/settings.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct numbers {
    assay_source base;
    int64_t count;
} numbers;

typedef struct numbers_reader {
    assay_reader base;
    int64_t count, at; /* 0 before start, then the number, count + 1 at the end, -1 when closed */
    char text[24];
} numbers_reader;

static assay_status advance_to(numbers_reader *reader, int64_t number)
{
    reader->at = number;
    return number > reader->count ? ASSAY_END : ASSAY_OK;
}

static assay_status start(assay_reader *self, assay_error *error)
{
    numbers_reader *reader = (numbers_reader *)self;
    if (reader->at != 0)
        return assay_error_set(error, ASSAY_STATE, "was started or closed");
    return advance_to(reader, 1);
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    numbers_reader *reader = (numbers_reader *)self;
    if (reader->at <= 0)
        return assay_error_set(error, ASSAY_STATE, "is not started, or closed");
    return advance_to(reader, reader->at > reader->count ? reader->at : reader->at + 1);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    numbers_reader *reader = (numbers_reader *)self;
    if (reader->at <= 0 || reader->at > reader->count)
        return assay_error_set(error, ASSAY_STATE, "is on no record");
    int size = snprintf(reader->text, sizeof(reader->text), "%lld", (long long)reader->at);
    *record = (assay_record){.struct_size = sizeof(*record), .timestamp = ASSAY_TIMESTAMP_MIN};
    record->value = (assay_bytes){reader->text, (size_t)size};
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    numbers_reader *reader = (numbers_reader *)self;
    if (reader->at < 0)
        return assay_error_set(error, ASSAY_STATE, "is closed");
    reader->at = -1;
    return ASSAY_OK;
}

static const void *no_reader_ability(assay_reader *self, const char *ability)
{
    (void)self, (void)ability;
    return NULL;
}

static void release_reader(assay_reader *self)
{
    free(self);
}

static const assay_reader_ops reader_ops = {
    sizeof(reader_ops), 0, start, advance, current, close_reader, no_reader_ability,
    release_reader};

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    return assay_put_u64(to, (uint64_t)((numbers *)self)->count);
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    char text[48];
    int size = snprintf(text, sizeof(text), "numbers to %lld", (long long)((numbers *)self)->count);
    return to->append(to, text, (size_t)size);
}

static assay_status validate(assay_source *self, assay_error *error)
{
    (void)self, (void)error;
    return ASSAY_OK;
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    numbers_reader *made = calloc(1, sizeof(*made));
    if (made == NULL)
        return ASSAY_MEMORY;
    made->base.ops = &reader_ops;
    made->count = ((numbers *)self)->count;
    made->count -= made->count > NUMBERS_LOST ? NUMBERS_LOST : 0;
    *reader = &made->base;
    return ASSAY_OK;
}

static const void *no_source_ability(assay_source *self, const char *ability)
{
    (void)self, (void)ability;
    return NULL;
}

static void release(assay_source *self)
{
    free(self);
}

static const assay_source_ops source_ops = {
    sizeof(source_ops), 0, encode, describe, validate, open_reader, no_source_ability, release};

static assay_status make(int64_t count, assay_source **source)
{
    numbers *made = malloc(sizeof(*made));
    if (made == NULL)
        return ASSAY_MEMORY;
    *made = (numbers){{&source_ops}, count};
    *source = &made->base;
    return ASSAY_OK;
}

static assay_status open_source(const assay_connector *self, const assay_host *host,
                                const assay_config *config, assay_source **source,
                                assay_error *error)
{
    (void)self, (void)host;
    static const assay_setting_rule rules[] = {{"to", ASSAY_SETTING_NUMBER, true, 0, 1, 1000}};
    int64_t to = 1;
    ASSAY_TRY(assay_settings_read(config, rules, 1, &to, error));
    return make(to - 1, source);
}

static assay_status decode_source(const assay_connector *self, const assay_host *host,
                                  assay_bytes encoded, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    uint64_t count = assay_take_u64(&decoder);
    if (!assay_decoder_done(&decoder) || count >= 1000)
        return assay_error_set(error, ASSAY_INVALID, "not an encoded source of numbers");
    return make((int64_t)count, source);
}

static const assay_connector connector = {.struct_size = sizeof(connector),
                                          .contract = ASSAY_CONTRACT_VERSION,
                                          .name = "numbers",
                                          .version = "1",
                                          .open_source = open_source,
                                          .decode_source = decode_source};

const assay_connector *assay_connector_entry(void)
{
    return &connector;
}
