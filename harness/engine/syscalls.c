/* The calls that are seen, and what is known of each. */
#include "engine/tamper.h"

#include <errno.h>
#include <sys/syscall.h>

#define NONE (-1)
#define CHANGE ASSAY_CALLS_CHANGE
#define READ ASSAY_CALLS_READ
#define SOCKET ASSAY_CALLS_SOCKET

static const int of_open[] = {EACCES, EMFILE, ENFILE, ENOENT, ENOSPC, EINTR, 0};
static const int of_stat[] = {EACCES, EIO, ENOENT, 0};
static const int of_read[] = {EIO, EINTR, 0};
static const int of_write[] = {EIO, ENOSPC, EDQUOT, EINTR, 0};
static const int of_sync[] = {EIO, ENOSPC, EDQUOT, 0};
static const int of_close[] = {EIO, EINTR, 0};
static const int of_rename[] = {EIO, ENOSPC, EXDEV, 0};
static const int of_link[] = {EIO, ENOSPC, EEXIST, 0};
static const int of_remove[] = {EIO, EACCES, 0};
static const int of_make[] = {EIO, ENOSPC, EEXIST, 0};
static const int of_cut[] = {EIO, EINTR, 0};
static const int of_wait[] = {EINTR, 0};
static const int of_none[] = {0};
static const int of_seek[] = {ESPIPE, 0};
static const int of_map[] = {ENOMEM, 0};
static const int of_connect[] = {ECONNREFUSED, ETIMEDOUT, ENETUNREACH, EINTR, 0};
static const int of_send[] = {EPIPE, ECONNRESET, ETIMEDOUT, EINTR, 0};
static const int of_receive[] = {ECONNRESET, ETIMEDOUT, EINTR, 0};

#define BOTH_CALL(NAME, CLASSES, FILE, SIZE, VECTOR, ERRORS, OF_SOCKET)                            \
    {                                                                                              \
        SYS_##NAME, #NAME, CLASSES, NONE, NONE, NONE, NONE, FILE, SIZE, VECTOR, ERRORS, OF_SOCKET  \
    }
#define FILE_CALL(NAME, CLASSES, FILE, SIZE, VECTOR, ERRORS)                                       \
    BOTH_CALL(NAME, CLASSES, FILE, SIZE, VECTOR, ERRORS, NULL)
#define PATH_CALL(NAME, CLASSES, AT, PATH, ERRORS)                                                 \
    {                                                                                              \
        SYS_##NAME, #NAME, CLASSES, AT, PATH, NONE, NONE, NONE, NONE, NONE, ERRORS, NULL           \
    }
#define TWO_PATHS(NAME, AT, PATH, AT2, PATH2, ERRORS)                                              \
    {                                                                                              \
        SYS_##NAME, #NAME, CHANGE, AT, PATH, AT2, PATH2, NONE, NONE, NONE, ERRORS, NULL            \
    }

