/* What calls change is known without looking at the result: the log of a run comes to what is
 * there. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/disk.h"
#include "engine/test_traced.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/uio.h>

static const assay_tamper recording = {.classes = ASSAY_CALLS_CHANGE, .how = ASSAY_TAMPER_RECORD};
static const assay_power_loss nothing = {"nothing", ASSAY_DATA_KEPT, 0};

static void must(bool holds)
{
    if (!holds)
        _exit(1);
}

static int made(const char *name, int flags)
{
    int file = open(name, O_RDWR | O_CREAT | flags, 0600);

    must(file >= 0);
    return file;
}

/* What the log comes to; NULL if it is what is there. */
static const char *missed(void **state, const outcome *to, assay_changes *changes,
                          assay_disk *disks[2])
{
    assay_error error = ASSAY_ERROR_INIT;

    disks[0] = assay_disk_new();
    disks[1] = assay_disk_new();
    assert_int_equal(assay_changes_read(assay_buffer_bytes(&to->seen.changes), changes), ASSAY_OK);
    assert_int_equal(assay_disk_replay(disks[0], changes, changes->count, &nothing), ASSAY_OK);
    assert_int_equal(assay_disk_scan(disks[1], *state, &error), ASSAY_OK);
    return assay_disk_difference(disks[0], disks[1]);
}

static void expect_known(void **state, void (*what)(void), const char *unknown)
{
    assay_changes changes;
    assay_disk *disks[2];
    outcome to = run(state, what, recording);

    assert_int_equal(to.end.code, 0);
    const char *other = missed(state, &to, &changes, disks);
    if (unknown == NULL && other != NULL)
        fail_msg("'%s' is not as the log has it", other);
    if (unknown != NULL)
        assert_string_equal(other, unknown);
    assay_changes_clear(&changes);
    assay_disk_free(disks[0]);
    assay_disk_free(disks[1]);
    assay_tampered_clear(&to.seen);
}

static void write_in_all_ways(void)
{
    struct iovec pieces[] = {{"abc", 3}, {"", 0}, {"defgh", 5}};
    int file = made("a", 0), other = made("b", O_APPEND), third = made("c", O_TRUNC);

    must(write(file, "0123456789", 10) == 10);
    must(writev(file, pieces, 3) == 8);
    must(pwrite(file, "xy", 2, 3) == 2);
    must(pwritev(file, pieces, 3, 20) == 8);
    must(pwritev2(file, pieces, 1, -1, RWF_DSYNC) == 3);
    must(lseek(file, 40, SEEK_SET) == 40 && write(file, "!", 1) == 1);
    must(write(other, "one", 3) == 3 && lseek(other, 0, SEEK_SET) == 0);
    must(write(other, "two", 3) == 3);
    must(write(third, "gone", 4) == 4 && write(third, "", 0) == 0);
    must(ftruncate(third, 2) == 0 && truncate("c", 7) == 0);
    must(close(made("c", O_TRUNC)) == 0); /* once more, with something in it */
    must(pwrite(third, "late", 4, 1) == 4);
    _exit(0);
}

static void test_writes(void **state)
{
    expect_known(state, write_in_all_ways, NULL);
}

static void copy_in_all_ways(void)
{
    off_t from = 2, to = 5;
    int file = made("a", 0), other = made("b", 0), ends[2];

    must(write(file, "0123456789", 10) == 10);
    must(copy_file_range(file, &from, other, &to, 6, 0) == 6);
    from = 1;
    must(sendfile(other, file, &from, 4) == 4);
    must(pipe(ends) == 0 && write(ends[1], "pipe", 4) == 4);
    to = 20;
    must(splice(ends[0], NULL, other, &to, 4, 0) == 4);
    must(fallocate(other, 0, 30, 10) == 0);
    must(fallocate(other, FALLOC_FL_KEEP_SIZE, 100, 10) == 0);
    if (fallocate(other, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 6, 2) != 0)
        must(pwrite(other, "\0", 1, 6) == 1); /* not on every file system */
    _exit(0);
}

static void test_copies(void **state)
{
    expect_known(state, copy_in_all_ways, NULL);
}

static void name_in_all_ways(void)
{
    int folder;

    must(mkdir("one", 0700) == 0 && mkdir("one/two", 0700) == 0);
    must((folder = open("one", O_RDONLY | O_DIRECTORY)) >= 0);
    must(mkdirat(folder, "three", 0700) == 0);
    must(write(made("one/two/x", 0), "x", 1) == 1 && write(made("y", 0), "y", 1) == 1);
    must(link("one/two/x", "x2") == 0 && rename("x2", "one/two/x") == 0); /* both names stay */
    must(rename("one/two", "moved") == 0 && rename("y", "moved/y") == 0);
    must(syscall(SYS_renameat2, AT_FDCWD, "moved/y", AT_FDCWD, "x2", RENAME_EXCHANGE) == 0);
    must(symlink("moved/x", "a link") == 0 && symlinkat("moved", folder, "b") == 0);
    must(unlinkat(folder, "three", AT_REMOVEDIR) == 0 && unlink("moved/y") == 0);
    must(write(made("moved/y", 0), "again", 5) == 5);
    must(mknod("node", S_IFREG | 0600, 0) == 0 && chdir("one") == 0);
    must(rename("../node", "./../one/node") == 0 && rename("../moved/x", "node") == 0);
    must(rename("node", "../../outside-of-all") == 0 && unlink("../../outside-of-all") == 0);
    _exit(0);
}

