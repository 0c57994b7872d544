/* Runs gcov where the files are that it looks for. */
#include "coverage/gcov.h"

#include "coverage/gcov_text.h"
#include "data/command.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_SIZE = 32, GCOV_MS = 600000 };

static assay_status no_memory(assay_error *error)
{
    return assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

/* The notes of an object, beside where its counts would go; the caller's. */
static char *notes_of(const char *counts)
{
    char *notes = strdup(counts);
    if (notes != NULL)
        memcpy(notes + strlen(notes) - strlen("gcda"), "gcno", strlen("gcno"));
    return notes;
}

static assay_status check_notes(const assay_gcov_library *library, assay_error *error)
{
    for (size_t i = 0; i < library->objects.count; i++) {
        char *notes = notes_of(library->objects.paths[i]);
        if (notes == NULL)
            return no_memory(error);
        assay_status status =
            access(notes, R_OK) == 0
                ? ASSAY_OK
                : assay_error_set(error, ASSAY_INVALID,
                                  "'%s' counts its lines, but cannot open '%s', which the compiler "
                                  "wrote for it: %s",
                                  library->path, notes, strerror(errno));
        free(notes);
        ASSAY_TRY(status);
    }
    return ASSAY_OK;
}

assay_status assay_gcov_library_open(const char *path, assay_gcov_library *library,
                                     assay_error *error)
{
    *library = (assay_gcov_library){.path = path};
    if (access(path, R_OK) != 0)
        return assay_error_set(error, ASSAY_INVALID, "cannot open '%s': %s", path, strerror(errno));
    ASSAY_TRY(assay_counted_objects_find(path, &library->objects, error));
    if (library->objects.count == 0)
        return assay_error_set(error, ASSAY_INVALID,
                               "'%s' counts no lines: it is built without --coverage", path);
    library->wanted = calloc(library->objects.count, sizeof(*library->wanted));
    return library->wanted == NULL ? no_memory(error) : check_notes(library, error);
}

void assay_gcov_library_clear(assay_gcov_library *self)
{
    assay_counted_objects_clear(&self->objects);
    free(self->wanted);
    *self = (assay_gcov_library){.path = NULL};
}

/* The names by which gcov gets its files: "3.gcda" with "3.gcno" beside it. */
static assay_status link_file(const assay_gcov *self, size_t number, const char *kind,
                              const char *target, assay_error *error)
{
    char *name;
    if (asprintf(&name, "%s/%zu.%s", self->folder, number, kind) < 0)
        return no_memory(error);
    assay_status status =
        (unlink(name) == 0 || errno == ENOENT) && symlink(target, name) == 0
            ? ASSAY_OK
            : assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", name, strerror(errno));
    free(name);
    return status;
}

static assay_status run(const assay_gcov *self, char *const *words, assay_buffer *printed,
                        assay_command_tail *tail, assay_error *error)
{
    assay_command command = {.words = words,
                             .title = self->program,
                             .folder = self->folder,
                             .timeout_ms = GCOV_MS,
                             .guard = self->guard,
                             .take = assay_command_keep,
                             .context = printed};
    return assay_command_run(&command, tail, error);
}

/* What one run of gcov is about. */
typedef struct job {
    const assay_gcov *gcov;
    const assay_gcov_library *library;
    char **words; /* owned; the program, its options, and names */
    char (*names)[NAME_SIZE];
    size_t count; /* of the names */
    bool notes;
    size_t test; /* of counts */
    unsigned ways;
    assay_covered_file *file; /* the one that is read */
} job;

static assay_status open_job(job *self, assay_error *error)
{
    static const char *const options[] = {"--json-format", "--stdout"};
    size_t most = self->library->objects.count;
    self->words = calloc(most + 4, sizeof(*self->words));
    self->names = calloc(most, sizeof(*self->names));
    if (self->words == NULL || self->names == NULL)
        return no_memory(error);
    self->words[0] = (char *)(uintptr_t)self->gcov->program;
    for (size_t i = 0; i < 2; i++)
        self->words[1 + i] = (char *)(uintptr_t)options[i];
    return ASSAY_OK;
}

static void close_job(job *self)
{
    free(self->words);
    free(self->names);
}

static void name_file(job *self, size_t object)
{
    char *name = self->names[self->count];
    snprintf(name, NAME_SIZE, "%zu.%s", object, self->notes ? "gcno" : "gcda");
    self->words[3 + self->count++] = name;
}

static assay_status take_note(job *self, const char *object, const char *path, bool *wanted,
                              assay_error *error)
{
    size_t number = strtoul(object, NULL, 10);
    if (!assay_sources_take(self->gcov->sources, path))
        return assay_coverage_leave_out(self->gcov->coverage, path);
    self->file = assay_coverage_file(self->gcov->coverage, path);
    if (self->file == NULL)
        return no_memory(error);
    *wanted = true;
    if (number < self->library->objects.count)
        self->library->wanted[number] = true;
    return ASSAY_OK;
}

static assay_status take_file(void *context, const char *object, const char *path, bool *wanted,
                              assay_error *error)
{
    job *self = context;
    if (self->notes)
        return take_note(self, object, path, wanted, error);
    self->file = assay_coverage_find(self->gcov->coverage, path);
    *wanted = self->file != NULL;
    return ASSAY_OK;
}

static assay_status take_line(void *context, unsigned number, const char *function, uint64_t count,
                              assay_error *error)
{
    job *self = context;
    assay_status status =
        self->notes ? assay_covered_file_add(self->file, number, function)
                    : assay_covered_file_count(self->file, number, self->test, self->ways, count);
    return status == ASSAY_OK ? ASSAY_OK : no_memory(error);
}

/* Runs gcov over the names. */
static assay_status work(job *self, assay_command_tail *tail, assay_error *error)
{
    assay_buffer printed = ASSAY_BUFFER_INIT;
    assay_gcov_reader reader = {self, take_file, take_line};
    assay_status status = run(self->gcov, self->words, &printed, tail, error);
    if (status == ASSAY_OK)
        status = assay_gcov_read(&reader, assay_buffer_bytes(&printed), error);
    assay_buffer_clear(&printed);
    return status;
}

/* The name stands alone for each object, so that what gcov says is about it. */
static assay_status link_notes(const assay_gcov *self, const assay_gcov_library *library,
                               size_t object, assay_error *error)
{
    char *notes = notes_of(library->objects.paths[object]);
    if (notes == NULL)
        return no_memory(error);
    assay_status status = link_file(self, object, "gcno", notes, error);
    free(notes);
    return status;
}

/* Whether gcov says more than that nothing was run yet. A gcov of another compiler, or of another
 * version, says so and goes on. */
static const char *complaint_of(const assay_command_tail *tail)
{
    static const char usual[] = ":cannot open data file, assuming not executed";
    for (const char *line = tail->text; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        if (memmem(line, size, usual, sizeof(usual) - 1) == NULL)
            return line;
        line += size + (line[size] == '\n');
    }
    return NULL;
}

static assay_status check_gcov(const job *self, const assay_command_tail *tail, assay_status status,
                               const assay_error *reason, assay_error *error)
{
    const char *complaint = complaint_of(tail);
    if (status == ASSAY_OK && complaint == NULL)
        return ASSAY_OK;
    if (status == ASSAY_MEMORY)
        return no_memory(error);
    if (status == ASSAY_END)
        return ASSAY_END;
    return assay_error_set(error, ASSAY_INVALID,
                           "%.*s; --gcov names the gcov of the gcc that built '%s'; what clang "
                           "counts cannot be read",
                           status != ASSAY_OK ? 200 : (int)strcspn(complaint, "\n"),
                           status != ASSAY_OK ? reason->message : complaint, self->library->path);
}

static assay_status note_object(job *self, size_t object, assay_error *error)
{
    assay_command_tail tail = {0};
    assay_error reason = ASSAY_ERROR_INIT;
    ASSAY_TRY(link_notes(self->gcov, self->library, object, error));
    self->count = 0;
    name_file(self, object);
    assay_status status = work(self, &tail, &reason);
    return check_gcov(self, &tail, status, &reason, error);
}

assay_status assay_gcov_note(const assay_gcov *self, assay_gcov_library *library,
                             assay_error *error)
{
    job notes = {.gcov = self, .library = library, .notes = true};
    assay_status status = open_job(&notes, error);
    for (size_t i = 0; i < library->objects.count && status == ASSAY_OK; i++)
        status = note_object(&notes, i, error);
    close_job(&notes);
    return status;
}

/* Those of an object, if they are there. */
static assay_status link_counts(job *self, const char *counts, size_t object, assay_error *error)
{
    char *path;
    if (asprintf(&path, "%s%s", counts, self->library->objects.paths[object]) < 0)
        return no_memory(error);
    bool there = access(path, F_OK) == 0;
    assay_status status = there ? link_file(self->gcov, object, "gcda", path, error) : ASSAY_OK;
    free(path);
    ASSAY_TRY(status);
    if (!there)
        return ASSAY_OK;
    name_file(self, object);
    return link_notes(self->gcov, self->library, object, error);
}

static assay_status link_all(job *self, const char *counts, assay_error *error)
{
    for (size_t i = 0; i < self->library->objects.count; i++)
        if (self->library->wanted[i])
            ASSAY_TRY(link_counts(self, counts, i, error));
    return ASSAY_OK;
}

assay_status assay_gcov_count(const assay_gcov *self, const assay_gcov_library *library,
                              const char *counts, size_t test, unsigned ways, char **flaw,
                              assay_error *error)
{
    assay_command_tail tail = {0};
    job of_counts = {.gcov = self, .library = library, .test = test, .ways = ways};
    *flaw = NULL;
    if (access(counts, F_OK) != 0)
        return ASSAY_OK;
    assay_status status = open_job(&of_counts, error);
    if (status == ASSAY_OK)
        status = link_all(&of_counts, counts, error);
    if (status == ASSAY_OK && of_counts.count > 0)
        status = work(&of_counts, &tail, error);
    if (status == ASSAY_OK && tail.size > 0)
        *flaw = strndup(tail.text, strcspn(tail.text, "\n"));
    close_job(&of_counts);
    return status;
}
