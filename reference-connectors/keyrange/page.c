/* Pages of an LMDB file, version 1 of its format. Numbers are in the order of the machine, as LMDB
 * has them. */
#include "keyrange.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IS_BRANCH 1
#define IS_LEAF 2
#define KINDS 0x7f    /* of the flags of a page, those that say what it is */
#define IN_OVERFLOW 1 /* a flag of a node: the value has pages of its own */
#define FIRST_PAGE 2  /* behind the two that say where the tree is */

typedef struct page_head {
    uint64_t number;
    uint16_t pad, flags;
    uint16_t lower, upper; /* where the numbers of nodes end, and where the nodes begin */
} page_head;

typedef struct node_head {
    uint16_t low, high; /* of the size of a value, or of the number of a page */
    uint16_t flags;     /* of a branch: the highest part of that number */
    uint16_t key_size;
} node_head;

assay_status keyrange_damaged(const char *path, const char *how, assay_error *error)
{
    return assay_error_set(error, ASSAY_CORRUPT, "'%s' %s", path, how);
}

static assay_status damaged(const keyrange_page *self, assay_error *error)
{
    return keyrange_damaged(self->tree->path, "is damaged: a page is none", error);
}

assay_status keyrange_page_new(const keyrange_tree *tree, keyrange_page *page)
{
    *page = (keyrange_page){.tree = tree, .bytes = malloc(tree->page_size)};
    return page->bytes == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

void keyrange_page_clear(keyrange_page *self)
{
    free(self->bytes);
}

static bool is_inside(const keyrange_tree *tree, uint64_t number)
{
    return number >= FIRST_PAGE && number <= tree->last_page &&
           number < tree->bytes / tree->page_size;
}

assay_status keyrange_page_read(keyrange_page *self, uint64_t number, bool leaf, assay_error *error)
{
    const keyrange_tree *tree = self->tree;
    page_head head;
    if (!is_inside(tree, number))
        return keyrange_damaged(tree->path, "is cut off or damaged: a page is missing", error);
    ssize_t got =
        pread(tree->file, self->bytes, tree->page_size, (off_t)(number * tree->page_size));
    if (got < 0)
        return assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", tree->path,
                               strerror(errno));
    if ((uint64_t)got < tree->page_size)
        return keyrange_damaged(tree->path, "is cut off", error);
    memcpy(&head, self->bytes, sizeof(head));
    self->leaf = leaf;
    self->count = (head.lower - sizeof(head)) / sizeof(uint16_t);
    bool right = head.number == number && (head.flags & KINDS) == (leaf ? IS_LEAF : IS_BRANCH) &&
                 head.lower > sizeof(head) + 1 && head.lower <= head.upper &&
                 head.upper <= tree->page_size;
    return right ? ASSAY_OK : damaged(self, error);
}

/* The pages that a value in overflow has; the node holds the number of the first. */
static assay_status overflow_of(const keyrange_page *self, uint64_t at, uint64_t size,
                                keyrange_node *node, assay_error *error)
{
    if (at + sizeof(node->first) > self->tree->page_size)
        return damaged(self, error);
    memcpy(&node->first, self->bytes + at, sizeof(node->first));
    node->behind = node->first +
                   (sizeof(page_head) + size + self->tree->page_size - 1) / self->tree->page_size;
    return is_inside(self->tree, node->first) && is_inside(self->tree, node->behind - 1)
               ? ASSAY_OK
               : keyrange_damaged(self->tree->path, "is cut off or damaged: a value is missing",
                                  error);
}

assay_status keyrange_page_node(const keyrange_page *self, uint64_t number, keyrange_node *node,
                                assay_error *error)
{
    uint16_t at;
    node_head head;
    memcpy(&at, self->bytes + sizeof(page_head) + number * sizeof(at), sizeof(at));
    if (at < sizeof(page_head) || at + sizeof(head) > self->tree->page_size)
        return damaged(self, error);
    memcpy(&head, self->bytes + at, sizeof(head));
    uint64_t key = at + sizeof(head), low = head.low | (uint64_t)head.high << 16;
    if (key + head.key_size > self->tree->page_size || head.key_size > KEYRANGE_KEY_MAX)
        return damaged(self, error);
    *node =
        (keyrange_node){{self->bytes + key, number == 0 && !self->leaf ? 0 : head.key_size}, 0, 0};
    if (!self->leaf) {
        node->first = low | (uint64_t)head.flags << 32;
        node->behind = node->first + 1;
    } else if ((head.flags & IN_OVERFLOW) != 0) {
        return overflow_of(self, key + head.key_size, low, node, error);
    } else if (key + head.key_size + low > self->tree->page_size) {
        return damaged(self, error);
    }
    return ASSAY_OK;
}
