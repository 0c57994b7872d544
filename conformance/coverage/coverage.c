/* The life of what was counted. */
#include "coverage/coverage.h"

#include <assay/toolkit/buffer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void clear_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void clear_file(assay_covered_file *self)
{
    free(self->path);
    free(self->lines);
    clear_texts(self->functions, self->function_count);
    for (size_t i = 0; i < self->hit_count; i++)
        free(self->hits[i].hits);
    free(self->hits);
    free(self->text);
}

void assay_coverage_clear(assay_coverage *self)
{
    for (size_t i = 0; i < self->file_count; i++)
        clear_file(&self->files[i]);
    free(self->files);
    free(self->tests);
    clear_texts(self->left_out, self->left_out_count);
    memset(self, 0, sizeof(*self));
}

assay_covered_file *assay_coverage_find(const assay_coverage *self, const char *path)
{
    for (size_t i = 0; i < self->file_count; i++)
        if (strcmp(self->files[i].path, path) == 0)
            return &self->files[i];
    return NULL;
}

assay_covered_file *assay_coverage_file(assay_coverage *self, const char *path)
{
    assay_covered_file *found = assay_coverage_find(self, path);
    if (found != NULL)
        return found;
    assay_covered_file *more = reallocarray(self->files, self->file_count + 1, sizeof(*more));
    if (more == NULL)
        return NULL;
    self->files = more;
    more[self->file_count] = (assay_covered_file){.path = strdup(path)};
    if (more[self->file_count].path == NULL)
        return NULL;
    return &more[self->file_count++];
}

/* Adds a text that is not there; its place. */
static assay_status add_text(char ***texts, size_t *count, const char *text, size_t *place)
{
    for (*place = 0; *place < *count; (*place)++)
        if (strcmp((*texts)[*place], text) == 0)
            return ASSAY_OK;
    char **more = reallocarray(*texts, *count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    *texts = more;
    more[*count] = strdup(text);
    if (more[*count] == NULL)
        return ASSAY_MEMORY;
    (*count)++;
    return ASSAY_OK;
}

/* Where the line is, or would be. */
static size_t place_of(const assay_covered_file *self, unsigned number)
{
    size_t from = 0, end = self->line_count;
    while (from < end) {
        size_t middle = from + (end - from) / 2;
        if (self->lines[middle].number < number)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

static bool is_line(const assay_covered_file *self, size_t place, unsigned number)
{
    return place < self->line_count && self->lines[place].number == number;
}

assay_status assay_covered_file_add(assay_covered_file *self, unsigned number, const char *function)
{
    size_t place = place_of(self, number), named;
    if (is_line(self, place, number))
        return ASSAY_OK;
    ASSAY_TRY(add_text(&self->functions, &self->function_count, function, &named));
    assay_covered_line *more = reallocarray(self->lines, self->line_count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    self->lines = more;
    memmove(more + place + 1, more + place, (self->line_count - place) * sizeof(*more));
    more[place] = (assay_covered_line){number, 0, 0, named};
    self->line_count++;
    return ASSAY_OK;
}

/* The last one is asked for most often. */
static assay_status hits_of(assay_covered_file *self, size_t test, uint64_t **hits)
{
    for (size_t i = self->hit_count; i > 0; i--)
        if (self->hits[i - 1].test == test) {
            *hits = self->hits[i - 1].hits;
            return ASSAY_OK;
        }
    assay_line_hits *more = reallocarray(self->hits, self->hit_count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    self->hits = more;
    *hits = calloc(self->line_count, sizeof(**hits));
    if (*hits == NULL)
        return ASSAY_MEMORY;
    more[self->hit_count++] = (assay_line_hits){test, *hits};
    return ASSAY_OK;
}

assay_status assay_covered_file_count(assay_covered_file *self, unsigned number, size_t test,
                                      unsigned ways, uint64_t hits)
{
    size_t place = place_of(self, number);
    uint64_t *of_test;
    if (hits == 0 || !is_line(self, place, number))
        return ASSAY_OK;
    ASSAY_TRY(hits_of(self, test, &of_test));
    of_test[place] += hits;
    self->lines[place].hits += hits;
    self->lines[place].ways |= ways;
    return ASSAY_OK;
}

assay_status assay_coverage_test_find(assay_coverage *self, const char *name, size_t *test)
{
    for (*test = 0; *test < self->test_count; (*test)++)
        if (strcmp(self->tests[*test].name, name) == 0)
            return ASSAY_OK;
    assay_coverage_test *more = reallocarray(self->tests, self->test_count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    self->tests = more;
    more[self->test_count++] = (assay_coverage_test){name, 0, 0};
    return ASSAY_OK;
}

assay_status assay_coverage_leave_out(assay_coverage *self, const char *path)
{
    size_t place;
    return add_text(&self->left_out, &self->left_out_count, path, &place);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const assay_covered_file *)a)->path, ((const assay_covered_file *)b)->path);
}

/* A file that cannot be read has no text, and that is all. */
static void read_text(assay_covered_file *self)
{
    assay_buffer text = ASSAY_BUFFER_INIT;
    size_t got = 0;
    FILE *from = fopen(self->path, "re");
    if (from == NULL)
        return;
    do {
        text.size += got;
        void *room = assay_buffer_reserve(&text, 65536);
        got = room == NULL ? 0 : fread(room, 1, 65536, from);
    } while (got > 0);
    fclose(from);
    self->text = (char *)text.data;
    self->text_size = text.size;
}

void assay_coverage_finish(assay_coverage *self)
{
    if (self->file_count > 0)
        qsort(self->files, self->file_count, sizeof(*self->files), by_path);
    for (size_t i = 0; i < self->file_count; i++)
        if (self->files[i].text == NULL)
            read_text(&self->files[i]);
}

assay_line_sum assay_covered_file_sum(const assay_covered_file *self)
{
    assay_line_sum sum = {self->line_count, 0};
    for (size_t i = 0; i < self->line_count; i++)
        sum.reached += self->lines[i].ways != 0;
    return sum;
}

assay_line_sum assay_coverage_sum(const assay_coverage *self)
{
    assay_line_sum all = {0, 0};
    for (size_t i = 0; i < self->file_count; i++) {
        assay_line_sum one = assay_covered_file_sum(&self->files[i]);
        all.lines += one.lines;
        all.reached += one.reached;
    }
    return all;
}

double assay_line_sum_percent(assay_line_sum self)
{
    return self.lines == 0 ? 100 : 100 * (double)self.reached / (double)self.lines;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\f';
}

const char *assay_covered_file_text(const assay_covered_file *self, unsigned number, size_t *size)
{
    const char *from = self->text, *end = from + self->text_size;
    for (unsigned i = 1; from != NULL && i < number; i++) {
        from = memchr(from, '\n', (size_t)(end - from));
        from = from != NULL ? from + 1 : NULL;
    }
    *size = 0;
    if (from == NULL)
        return "";
    const char *stop = memchr(from, '\n', (size_t)(end - from));
    stop = stop != NULL ? stop : end;
    while (from < stop && is_blank(*from))
        from++;
    while (from < stop && is_blank(stop[-1]))
        stop--;
    *size = (size_t)(stop - from);
    return from;
}

const char *assay_coverage_shown(const assay_coverage *self, const char *path)
{
    size_t size = strlen(self->root);
    bool below = strncmp(path, self->root, size) == 0 && path[size] == '/';
    return below ? path + size + 1 : path;
}