const assay_syscall assay_syscalls[] = {
    PATH_CALL(openat, CHANGE | READ, 0, 1, of_open),
    PATH_CALL(openat2, CHANGE | READ, 0, 1, of_open),
    PATH_CALL(newfstatat, READ, 0, 1, of_stat),
    PATH_CALL(statx, READ, 0, 1, of_stat),
    BOTH_CALL(read, READ, 0, 2, NONE, of_read, of_receive),
    FILE_CALL(pread64, READ, 0, 2, NONE, of_read),
    BOTH_CALL(readv, READ, 0, 2, 1, of_read, of_receive),
    FILE_CALL(preadv, READ, 0, 2, 1, of_read),
    FILE_CALL(preadv2, READ, 0, 2, 1, of_read),
    FILE_CALL(lseek, READ, 0, NONE, NONE, of_seek),
    FILE_CALL(mmap, READ, 4, NONE, NONE, of_map),
    BOTH_CALL(write, CHANGE, 0, 2, NONE, of_write, of_send),
    FILE_CALL(pwrite64, CHANGE, 0, 2, NONE, of_write),
    BOTH_CALL(writev, CHANGE, 0, 2, 1, of_write, of_send),
    FILE_CALL(pwritev, CHANGE, 0, 2, 1, of_write),
    FILE_CALL(pwritev2, CHANGE, 0, 2, 1, of_write),
    FILE_CALL(sendfile, CHANGE, 0, 3, NONE, of_write),
    FILE_CALL(copy_file_range, CHANGE, 2, 4, NONE, of_write),
    FILE_CALL(splice, CHANGE, 2, 4, NONE, of_write),
    FILE_CALL(fallocate, CHANGE, 0, NONE, NONE, of_write),
    FILE_CALL(ftruncate, CHANGE, 0, NONE, NONE, of_cut),
    FILE_CALL(fsync, CHANGE, 0, NONE, NONE, of_sync),
    FILE_CALL(fdatasync, CHANGE, 0, NONE, NONE, of_sync),
    FILE_CALL(sync_file_range, CHANGE, 0, NONE, NONE, of_sync),
    FILE_CALL(syncfs, CHANGE, 0, NONE, NONE, of_sync),
    FILE_CALL(sync, CHANGE, NONE, NONE, NONE, of_none), /* of no file: whatever the folder */
    BOTH_CALL(close, CHANGE | READ, 0, NONE, NONE, of_close, of_none),
    PATH_CALL(truncate, CHANGE, NONE, 0, of_cut),
    PATH_CALL(unlinkat, CHANGE, 0, 1, of_remove),
    PATH_CALL(mkdirat, CHANGE, 0, 1, of_make),
    PATH_CALL(mknodat, CHANGE, 0, 1, of_make),
    PATH_CALL(symlinkat, CHANGE, 1, 2, of_link),
    TWO_PATHS(linkat, 0, 1, 2, 3, of_link),
    TWO_PATHS(renameat2, 0, 1, 2, 3, of_rename),
#ifdef SYS_renameat
    TWO_PATHS(renameat, 0, 1, 2, 3, of_rename),
#endif
#ifdef SYS_open /* not where there was never anything but the calls with a folder */
    PATH_CALL(open, CHANGE | READ, NONE, 0, of_open),
    PATH_CALL(creat, CHANGE, NONE, 0, of_open),
    PATH_CALL(stat, READ, NONE, 0, of_stat),
    PATH_CALL(lstat, READ, NONE, 0, of_stat),
    PATH_CALL(unlink, CHANGE, NONE, 0, of_remove),
    PATH_CALL(rmdir, CHANGE, NONE, 0, of_remove),
    PATH_CALL(mkdir, CHANGE, NONE, 0, of_make),
    PATH_CALL(symlink, CHANGE, NONE, 1, of_link),
    TWO_PATHS(link, NONE, 0, NONE, 1, of_link),
    TWO_PATHS(rename, NONE, 0, NONE, 1, of_rename),
#endif
    FILE_CALL(connect, SOCKET, 0, NONE, NONE, of_connect),
    FILE_CALL(sendto, SOCKET, 0, 2, NONE, of_send),
    FILE_CALL(sendmsg, SOCKET, 0, NONE, NONE, of_send),
    FILE_CALL(recvfrom, SOCKET, 0, 2, NONE, of_receive),
    FILE_CALL(recvmsg, SOCKET, 0, NONE, NONE, of_receive),
    FILE_CALL(sendmmsg, SOCKET, 0, NONE, NONE, of_send),
    FILE_CALL(recvmmsg, SOCKET, 0, NONE, NONE, of_receive),
    FILE_CALL(shutdown, SOCKET, 0, NONE, NONE, of_none),
    FILE_CALL(ppoll, SOCKET, NONE, NONE, NONE, of_wait), /* for sockets among others */
#ifdef SYS_poll
    FILE_CALL(poll, SOCKET, NONE, NONE, NONE, of_wait),
#endif
};

const size_t assay_syscall_count = sizeof(assay_syscalls) / sizeof(assay_syscalls[0]);