static void test_names(void **state)
{
    expect_known(state, name_in_all_ways, NULL);
}

static void open_without_a_name(void)
{
    char path[64];
    int file = open(".", O_TMPFILE | O_RDWR, 0600);

    if (file < 0)
        _exit(0); /* not on every file system */
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    must(write(file, "nameless", 8) == 8 && fsync(file) == 0);
    must(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW) == 0);
    _exit(0);
}

static void test_file_without_a_name(void **state)
{
    expect_known(state, open_without_a_name, NULL);
}

static void write_by_mapping(void)
{
    int file = made("mapped", 0);

    must(ftruncate(file, 4096) == 0);
    char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    must(memory != MAP_FAILED);
    memory[7] = 'x';
    _exit(0);
}

static void test_what_cannot_be_seen_shows(void **state)
{
    expect_known(state, write_by_mapping, "mapped");
}

static void move_from_outside(void)
{
    must(write(made("../from-outside", 0), "x", 1) == 1);
    must(rename("../from-outside", "inside") == 0);
    _exit(0);
}

static void test_what_comes_from_outside_shows(void **state)
{
    expect_known(state, move_from_outside, "inside");
}

static void sync_some(void)
{
    int folder = open(".", O_RDONLY | O_DIRECTORY), file = made("a", 0), other = made("b", O_DSYNC);

    must(write(file, "one", 3) == 3 && fdatasync(file) == 0 && write(file, "two", 3) == 3);
    must(write(other, "at once", 7) == 7 && fsync(folder) == 0);
    must(link("a", "c") == 0);
    sync();
    must(unlink("c") == 0);
    _exit(0);
}

static void test_what_lasts(void **state)
{
    static const struct {
        assay_change_kind kind;
        size_t lasts_from;
    } expected[] = {
        {ASSAY_CHANGE_MAKE, 8},          {ASSAY_CHANGE_MAKE, 8},
        {ASSAY_CHANGE_WRITE, 4},         {ASSAY_CHANGE_SYNC, 10},
        {ASSAY_CHANGE_WRITE, 10},        {ASSAY_CHANGE_WRITE, 7},
        {ASSAY_CHANGE_SYNC, 10},         {ASSAY_CHANGE_SYNC, 10},
        {ASSAY_CHANGE_NAME, 10},         {ASSAY_CHANGE_SYNC_ALL, SIZE_MAX},
        {ASSAY_CHANGE_REMOVE, SIZE_MAX},
    };
    assay_changes changes;
    outcome to = run(state, sync_some, recording);

    assert_int_equal(to.end.code, 0);
    assert_int_equal(assay_changes_read(assay_buffer_bytes(&to.seen.changes), &changes), ASSAY_OK);
    assert_int_equal(changes.count, sizeof(expected) / sizeof(expected[0]));
    for (size_t i = 0; i < changes.count; i++) {
        assert_int_equal(changes.items[i].kind, expected[i].kind);
        if (expected[i].kind != ASSAY_CHANGE_SYNC)
            assert_int_equal(changes.items[i].lasts_from, expected[i].lasts_from);
    }
    assay_changes_clear(&changes);
    assay_tampered_clear(&to.seen);
}

static uint64_t *shared_word(void)
{
    return mmap(NULL, sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static uint64_t *said; /* by the child of the test below */

static void say_and_make(void)
{
    *said = 1;
    must(mkdir("a", 0700) == 0);
    *said = 2;
    must(mkdir("a", 0700) != 0); /* changes nothing */
    *said = 3;
    must(mkdir("b", 0700) == 0);
    _exit(0);
}

static void test_what_had_been_said(void **state)
{
    assay_tamper plan = recording;
    assay_changes changes;

    plan.said = said = shared_word();
    outcome to = run(state, say_and_make, plan);
    assert_int_equal(to.seen.counted, 3);
    assert_int_equal(assay_changes_read(assay_buffer_bytes(&to.seen.changes), &changes), ASSAY_OK);
    assert_int_equal(changes.count, 2);
    assert_int_equal(changes.items[0].before, 1);
    assert_int_equal(changes.items[0].after, 1);
    assert_int_equal(changes.items[1].before, 3);
    assert_int_equal(changes.items[1].call, 3);
    munmap(said, sizeof(*said));
    assay_changes_clear(&changes);
    assay_tampered_clear(&to.seen);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_writes),
        IN_FOLDER(test_copies),
        IN_FOLDER(test_names),
        IN_FOLDER(test_file_without_a_name),
        IN_FOLDER(test_what_cannot_be_seen_shows),
        IN_FOLDER(test_what_comes_from_outside_shows),
        IN_FOLDER(test_what_lasts),
        IN_FOLDER(test_what_had_been_said),
    };
    choose_way(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
