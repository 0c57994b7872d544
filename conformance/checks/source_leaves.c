/* What a source leaves in the store that it reads: in a copy of it, which nobody else uses. */
#include "checks/source.h"

#include "engine/disk.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES = 1000 };
#define BYTES ((int64_t)32 << 20)

/* What a case is told. */
typedef struct order {
    size_t dataset;
    char from[PATH_MAX], to[PATH_MAX]; /* folders: of the store, of its copy */
} order;

/* False: it is not in it. */
static bool put_replaced(assay_case *c, const order *self, const char *value, assay_buffer *to)
{
    const char *at, *rest = value;

    while ((at = strstr(rest, self->from)) != NULL) {
        assay_case_must(c, assay_buffer_append(&to->out, rest, (size_t)(at - rest)));
        assay_case_must(c, assay_buffer_append(&to->out, self->to, strlen(self->to)));
        rest = at + strlen(self->from);
    }
    assay_case_must(c, assay_buffer_append(&to->out, rest, strlen(rest) + 1));
    return rest != value;
}

/* The scenario's configuration with the copy in the store's place. */
static void point_at_copy(assay_case *c, const order *self, assay_setting_list *config)
{
    const assay_dataset *set = assay_case_dataset(c, self->dataset);
    assay_setting_list expanded = {0, NULL};
    assay_buffer value = ASSAY_BUFFER_INIT;
    bool found = false;

    assay_case_must(c, assay_expand_list(&assay_case_scenario(c)->config, &set->variables, NULL,
                                         &expanded, NULL));
    for (size_t i = 0; i < expanded.count; i++) {
        assay_buffer_reset(&value);
        found = put_replaced(c, self, expanded.items[i].value, &value) || found;
        assay_case_must(
            c, assay_setting_list_add(config, expanded.items[i].key, (const char *)value.data));
    }
    assay_buffer_clear(&value);
    assay_setting_list_clear(&expanded);
    if (!found)
        assay_case_skip(c, "no setting has the folder of the data in it: its store is no folder of "
                           "files, or cannot be copied");
}

/* A reader that is released where it is. */
static void leave_reader(assay_case *c, assay_driven_source s)
{
    assay_driven_reader r;

    if (assay_call_open_reader(c, s, &r) != ASSAY_OK)
        return;
    (void)assay_call_start(c, &r);
    assay_call_release_reader(c, &r);
}

static void open_wrongly(assay_case *c, const order *self, assay_setting_list *config)
{
    assay_driven_source s = {.handle = NULL};

    assay_case_must(c, assay_setting_list_add(config, "no-such-setting", "1"));
    if (assay_call_open_with(c, self->dataset, config, &s) == ASSAY_OK)
        assay_call_release(c, &s);
}

/* Whether the copy is one. What is wrong with what else is done is no matter of this. */
static bool use_all_ways(assay_case *c, assay_driven_source s)
{
    const assay_truth *truth = assay_case_truth(c, s.dataset);
    assay_digest wanted = assay_truth_digest(truth, 0, assay_truth_count(truth));
    bool whole = false;

    for (size_t i = 0; i < ASSAY_SOURCE_WAYS; i++) {
        assay_digest read = {0, 0, 0};
        bool good = assay_source_ways[i].go(c, s, &read);
        whole = i == 0 ? good && assay_digest_equal(read, wanted) : whole;
    }
    leave_reader(c, s);
    return whole;
}

static void use_copy(assay_case *c)
{
    const order *self = assay_case_argument(c);
    assay_setting_list config = {0, NULL};
    assay_driven_source s = {.handle = NULL};

    point_at_copy(c, self, &config);
    assay_status status = assay_call_open_with(c, self->dataset, &config, &s);
    bool whole = status == ASSAY_OK && use_all_ways(c, s);
    assay_call_release(c, &s);
    if (!whole)
        assay_case_skip(c, "a copy of the store's folder does not read as the store does");
    open_wrongly(c, self, &config);
    assay_setting_list_clear(&config);
    assay_case_exercised(c, 0);
}

typedef struct copying {
    assay_exam *x;
    order order;
    assay_disk *before, *after;
} copying;

static bool is_small(const char *folder)
{
    char *const roots[] = {(char *)folder, NULL};
    int64_t files = 0, bytes = 0;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);

    for (FTSENT *entry; walk != NULL && (entry = fts_read(walk)) != NULL;) {
        files++;
        bytes += entry->fts_info == FTS_F ? entry->fts_statp->st_size : 0;
        if (files > FILES || bytes > BYTES)
            break;
    }
    if (walk != NULL)
        fts_close(walk);
    return walk != NULL && files <= FILES && bytes <= BYTES;
}

/* As it was when its truth was known: what readers of other checks have put there since, and may
 * take away again, is left out. */
static assay_status scan_store(copying *self, assay_error *error)
{
    const assay_exam *x = self->x;
    const char *truth = assay_exam_scenario(x)->datasets[self->order.dataset].truth;
    struct stat known;

    if (stat(truth, &known) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", truth, strerror(errno));
    return assay_disk_scan_until(self->before, self->order.from, &known.st_mtim, error);
}

static bool copy(copying *self)
{
    assay_error error = ASSAY_ERROR_INIT;

    if (!is_small(self->order.from)) {
        assay_exam_skip(self->x, "'%s' is not copied: it has more than %d files or %lld bytes",
                        self->order.from, FILES, (long long)BYTES);
        return false;
    }
    if (scan_store(self, &error) != ASSAY_OK) {
        assay_exam_skip(self->x, "the store cannot be copied: %s", error.message);
        return false;
    }
    if (mkdir(self->order.to, 0700) == 0 &&
        assay_disk_store(self->before, self->order.to, &error) == ASSAY_OK)
        return true;
    assay_exam_broken(self->x, "cannot make '%s': %s", self->order.to,
                      error.message[0] != 0 ? error.message : strerror(errno));
    return false;
}

static void judge(copying *self)
{
    assay_error error = ASSAY_ERROR_INIT;

    if (assay_disk_scan(self->after, self->order.to, &error) != ASSAY_OK) {
        assay_exam_broken(self->x, "%s", error.message[0] != 0 ? error.message : "out of memory");
        return;
    }
    assay_disk_change change;
    const char *path = assay_disk_changed(self->before, self->after, &change);
    if (path != NULL)
        assay_exam_fail(self->x, "who only reads leaves the store as it was",
                        "when all was released and the process gone, '%s' %s", path,
                        change == ASSAY_DISK_MORE   ? "was there, and had not been"
                        : change == ASSAY_DISK_LESS ? "was there no more"
                                                    : "was another one");
}

void assay_check_source_leaves_nothing(assay_exam *x)
{
    const assay_scenario *scenario = assay_exam_scenario(x);
    copying self = {.x = x, .before = assay_disk_new(), .after = assay_disk_new()};

    if (scenario->dataset_count > 0) {
        self.order.dataset = assay_small_dataset(scenario);
        assay_data_place(&scenario->datasets[self.order.dataset], self.order.from);
        snprintf(self.order.to, PATH_MAX, "%.*s/store", PATH_MAX - 8, assay_exam_folder(x));
        if (self.before == NULL || self.after == NULL)
            assay_exam_broken(x, "out of memory");
        else if (copy(&self) && assay_exam_run(x, use_copy, &self.order))
            judge(&self);
    }
    assay_disk_free(self.before);
    assay_disk_free(self.after);
}
