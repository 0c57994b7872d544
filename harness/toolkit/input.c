/* A file as a stream of bytes. */
#include <assay/toolkit/input.h>
#include <assay/toolkit/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct file_input {
    assay_input base;
    int descriptor;
    uint64_t offset, size; /* size: when it was opened */
    char path[];           /* for messages */
} file_input;

static assay_status fail(const char *what, const char *path, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot %s '%s': %s", what, path, strerror(errno));
}

static assay_status file_read(assay_input *self, void *to, size_t size, size_t *got,
                              assay_error *error)
{
    file_input *input = (file_input *)self;
    ssize_t count;
    do {
        count = read(input->descriptor, to, size);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return fail("read", input->path, error);
    if (count == 0 && size > 0 && input->offset < input->size)
        return assay_error_set(error, ASSAY_IO, "'%s' became shorter while it was read",
                               input->path);
    input->offset += (uint64_t)count;
    *got = (size_t)count;
    return ASSAY_OK;
}

static void file_close(assay_input *self)
{
    close(((file_input *)self)->descriptor);
    free(self);
}

static assay_status go_to(file_input *self, uint64_t offset, assay_error *error)
{
    struct stat status;
    if (fstat(self->descriptor, &status) != 0)
        return fail("stat", self->path, error);
    if (offset > 0 && lseek(self->descriptor, (off_t)offset, SEEK_SET) < 0)
        return fail("seek in", self->path, error);
    self->offset = offset;
    self->size = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    return ASSAY_OK;
}

static assay_status open_at(file_input *self, uint64_t offset, assay_error *error)
{
    self->descriptor = open(self->path, O_RDONLY | O_CLOEXEC);
    if (self->descriptor < 0)
        return fail("open", self->path, error);
    assay_status status = go_to(self, offset, error);
    if (status != ASSAY_OK)
        close(self->descriptor);
    return status;
}

assay_status assay_input_open_file(const char *path, uint64_t offset, assay_input **input,
                                   assay_error *error)
{
    size_t size = strlen(path) + 1;
    file_input *self = malloc(sizeof(*self) + size);
    if (self == NULL)
        return ASSAY_MEMORY;
    self->base = (assay_input){file_read, file_close};
    memcpy(self->path, path, size);
    assay_status status = open_at(self, offset, error);
    if (status == ASSAY_OK)
        *input = &self->base;
    else
        free(self);
    return status;
}
