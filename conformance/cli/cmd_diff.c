/* assay diff: what has changed from one run to another. */
#include "cli/verbs.h"

#include "report/diff.h"
#include "report/past.h"
#include "report/publish.h"
#include <assay/toolkit/error.h>

static assay_status write_diff(FILE *to, const void *context, assay_error *error)
{
    const void *const *both = context;
    const bool *json = both[1];
    return *json ? assay_diff_json(to, both[0], error) : assay_diff_text(to, both[0], error);
}

static assay_status compare(const assay_options *options, const assay_run *before,
                            const assay_run *now, bool *worse, assay_error *error)
{
    assay_diff diff;
    if (assay_diff_make(&diff, before, now) != ASSAY_OK)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    *worse = assay_diff_count(&diff, ASSAY_DIFF_WORSE) > 0;
    const void *both[] = {&diff, &options->json};
    assay_status status = assay_publish(options->to, write_diff, both, error);
    assay_diff_clear(&diff);
    return status;
}

static assay_status check_whole(const char *path, const assay_run *run, assay_error *error)
{
    if (!run->cut)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "%s: the run did not end, so nothing compares",
                           path);
}

static assay_status diff(const assay_options *options, assay_past pasts[2], bool *worse,
                         assay_error *error)
{
    for (int i = 0; i < 2; i++) {
        const char *path = options->arguments[i];
        ASSAY_TRY(assay_past_read(&pasts[i], path, error));
        ASSAY_TRY(check_whole(path, &pasts[i].run, error));
    }
    return compare(options, &pasts[0].run, &pasts[1].run, worse, error);
}

int assay_cmd_diff(const assay_options *options)
{
    assay_past pasts[2] = {{.header = NULL}, {.header = NULL}};
    assay_error error = ASSAY_ERROR_INIT;
    bool worse = false;
    assay_status status = diff(options, pasts, &worse, &error);
    for (int i = 0; i < 2; i++)
        assay_past_clear(&pasts[i]);
    if (status != ASSAY_OK)
        return assay_complain(status, &error);
    return worse ? ASSAY_EXIT_NOT_CONFORMANT : ASSAY_EXIT_CONFORMANT;
}
