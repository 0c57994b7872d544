/* The tree of keys in the file: whether it is there, and where in it a key lies. */
#include "keyrange.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC 0xbeefc0de
#define VERSION 1
#define NO_PAGE UINT64_MAX
#define DEPTH_MAX 32         /* as in LMDB */
#define UNWRITTEN_MAX 131072 /* pages that a transaction may leave behind the end of the file */

typedef struct stored_tree {
    uint32_t page_size; /* in that of the free pages */
    uint16_t flags, depth;
    uint64_t branches, leaves, overflows, entries, root;
} stored_tree;

/* What the first two pages hold; the newer one counts. */
typedef struct stored_state {
    unsigned char head[16];
    uint32_t magic, version;
    uint64_t address, map_size;
    stored_tree free, main;
    uint64_t last_page, transaction;
} stored_state;

static assay_status read_state(const keyrange_tree *self, uint64_t at, stored_state *state,
                               assay_error *error)
{
    ssize_t got = pread(self->file, state, sizeof(*state), (off_t)at);
    if (got < 0)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", self->path,
                               strerror(errno));
    if (got < (ssize_t)sizeof(*state) || state->magic != MAGIC)
        return keyrange_damaged(self->path, "is no LMDB environment, or is cut off", error);
    if (state->version != VERSION)
        return keyrange_damaged(self->path, "is of another version of LMDB", error);
    uint32_t size = state->free.page_size;
    if (size < 512 || size > 32768 || (size & (size - 1)) != 0)
        return keyrange_damaged(self->path, "is damaged: it has no size of pages", error);
    return ASSAY_OK;
}

static assay_status take_state(keyrange_tree *self, const stored_state *state, assay_error *error)
{
    const stored_tree *main = &state->main;
    self->root = main->root;
    self->depth = main->depth;
    self->entries = main->entries;
    self->transaction = state->transaction;
    self->pages = main->branches + main->leaves + main->overflows;
    if (main->flags != 0)
        return assay_error_set(error, ASSAY_IO,
                               "'%s' has several values by key, or another order of keys",
                               self->path);
    bool none = main->root == NO_PAGE;
    bool right = main->depth <= DEPTH_MAX && none == (main->depth == 0) &&
                 none == (main->entries == 0) && self->pages <= self->last_page;
    return right ? ASSAY_OK : keyrange_damaged(self->path, "is damaged: it has no tree", error);
}

static assay_status read_states(keyrange_tree *self, assay_error *error)
{
    stored_state states[2];
    ASSAY_TRY(read_state(self, 0, &states[0], error));
    self->page_size = states[0].free.page_size;
    ASSAY_TRY(read_state(self, self->page_size, &states[1], error));
    if (states[1].free.page_size != self->page_size)
        return keyrange_damaged(self->path, "is damaged: it has two sizes of pages", error);
    uint64_t first = states[0].last_page, second = states[1].last_page;
    self->last_page = first > second ? first : second;
    bool newer = states[0].transaction < states[1].transaction;
    return take_state(self, &states[newer], error);
}

/* All pages that are in use are in the file, from one on. */
static assay_status check_below(const keyrange_tree *self, uint64_t number, uint64_t depth,
                                assay_error *error)
{
    keyrange_page page;
    keyrange_node node;
    ASSAY_TRY(keyrange_page_new(self, &page));
    assay_status status = keyrange_page_read(&page, number, depth == 1, error);
    for (uint64_t i = 0; status == ASSAY_OK && i < page.count; i++) {
        status = keyrange_page_node(&page, i, &node, error);
        if (status == ASSAY_OK && !page.leaf)
            status = check_below(self, node.first, depth - 1, error);
    }
    keyrange_page_clear(&page);
    return status;
}

/* Pages behind the end of the file are fine when nothing is in them: LMDB does not write those that
 * a transaction took and gave back. */
static assay_status check_whole(const keyrange_tree *self, assay_error *error)
{
    uint64_t there = self->bytes / self->page_size;
    if (self->last_page < there)
        return ASSAY_OK;
    if (self->last_page - there >= UNWRITTEN_MAX)
        return keyrange_damaged(self->path, "is cut off", error);
    return self->depth == 0 ? ASSAY_OK : check_below(self, self->root, self->depth, error);
}

static assay_status look_at(keyrange_tree *self, assay_error *error)
{
    struct stat info;
    if (fstat(self->file, &info) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", self->path,
                               strerror(errno));
    if (!S_ISREG(info.st_mode))
        return assay_error_set(error, ASSAY_IO, "'%s' is no file", self->path);
    self->bytes = (uint64_t)info.st_size;
    ASSAY_TRY(read_states(self, error));
    return check_whole(self, error);
}

assay_status keyrange_tree_open(const char *path, keyrange_tree *tree, assay_error *error)
{
    *tree = (keyrange_tree){.path = path};
    tree->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (tree->file < 0)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    assay_status status = look_at(tree, error);
    if (status != ASSAY_OK)
        keyrange_tree_close(tree);
    return status;
}

