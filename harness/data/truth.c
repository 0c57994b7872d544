/* Reads truth files through a mapping. */
#include "data/truth.h"

#include "data/truth_file.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct assay_truth {
    void *map;
    size_t size;
    const assay_truth_header *header;
    const unsigned char *bytes;
    const assay_truth_entry *entries;
};

/* Whether the parts that the header tells of fill the file exactly. */
static bool layout_fits(const assay_truth_header *header, size_t size)
{
    uint64_t rest = size - sizeof(*header);
    if (header->magic != ASSAY_TRUTH_MAGIC || header->bytes > rest || rest % ASSAY_TRUTH_ALIGN != 0)
        return false;
    rest -= header->bytes + -header->bytes % ASSAY_TRUTH_ALIGN; /* rest is a multiple of it, too */
    return rest % sizeof(assay_truth_entry) == 0 &&
           rest / sizeof(assay_truth_entry) == header->count;
}

/* Whether the last entry ends where the bytes end: what is zeros or shifted does not. */
static bool index_fits(const assay_truth *self)
{
    uint64_t count = self->header->count;
    if (count == 0)
        return self->header->bytes == 0;
    assay_truth_entry last = self->entries[count - 1];
    return last.offset + last.value_size + last.id_size == self->header->bytes;
}

static bool parts_fit(assay_truth *self)
{
    self->header = self->map;
    if (!layout_fits(self->header, self->size))
        return false;
    uint64_t bytes = self->header->bytes;
    self->bytes = (const unsigned char *)self->map + sizeof(*self->header);
    self->entries = (const void *)(self->bytes + bytes + -bytes % ASSAY_TRUTH_ALIGN);
    return index_fits(self);
}

static assay_status map_file(int fd, const char *path, assay_truth *self, assay_error *error)
{
    struct stat stat;
    if (fstat(fd, &stat) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", path, strerror(errno));
    if (!S_ISREG(stat.st_mode) || (size_t)stat.st_size < sizeof(assay_truth_header))
        return assay_error_set(error, ASSAY_CORRUPT, "'%s' is no truth file", path);
    self->size = (size_t)stat.st_size;
    self->map = mmap(NULL, self->size, PROT_READ, MAP_SHARED, fd, 0);
    if (self->map == MAP_FAILED)
        return assay_error_set(error, ASSAY_IO, "cannot map '%s': %s", path, strerror(errno));
    if (parts_fit(self))
        return ASSAY_OK;
    munmap(self->map, self->size);
    return assay_error_set(error, ASSAY_CORRUPT, "'%s' is no whole truth file", path);
}

assay_status assay_truth_open(const char *path, assay_truth **truth, assay_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    assay_truth *self = calloc(1, sizeof(*self));
    assay_status status = self == NULL ? ASSAY_MEMORY : map_file(fd, path, self, error);
    close(fd);
    if (status != ASSAY_OK) {
        free(self);
        return status;
    }
    *truth = self;
    return ASSAY_OK;
}

void assay_truth_close(assay_truth *self)
{
    if (self == NULL)
        return;
    munmap(self->map, self->size);
    free(self);
}

uint64_t assay_truth_count(const assay_truth *self)
{
    return self->header->count;
}

uint32_t assay_truth_fields(const assay_truth *self)
{
    return (uint32_t)self->header->fields;
}

assay_record assay_truth_record(const assay_truth *self, uint64_t i)
{
    assay_record record = ASSAY_RECORD_INIT;
    uint64_t bytes = self->header->bytes;
    if (i >= self->header->count)
        return record;
    assay_truth_entry entry = self->entries[i];
    /* A damaged entry gives an empty record: a wrong verdict is seen, a crash would not be ours. */
    if (entry.offset > bytes || entry.value_size > bytes - entry.offset ||
        entry.id_size > bytes - entry.offset - entry.value_size)
        return record;
    record.timestamp = entry.timestamp;
    record.value = (assay_bytes){self->bytes + entry.offset, entry.value_size};
    record.id = (assay_bytes){self->bytes + entry.offset + entry.value_size, entry.id_size};
    return record;
}

/* Of the records before end. */
static assay_digest digest_before(const assay_truth *self, uint64_t end)
{
    if (end >= self->header->count)
        return (assay_digest){self->header->count, self->header->low, self->header->high};
    return (assay_digest){end, self->entries[end].low, self->entries[end].high};
}

assay_digest assay_truth_digest(const assay_truth *self, uint64_t first, uint64_t end)
{
    assay_digest digest = digest_before(self, end);
    assay_digest_subtract(&digest, digest_before(self, first < end ? first : end));
    return digest;
}
