#include "emit/rehearsal.h"

#include "checks/checks.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SEED = 1, SECONDS = 300 };

static assay_scenario *find_scenario(assay_manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->scenario_count; i++)
        if (strcmp(manifest->scenarios[i].name, name) == 0)
            return &manifest->scenarios[i];
    return NULL;
}

static int read_tape(const char *path, assay_buffer *to)
{
    char bytes[4096];
    size_t got;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return 1;
    while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
        if (assay_buffer_append(&to->out, bytes, got) != ASSAY_OK)
            return 1;
    return fclose(file);
}

static int take(const assay_setup *setup, rehearsed *to)
{
    int64_t deadline = assay_clock_now() + SECONDS * INT64_C(1000000);

    if (mkdir(setup->folder, 0777) != 0 || setup->check == NULL || setup->scenario == NULL)
        return 1;
    if (assay_exam_take(setup, true, deadline, &to->finding, NULL) != ASSAY_OK)
        return 1;
    return read_tape(setup->tape, &to->tape);
}

static int replace_library(assay_scenario *scenario, const char *library)
{
    if (library == NULL || scenario == NULL)
        return 0;
    free(scenario->library);
    scenario->library = realpath(library, NULL);
    return scenario->library == NULL;
}

static int with_manifest(const rehearsal *what, const char *folder, assay_manifest *manifest,
                         rehearsed *to)
{
    assay_error error = ASSAY_ERROR_INIT;
    char data[4200], work[4200], tape[4200];
    assay_scenario *scenario = find_scenario(manifest, what->scenario);

    snprintf(data, sizeof(data), "%s/data", folder);
    snprintf(work, sizeof(work), "%s/work", folder);
    snprintf(tape, sizeof(tape), "%s/tape", folder);
    snprintf(to->connector, sizeof(to->connector), "%s", manifest->name);
    if (mkdir(data, 0777) != 0 || replace_library(scenario, what->library) != 0)
        return 1;
    if (assay_manifest_make_data(manifest, data, SEED, what->records, &error) != ASSAY_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    assay_setup setup = {.check = assay_check_find(what->check),
                         .scenario = scenario,
                         .seed = SEED,
                         .tier = ASSAY_STANDARD,
                         .folder = work,
                         .turn = what->turn,
                         .tape = tape};
    return take(&setup, to);
}

int rehearse(const rehearsal *what, const char *folder, rehearsed *to)
{
    assay_manifest manifest;
    assay_error error = ASSAY_ERROR_INIT;

    memset(to, 0, sizeof(*to));
    to->tape = (assay_buffer)ASSAY_BUFFER_INIT;
    if (assay_manifest_read(what->manifest, &manifest, &error) != ASSAY_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    int failed = with_manifest(what, folder, &manifest, to);
    assay_manifest_clear(&manifest);
    if (failed)
        fprintf(stderr, "cannot run %s over %s\n", what->check, what->scenario);
    return failed;
}

void rehearsed_clear(rehearsed *self)
{
    assay_finding_clear(&self->finding);
    assay_buffer_clear(&self->tape);
}
