/* Writing a file under a temporary path and publishing it whole. */
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define BUFFER_SIZE (32 * 1024)

struct assay_atomic_file {
    int fd; /* -1: closed */
    bool failed;
    char *path;
    XXH3_state_t *hash;
    uint64_t flushed; /* bytes */
    size_t used;
    unsigned char buffer[BUFFER_SIZE];
};

static assay_status failed(const char *what, const char *path, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot %s '%s': %s", what, path, strerror(errno));
}

static assay_file_digest make_digest(uint64_t size, XXH128_hash_t hash)
{
    return (assay_file_digest){size, hash.high64, hash.low64};
}

assay_file_digest assay_file_digest_of(assay_bytes bytes)
{
    return make_digest(bytes.size, XXH3_128bits(bytes.data, bytes.size));
}

/* Reads fd to its end. */
static assay_status digest_file(int fd, const char *path, XXH3_state_t *hash,
                                assay_file_digest *digest, assay_error *error)
{
    unsigned char buffer[BUFFER_SIZE];
    uint64_t size = 0;
    XXH3_128bits_reset(hash);
    for (;;) {
        ssize_t got = read(fd, buffer, sizeof(buffer));
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed("read", path, error);
        size += (uint64_t)got;
        XXH3_128bits_update(hash, buffer, (size_t)got);
    }
    *digest = make_digest(size, XXH3_128bits_digest(hash));
    return ASSAY_OK;
}

assay_status assay_file_compare(const char *path, const assay_file_digest *digest, bool *same,
                                assay_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *same = false;
    if (fd < 0)
        return errno == ENOENT ? ASSAY_OK : failed("open", path, error);
    XXH3_state_t *hash = XXH3_createState();
    assay_file_digest found;
    assay_status status = hash == NULL ? ASSAY_MEMORY : digest_file(fd, path, hash, &found, error);
    if (status == ASSAY_OK)
        *same =
            found.size == digest->size && found.high == digest->high && found.low == digest->low;
    XXH3_freeState(hash);
    close(fd);
    return status;
}

assay_status assay_atomic_file_create(const char *temporary, assay_atomic_file **file,
                                      assay_error *error)
{
    assay_atomic_file *self = malloc(sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->fd = -1;
    self->failed = false;
    self->flushed = self->used = 0;
    self->path = strdup(temporary);
    self->hash = XXH3_createState();
    assay_status status = ASSAY_MEMORY;
    if (self->path != NULL && self->hash != NULL) {
        XXH3_128bits_reset(self->hash);
        self->fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        status = self->fd < 0 ? failed("create", temporary, error) : ASSAY_OK;
    }
    if (status == ASSAY_OK)
        *file = self;
    else
        assay_atomic_file_free(self);
    return status;
}

static assay_status write_all(assay_atomic_file *self, assay_error *error)
{
    for (size_t done = 0; done < self->used;) {
        ssize_t wrote = write(self->fd, self->buffer + done, self->used - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote == 0)
            errno = ENOSPC; /* no progress and no reason: give up rather than spin */
        if (wrote <= 0)
            return failed("write", self->path, error);
        done += (size_t)wrote;
    }
    return ASSAY_OK;
}

static assay_status flush(assay_atomic_file *self, assay_error *error)
{
    ASSAY_TRY(write_all(self, error));
    XXH3_128bits_update(self->hash, self->buffer, self->used);
    self->flushed += self->used;
    self->used = 0;
    return ASSAY_OK;
}

static assay_status add(assay_atomic_file *self, assay_bytes bytes, assay_error *error)
{
    const unsigned char *from = bytes.data;
    for (size_t left = bytes.size; left > 0;) {
        size_t room = BUFFER_SIZE - self->used;
        size_t size = left < room ? left : room;
        memcpy(self->buffer + self->used, from, size);
        self->used += size;
        from += size;
        left -= size;
        if (self->used == BUFFER_SIZE)
            ASSAY_TRY(flush(self, error));
    }
    return ASSAY_OK;
}

static assay_status check_open(const assay_atomic_file *self, assay_error *error)
{
    if (self->failed)
        return assay_error_set(error, ASSAY_IO, "cannot write '%s': an earlier write failed",
                               self->path);
    if (self->fd < 0)
        return assay_error_set(error, ASSAY_STATE, "'%s' is finished", self->path);
    return ASSAY_OK;
}

assay_status assay_atomic_file_write(assay_atomic_file *self, assay_bytes bytes, assay_error *error)
{
    ASSAY_TRY(check_open(self, error));
    assay_status status = add(self, bytes, error);
    self->failed = status != ASSAY_OK;
    return status;
}

static assay_status close_durably(assay_atomic_file *self, assay_error *error)
{
    ASSAY_TRY(flush(self, error));
    if (fsync(self->fd) != 0)
        return failed("sync", self->path, error);
    int fd = self->fd;
    self->fd = -1;
    return close(fd) != 0 ? failed("close", self->path, error) : ASSAY_OK;
}

assay_status assay_atomic_file_finish(assay_atomic_file *self, assay_file_digest *digest,
                                      assay_error *error)
{
    ASSAY_TRY(check_open(self, error));
    assay_status status = close_durably(self, error);
    self->failed = status != ASSAY_OK;
    if (status == ASSAY_OK)
        *digest = make_digest(self->flushed, XXH3_128bits_digest(self->hash));
    return status;
}

void assay_atomic_file_free(assay_atomic_file *self)
{
    if (self == NULL)
        return;
    if (self->fd >= 0)
        close(self->fd);
    XXH3_freeState(self->hash);
    free(self->path);
    free(self);
}

assay_status assay_atomic_file_publish(const char *temporary, const char *path,
                                       const assay_file_digest *digest, assay_error *error)
{
    bool same;
    if (rename(temporary, path) == 0)
        return ASSAY_OK;
    if (errno != ENOENT)
        return failed("publish", path, error);
    ASSAY_TRY(assay_file_compare(path, digest, &same, error));
    if (!same)
        return assay_error_set(error, ASSAY_IO,
                               "cannot publish '%s': '%s' is gone and was not published", path,
                               temporary);
    return ASSAY_OK;
}
