/* How fast a whole and its parts are compared, and a file is read. */
#include "bench/bench.h"

#include "checks/support.h"
#include "engine/case_private.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PARTS = 8, LINE = 80, BLOCK = 100 * LINE, TIMES = 3 };
#define FILE_BYTES ((size_t)1 << 30)

/* Every record once in the whole, once in a part; both are what the data has. Gives how many. */
static uint64_t compare(assay_case *c)
{
    assay_driven_source s = assay_drive_open(c, assay_case_datasets(c) - 1);
    assay_digest whole = assay_drive_digest(c, s), together = {0, 0, 0};
    assay_parts parts = {0};
    assay_drive_by_count(c, s, PARTS, &parts);
    for (size_t i = 0; i < parts.count; i++)
        assay_digest_add(&together, assay_drive_digest(c, parts.items[i]));
    assay_digest wanted = assay_true_digest(c, s.dataset, 0, assay_records(c, s));
    assay_case_expect(c,
                      parts.count == PARTS && assay_digest_equal(whole, wanted) &&
                          assay_digest_equal(together, wanted),
                      "the parts give what the whole gives", "they do not");
    assay_parts_release(c, &parts);
    assay_call_release(c, &s);
    return whole.count + together.count;
}

/* Records a second of processor time. */
static void oracle_speed(assay_case *c)
{
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    uint64_t records = compare(c);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
    bench_give_value(c, (int64_t)((double)records / seconds));
}

static int64_t kibibytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* What the process has at most above what it had before, in KiB. */
static void oracle_memory(assay_case *c)
{
    int64_t before = kibibytes();
    compare(c);
    bench_give_value(c, kibibytes() - before);
}

static void make_file(assay_case *c, const char *path)
{
    char block[BLOCK];
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    memset(block, 'x', sizeof(block));
    for (size_t i = LINE - 1; i < sizeof(block); i += LINE)
        block[i] = '\n';
    for (size_t size = 0; file >= 0 && size < FILE_BYTES; size += sizeof(block))
        if (write(file, block, sizeof(block)) != sizeof(block))
            assay_case_broken(c, "cannot write '%s': %s", path, strerror(errno));
    if (file < 0 || close(file) != 0)
        assay_case_broken(c, "cannot make '%s': %s", path, strerror(errno));
}

/* By whoever has nothing but the library. */
static int64_t read_lines(assay_case *c, assay_driven_source s)
{
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_error error = ASSAY_ERROR_INIT;
    assay_record record = ASSAY_RECORD_INIT;
    size_t bytes = 0, lines = 0;
    int64_t began = bench_now();
    assay_status status = r.handle->ops->start(r.handle, &error);
    while (status == ASSAY_OK && r.handle->ops->current(r.handle, &record, &error) == ASSAY_OK) {
        bytes += record.value.size + 1;
        lines++;
        status = r.handle->ops->advance(r.handle, &error);
    }
    int64_t took = bench_now() - began;
    assay_case_expect(c, status == ASSAY_END && bytes == lines * LINE && bytes >= FILE_BYTES,
                      "all lines", "%zu bytes in %zu lines", bytes, lines);
    assay_drive_close(c, &r);
    return took;
}

static int64_t count_lines(assay_case *c, const char *path)
{
    int64_t began = bench_now();
    int end = 0;
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, 1);
        execlp("wc", "wc", "-l", path, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &end, 0) != child || end != 0)
        assay_case_broken(c, "cannot run wc");
    return bench_now() - began;
}

static assay_driven_source open_file(assay_case *c, const char *path)
{
    assay_setting_list settings = {0};
    assay_driven_source s;
    if (assay_setting_list_add(&settings, "path", path) != ASSAY_OK)
        assay_case_broken(c, "out of memory");
    assay_drive_want(c, assay_call_open_with(c, 0, &settings, &s), ASSAY_OK, "open");
    assay_setting_list_clear(&settings);
    return s;
}

/* The speed of the connector as a share of wc's, in thousandths; the best of some of each. */
static void file_speed(assay_case *c)
{
    char path[4096];
    int64_t ours = INT64_MAX, theirs = INT64_MAX;
    snprintf(path, sizeof(path), "%s/lines", c->setup->folder);
    make_file(c, path);
    assay_driven_source s = open_file(c, path);
    for (int i = 0; i < TIMES; i++) {
        int64_t counted = count_lines(c, path), read = read_lines(c, s);
        theirs = counted < theirs ? counted : theirs;
        ours = read < ours ? read : ours;
    }
    assay_call_release(c, &s);
    unlink(path);
    bench_give_value(c, 1000 * theirs / ours);
}

const assay_check bench_oracle_speed = {.id = "bench.oracle", .in_case = oracle_speed};
const assay_check bench_oracle_memory = {.id = "bench.oracle", .in_case = oracle_memory};
const assay_check bench_file_speed = {.id = "bench.file", .in_case = file_speed};