void keyrange_tree_close(keyrange_tree *self)
{
    close(self->file);
}

/* Below which node of a page a key belongs: the last one that is not behind it. Of a leaf: how many
 * nodes are in front of it. */
static assay_status find_node(const keyrange_page *page, assay_bytes key, uint64_t *found,
                              assay_error *error)
{
    uint64_t low = page->leaf ? 0 : 1, high = page->count;
    keyrange_node node;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        ASSAY_TRY(keyrange_page_node(page, middle, &node, error));
        int order = assay_key_compare(node.key, key);
        if (order < 0 || (order == 0 && !page->leaf))
            low = middle + 1;
        else
            high = middle;
    }
    *found = page->leaf ? low : low - 1;
    return ASSAY_OK;
}

/* A way from the root down. Nodes of a page count as equally large. */
typedef struct descent {
    keyrange_page page;
    uint64_t next; /* the page below */
    double before, width;
} descent;

static assay_status begin(const keyrange_tree *tree, descent *self)
{
    *self = (descent){.next = tree->root, .before = 0, .width = 1};
    return keyrange_page_new(tree, &self->page);
}

static assay_status pass(descent *self, uint64_t node, assay_error *error)
{
    keyrange_node below = {.first = NO_PAGE};
    if (!self->page.leaf)
        ASSAY_TRY(keyrange_page_node(&self->page, node, &below, error));
    self->before += self->width * (double)node / (double)self->page.count;
    self->width /= (double)self->page.count;
    self->next = below.first;
    return ASSAY_OK;
}

assay_status keyrange_tree_share(const keyrange_tree *self, assay_bytes key, double *share,
                                 assay_error *error)
{
    descent way;
    uint64_t node;
    ASSAY_TRY(begin(self, &way));
    assay_status status = ASSAY_OK;
    for (uint64_t level = self->depth; status == ASSAY_OK && level > 0; level--) {
        status = keyrange_page_read(&way.page, way.next, level == 1, error);
        if (status == ASSAY_OK)
            status = find_node(&way.page, key, &node, error);
        if (status == ASSAY_OK)
            status = pass(&way, node, error);
    }
    *share = way.before > 1 ? 1 : way.before;
    keyrange_page_clear(&way.page);
    return status;
}

static uint64_t node_at(const descent *self, double share)
{
    double node = (share - self->before) / self->width * (double)self->page.count;
    if (!(node > 0))
        return 0;
    return node < (double)self->page.count ? (uint64_t)node : self->page.count - 1;
}

assay_status keyrange_tree_key_at(const keyrange_tree *self, double share, assay_out *key,
                                  assay_error *error)
{
    descent way;
    keyrange_node node = {0};
    ASSAY_TRY(begin(self, &way));
    assay_status status = ASSAY_OK;
    for (uint64_t level = self->depth; status == ASSAY_OK && level > 0; level--) {
        status = keyrange_page_read(&way.page, way.next, level == 1, error);
        uint64_t number = status == ASSAY_OK ? node_at(&way, share) : 0;
        if (status == ASSAY_OK)
            status = keyrange_page_node(&way.page, number, &node, error);
        if (status == ASSAY_OK)
            status = pass(&way, number, error);
    }
    if (status == ASSAY_OK)
        status = key->append(key, node.key.data, node.key.size);
    keyrange_page_clear(&way.page);
    return status;
}

static assay_status go_down(descent *way, assay_bytes key, assay_error *error)
{
    uint64_t node;
    ASSAY_TRY(keyrange_page_read(&way->page, way->next, false, error));
    ASSAY_TRY(find_node(&way->page, key, &node, error));
    return pass(way, node, error);
}

/* Every node, as one after the other is read from here on. */
static assay_status check_nodes(const keyrange_page *page, assay_bytes key, assay_buffer *last,
                                assay_error *error)
{
    bool found = false;
    keyrange_node node = {0};
    for (uint64_t i = 0; i < page->count; i++) {
        ASSAY_TRY(keyrange_page_node(page, i, &node, error));
        found = found || assay_key_compare(node.key, key) == 0;
    }
    if (!found)
        return keyrange_damaged(page->tree->path, "is damaged: its keys are out of order", error);
    assay_buffer_reset(last);
    return assay_buffer_append(&last->out, node.key.data, node.key.size);
}

assay_status keyrange_tree_check_leaf(const keyrange_tree *self, assay_bytes key,
                                      assay_buffer *last, assay_error *error)
{
    descent way;
    ASSAY_TRY(begin(self, &way));
    assay_status status = ASSAY_OK;
    for (uint64_t level = self->depth; status == ASSAY_OK && level > 1; level--)
        status = go_down(&way, key, error);
    if (status == ASSAY_OK)
        status = keyrange_page_read(&way.page, way.next, true, error);
    if (status == ASSAY_OK)
        status = check_nodes(&way.page, key, last, error);
    keyrange_page_clear(&way.page);
    return status;
}
