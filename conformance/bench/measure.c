/* A row's check, run over its scenario in processes as those of assay-host. */
#include "bench/measure.h"

#include "engine/exam_private.h"
#include "host/reaper.h"
#include "session/session.h"
#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 120, SEED = 7 };

static const assay_scenario *find_scenario(const assay_session *session, const char *name)
{
    const assay_manifest *manifest = &session->manifests[0];
    for (size_t i = 0; i < manifest->scenario_count; i++)
        if (strcmp(manifest->scenarios[i].name, name) == 0)
            return &manifest->scenarios[i];
    return NULL;
}

static int compare_samples(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* What bench_give gave. */
static assay_status take_median(const bench_row *row, assay_bytes given, double *value,
                                assay_error *error)
{
    assay_decoder from = {given, false};
    int64_t samples[BENCH_SAMPLES];
    assay_bytes bytes = assay_take_bytes(&from);
    size_t count = bytes.size / sizeof(samples[0]);
    if (from.failed || count == 0 || count > BENCH_SAMPLES)
        return assay_error_set(error, ASSAY_INVALID, "%s: no samples", row->name);
    memcpy(samples, bytes.data, count * sizeof(samples[0]));
    qsort(samples, count, sizeof(samples[0]), compare_samples);
    *value = (double)samples[count / 2] / row->scale;
    return ASSAY_OK;
}

static void take(void *argument, assay_out *out)
{
    const assay_setup *setup = argument;
    assay_finding finding;
    assay_buffer given = ASSAY_BUFFER_INIT;
    int64_t deadline = assay_clock_now() + INT64_C(1000000) * PATIENCE_SECONDS;
    if (assay_exam_take(setup, true, deadline, &finding, &given) != ASSAY_OK)
        return;
    if (finding.verdict != ASSAY_PASS)
        fprintf(stderr, "assay-bench: %s: %s: %s%s\n", setup->check->id,
                assay_verdict_name(finding.verdict), finding.reason, finding.observed);
    else if (out->append(out, given.data, given.size) != ASSAY_OK)
        perror("assay-bench");
    assay_buffer_clear(&given);
    assay_finding_clear(&finding);
}

/* In a process of its own, as that of a coordinator: some checks wait for all of its children. */
static assay_status take_apart(const bench_row *row, const assay_setup *setup, double *value,
                               assay_error *error)
{
    assay_setup copy = *setup;
    assay_buffer given = ASSAY_BUFFER_INIT;
    int ends[2], patience = 2 * PATIENCE_SECONDS;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a pipe: %s", strerror(errno));
    fflush(NULL); /* or the child writes it again */
    int end = assay_reaper_run(take, &copy, ends[0],
                               assay_clock_now() + INT64_C(1000000) * patience, &given);
    assay_status status =
        end == ASSAY_REAPER_DONE
            ? take_median(row, assay_buffer_bytes(&given), value, error)
            : assay_error_set(error, ASSAY_IO, "%s: could not be measured", row->name);
    assay_buffer_clear(&given);
    close(ends[0]);
    close(ends[1]);
    return status;
}

static assay_status examine(const bench_row *row, assay_session *session, double *value,
                            assay_error *error)
{
    char *folder;
    const assay_scenario *scenario = find_scenario(session, row->scenario);
    if (scenario == NULL)
        return assay_error_set(error, ASSAY_INVALID, "%s: no scenario '%s'", row->name,
                               row->scenario);
    if (asprintf(&folder, "%s/work", session->scratch.path) < 0)
        return ASSAY_MEMORY;
    const assay_setup setup = {.check = row->check,
                               .scenario = scenario,
                               .seed = SEED,
                               .tier = row->tier,
                               .folder = folder};
    assay_status status =
        mkdir(folder, 0700) == 0
            ? take_apart(row, &setup, value, error)
            : assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", folder, strerror(errno));
    free(folder);
    return status;
}

static assay_status read_manifest(const bench_row *row, const char *manifests,
                                  assay_session *session, assay_error *error)
{
    char *path;
    if (asprintf(&path, "%s/%s.json", manifests, row->manifest) < 0)
        return ASSAY_MEMORY;
    assay_status status = assay_session_read_manifest(session, path, error);
    free(path);
    return status;
}

static assay_status measure(const bench_row *row, const char *manifests, double *value,
                            assay_error *error)
{
    const assay_run_settings settings = {.seed = SEED, .records = row->records};
    const assay_selection all = {0};
    assay_session session;
    assay_session_init(&session, &settings, &all);
    assay_status status = read_manifest(row, manifests, &session, error);
    if (status == ASSAY_OK)
        status = assay_session_make_data(&session, error);
    if (status == ASSAY_OK)
        status = examine(row, &session, value, error);
    assay_session_clear(&session);
    return status;
}

static assay_status measure_growth(const bench_row *row, const char *manifests, double *value,
                                   assay_error *error)
{
    char scenario[32];
    bench_row grown = *row;
    double less, more;
    snprintf(scenario, sizeof(scenario), "n-%" PRIu64, row->grown);
    grown.scenario = scenario;
    grown.records = row->grown;
    ASSAY_TRY(measure(row, manifests, &less, error));
    ASSAY_TRY(measure(&grown, manifests, &more, error));
    *value = log(more / less) / log((double)row->grown / (double)row->records);
    return ASSAY_OK;
}

assay_status bench_measure(const bench_row *row, const char *manifests, double *value,
                           assay_error *error)
{
    return (row->grown == 0 ? measure : measure_growth)(row, manifests, value, error);
}
