/* Opens and closes suites. */
#include "cmocka/suite.h"

#include "checks/checks.h"
#include "cmocka/settings.h"
#include "host/serve.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "/cmocka.h"

/* The processes of the checks inherit it. */
static assay_status hand_on(const char *libexec, assay_error *error)
{
    char *folder;
    size_t size = strlen(libexec), name = strlen(HEADER);
    bool header = size > name && strcmp(libexec + size - name, HEADER) == 0;
    if (asprintf(&folder, "%.*s%s", (int)(header ? size - name : size), libexec,
                 header ? "/" ASSAY_LIBEXEC_FROM_HEADER : "") < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    int failed = setenv("ASSAY_LIBEXEC", folder, 0);
    free(folder);
    return failed == 0 ? ASSAY_OK : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

static assay_status open_pool(assay_suite *self, assay_entry_fn *entry, bool in_process,
                              assay_error *error)
{
    assay_server server = {.channel = -1,
                           .isolated = !in_process,
                           .tables = assay_check_tables,
                           .count = assay_check_table_count,
                           .entry = entry};
    return assay_pool_open_own(&server, &self->session.guard, &self->session.pool, error);
}

static assay_status prepare(assay_suite *self, const char *manifest, assay_entry_fn *entry,
                            bool in_process, assay_error *error)
{
    assay_session *session = &self->session;
    ASSAY_TRY(entry != NULL ? assay_session_read_linked(session, manifest, error)
                            : assay_session_read_manifest(session, manifest, error));
    ASSAY_TRY(assay_session_add_all(session, 0, error));
    ASSAY_TRY(assay_session_verify_filters(session, error));
    assay_session_leave_out(session);
    ASSAY_TRY(assay_session_make_data(session, error));
    ASSAY_TRY(open_pool(self, entry, in_process, error));
    ASSAY_TRY(assay_session_plan(session, error));
    return assay_suite_name_tests(self, error);
}

static void free_suite(assay_suite *self)
{
    for (size_t i = 0; self->tests != NULL && i < self->session.run.item_count; i++)
        free(self->tests[i].name);
    free(self->tests);
    free(self->text);
    assay_session_clear(&self->session);
    free(self);
}

assay_status assay_suite_open_with(const char *libexec, const char *manifest,
                                   const assay_suite_options *options, assay_suite **suite,
                                   assay_error *error)
{
    assay_suite_settings settings;
    assay_error unwanted = ASSAY_ERROR_INIT;
    assay_error *to = error != NULL ? error : &unwanted;
    *suite = NULL;
    ASSAY_TRY(assay_suite_settings_read(options, &settings, to));
    ASSAY_TRY(hand_on(libexec, to));
    assay_suite *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return assay_error_set(to, ASSAY_MEMORY, "out of memory");
    assay_session_init(&self->session, &settings.run, &settings.selection);
    assay_status status =
        prepare(self, manifest, options != NULL ? options->entry : NULL, settings.in_process, to);
    self->selected = settings.selection.count > 0;
    /* Their texts are the caller's or the environment's. */
    self->session.selection = (assay_selection){.count = 0};
    if (status == ASSAY_OK) {
        *suite = self;
        return ASSAY_OK;
    }
    assay_session_mask(&self->session, to);
    free_suite(self);
    return status;
}

assay_status assay_suite_close(assay_suite *self, assay_error *error)
{
    if (self == NULL)
        return ASSAY_OK;
    bool well = assay_session_tear_down(&self->session);
    free_suite(self);
    return well ? ASSAY_OK
                : assay_error_set(error, ASSAY_IO, "the suite was not torn down as it should be");
}
