/* The range connector, except that BROKEN in the environment makes it break a clause. */
#include <assay/toolkit/wrap.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const assay_connector *inner_connector_entry(void);

static bool is_broken(const char *how)
{
    const char *wanted = getenv("BROKEN");
    return wanted != NULL && strcmp(wanted, how) == 0;
}

/* loses: every second record. */
static assay_status advance(assay_reader *self, assay_error *error)
{
    assay_reader *inner = assay_wrap_inner_reader(self);
    if (is_broken("loses"))
        ASSAY_TRY(inner->ops->advance(inner, error));
    return inner->ops->advance(inner, error);
}

/* close: it may be done again. */
static assay_status close_reader(assay_reader *self, assay_error *error)
{
    assay_reader *inner = assay_wrap_inner_reader(self);
    assay_status status = inner->ops->close(inner, error);
    return is_broken("closes") ? ASSAY_OK : status;
}

/* describe: another text every time, or more than a line. */
static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    static char text[] = "source A";
    static const char lines[] = "a source\nof numbers";
    assay_source *inner = assay_wrap_inner_source(self);
    if (is_broken("tells"))
        return to->append(to, lines, sizeof(lines) - 1);
    if (!is_broken("describes"))
        return inner->ops->describe(inner, to, error);
    text[sizeof(text) - 2]++;
    return to->append(to, text, sizeof(text) - 1);
}

static const assay_source_ops source = {.struct_size = sizeof(source), .describe = describe};
static const assay_reader_ops reader = {
    .struct_size = sizeof(reader), .advance = advance, .close = close_reader};
static const assay_wrap_hooks hooks = {.source = &source, .reader = &reader};

static const assay_wrap connector = {
    .base = {.struct_size = sizeof(assay_connector),
             .contract = ASSAY_CONTRACT_VERSION,
             .name = "range",
             .version = ASSAY_VERSION,
             .open_source = assay_wrap_open_source,
             .decode_source = assay_wrap_decode_source},
    .inner = inner_connector_entry,
    .hooks = &hooks,
};

const assay_connector *assay_connector_entry(void)
{
    return &connector.base;
}
