/* The journal: one write(2) a line, so that nothing stays in a buffer of a process that dies. */
#include "report/journal.h"

#include "report/value.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Locked before it is emptied: it may be the journal of a run that still goes on. */
static assay_status make_own(assay_journal *self, assay_error *error)
{
    struct stat about;
    if (fstat(self->fd, &about) != 0 || !S_ISREG(about.st_mode))
        return ASSAY_OK;
    if (flock(self->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return assay_error_set(error, ASSAY_IO, "cannot write '%s': another run is writing it",
                               self->path);
    if (ftruncate(self->fd, 0) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot empty '%s': %s", self->path,
                               strerror(errno));
    return ASSAY_OK;
}

assay_status assay_journal_open(assay_journal *self, const char *path, assay_error *error)
{
    self->path = path;
    self->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (self->fd < 0)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    assay_status status = make_own(self, error);
    if (status != ASSAY_OK)
        assay_journal_close(self);
    return status;
}

static assay_status write_all(assay_journal *self, const char *text, size_t size,
                              assay_error *error)
{
    while (size > 0) {
        ssize_t put = write(self->fd, text, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return assay_error_set(error, ASSAY_IO, "cannot write '%s': %s", self->path,
                                   strerror(errno));
        text += put;
        size -= (size_t)put;
    }
    return ASSAY_OK;
}

/* Takes the value over. */
static assay_status write_line(assay_journal *self, json_t *value, assay_error *error)
{
    char *text = value != NULL ? json_dumps(value, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
    json_decref(value);
    if (text == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "cannot write '%s': out of memory", self->path);
    size_t size = strlen(text);
    text[size] = '\n'; /* over the final zero: the line goes out in one write */
    assay_status status = write_all(self, text, size + 1, error);
    free(text);
    return status;
}

assay_status assay_journal_header(assay_journal *self, const assay_run *run, assay_error *error)
{
    return write_line(self, assay_value_header(run), error);
}

assay_status assay_journal_item(assay_journal *self, const assay_run *run, size_t item,
                                assay_error *error)
{
    return write_line(self, assay_value_item(run, &run->items[item]), error);
}

assay_status assay_journal_shrunk(assay_journal *self, const assay_run *run, size_t item,
                                  assay_error *error)
{
    return write_line(self, assay_value_shrunk(run, &run->items[item]), error);
}

assay_status assay_journal_saved(assay_journal *self, const assay_run *run, size_t saved,
                                 assay_error *error)
{
    return write_line(self, assay_value_saved(run, &run->saved[saved]), error);
}

assay_status assay_journal_end(assay_journal *self, const assay_run *run, assay_error *error)
{
    ASSAY_TRY(write_line(self, assay_value_totals(run), error));
    /* Where a file cannot be synced, a pipe or a device, EINVAL says so. */
    if (fsync(self->fd) != 0 && errno != EINVAL && errno != EROFS)
        return assay_error_set(error, ASSAY_IO, "cannot sync '%s': %s", self->path,
                               strerror(errno));
    return ASSAY_OK;
}

void assay_journal_close(assay_journal *self)
{
    close(self->fd);
    self->fd = -1;
}
