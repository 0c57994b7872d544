/* The wrapping connector: open and decode. */
#include <assay/toolkit/wrap_handle.h>

#include <assay/toolkit/error.h>
#include <string.h>

static const assay_wrap *wrap_of(const assay_connector *self)
{
    return (const assay_wrap *)self;
}

static assay_status no_kind(const assay_connector *inner, const char *kind, assay_error *error)
{
    return assay_error_set(error, ASSAY_UNSUPPORTED, "'%s' has no %s", inner->name, kind);
}

assay_status assay_wrap_open_source(const assay_connector *self, const assay_host *host,
                                    const assay_config *config, assay_source **source,
                                    assay_error *error)
{
    const assay_connector *inner = wrap_of(self)->inner();
    assay_source *opened = NULL;
    if (inner->open_source == NULL)
        return no_kind(inner, "source", error);
    ASSAY_TRY(inner->open_source(inner, host, config, &opened, error));
    return assay_wrap_source_new(wrap_of(self), opened, source);
}

assay_status assay_wrap_decode_source(const assay_connector *self, const assay_host *host,
                                      assay_bytes encoded, assay_source **source,
                                      assay_error *error)
{
    const assay_connector *inner = wrap_of(self)->inner();
    assay_source *decoded = NULL;
    if (inner->decode_source == NULL)
        return no_kind(inner, "source", error);
    ASSAY_TRY(inner->decode_source(inner, host, encoded, &decoded, error));
    return assay_wrap_source_new(wrap_of(self), decoded, source);
}

assay_status assay_wrap_open_sink(const assay_connector *self, const assay_host *host,
                                  const assay_config *config, assay_sink **sink, assay_error *error)
{
    const assay_connector *inner = wrap_of(self)->inner();
    assay_sink *opened = NULL;
    if (inner->open_sink == NULL)
        return no_kind(inner, "sink", error);
    ASSAY_TRY(inner->open_sink(inner, host, config, &opened, error));
    return assay_wrap_sink_new(wrap_of(self), opened, sink);
}

assay_status assay_wrap_decode_sink(const assay_connector *self, const assay_host *host,
                                    assay_bytes encoded, assay_sink **sink, assay_error *error)
{
    const assay_connector *inner = wrap_of(self)->inner();
    assay_sink *decoded = NULL;
    if (inner->decode_sink == NULL)
        return no_kind(inner, "sink", error);
    ASSAY_TRY(inner->decode_sink(inner, host, encoded, &decoded, error));
    return assay_wrap_sink_new(wrap_of(self), decoded, sink);
}

const void *assay_wrap_pick(const wrapped_ability *rows, size_t count, const char *ability,
                            const void *inner)
{
    for (size_t i = 0; i < count; i++)
        if (inner != NULL && strcmp(rows[i].name, ability) == 0)
            return rows[i].table(inner);
    return NULL;
}
