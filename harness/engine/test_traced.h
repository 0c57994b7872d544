#ifndef ASSAY_ENGINE_TEST_TRACED_H
#define ASSAY_ENGINE_TEST_TRACED_H

#include "engine/tracer.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* For cmocka tests: a function that runs traced in a folder of the test's own, *state. */

enum { SECONDS = 1000000 };

static assay_tracing tested; /* the way to hold calls: as an argument of main says */

static inline void choose_way(int argc, char **argv)
{
    if (argc > 1)
        tested = strcmp(argv[1], "notify") == 0 ? ASSAY_TRACING_NOTIFY : ASSAY_TRACING_PTRACE;
}

typedef struct work {
    void (*run)(void);
    const assay_tracer_link *link;
    const char *folder;
} work;

static inline void run_armed(void *argument)
{
    const work *self = argument;
    assay_error error = ASSAY_ERROR_INIT;

    if (assay_tracer_arm(self->link, &error) != ASSAY_OK || chdir(self->folder) != 0)
        _exit(99);
    self->run();
}

typedef struct outcome {
    assay_tampered seen;
    assay_process_end end;
} outcome;

/* With so many seconds, which are many where it uses much of a processor. */
static inline outcome run_for(void **state, void (*what)(void), assay_tamper plan, int seconds)
{
    outcome to = {.seen = ASSAY_TAMPERED_INIT};
    assay_error error = ASSAY_ERROR_INIT;
    assay_process process;
    assay_process_trail trail = {ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    assay_tracer_link link;
    assay_scene *scene =
        mmap(NULL, sizeof(*scene), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    plan.folder = *state;
    work doing = {what, &link, *state};

    assert_true(scene != MAP_FAILED);
    assert_int_equal(assay_tracer_link_open(tested, &plan, &link, &error), ASSAY_OK);
    process.kept = link.far;
    assert_int_equal(assay_process_start(run_armed, &doing, scene, &process, &error), ASSAY_OK);
    assay_status status =
        assay_tracer_wait(&link, &process, assay_clock_now() + (int64_t)seconds * SECONDS, &trail,
                          &to.end, &to.seen, &error);
    assay_tracer_link_close(&link);
    if (status != ASSAY_OK)
        fail_msg("%s", error.message);
    assert_false(to.end.late);
    assert_int_equal(waitpid(-1, NULL, __WALL | WNOHANG), -1);
    assay_buffer_clear(&trail.tail);
    assay_buffer_clear(&trail.stack);
    munmap(scene, sizeof(*scene));
    return to;
}

static inline outcome run(void **state, void (*what)(void), assay_tamper plan)
{
    return run_for(state, what, plan, 20);
}

static inline int make_folder(void **state)
{
    const char *parent = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
    char path[300], full[4096];

    snprintf(path, sizeof(path), "%s/tracer-XXXXXX", parent);
    if (mkdtemp(path) == NULL || realpath(path, full) == NULL)
        return -1;
    *state = strdup(full);
    return *state == NULL ? -1 : 0;
}

static inline int remove_entry(const char *path, const struct stat *about, int type,
                               struct FTW *where)
{
    (void)about, (void)type, (void)where;
    return remove(path);
}

static inline int remove_folder(void **state)
{
    int failed = nftw(*state, remove_entry, 8, FTW_DEPTH | FTW_PHYS);

    free(*state);
    return failed;
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

#endif
