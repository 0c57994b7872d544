/* One state of an environment, by LMDB, and what LMDB's codes mean. */
#include "keyrange.h"

#include <errno.h>

#define TRIES 100 /* to open, while somebody else lets the file grow */

assay_status keyrange_failed(int code, const char *path, assay_error *error)
{
    switch (code) {
    case ENOMEM:
        return ASSAY_MEMORY;
    case MDB_NOTFOUND:
        return ASSAY_END;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
        return assay_error_set(error, ASSAY_CORRUPT, "'%s' is damaged: %s", path,
                               mdb_strerror(code));
    default:
        return assay_error_set(error, ASSAY_IO, "cannot access '%s': %s", path, mdb_strerror(code));
    }
}

static assay_status answer(const keyrange_snapshot *self, int code, assay_error *error)
{
    return code == MDB_SUCCESS ? ASSAY_OK : keyrange_failed(code, self->path, error);
}

/* LMDB's locks are left alone, and a thread may hand a transaction on to another one. */
static int open_state(keyrange_snapshot *self, size_t map_size)
{
    const unsigned flags = MDB_RDONLY | MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS;
    MDB_dbi main;
    int code = mdb_env_create(&self->env);
    if (code == MDB_SUCCESS)
        code = mdb_env_set_mapsize(self->env, map_size);
    if (code == MDB_SUCCESS)
        code = mdb_env_open(self->env, self->path, flags, 0);
    if (code == MDB_SUCCESS)
        code = mdb_txn_begin(self->env, NULL, MDB_RDONLY, &self->transaction);
    if (code == MDB_SUCCESS)
        code = mdb_dbi_open(self->transaction, NULL, 0, &main);
    if (code == MDB_SUCCESS)
        code = mdb_cursor_open(self->transaction, main, &self->cursor);
    return code;
}

/* The tree that is checked is the one that LMDB goes through, of the same transaction. */
static int open_both(keyrange_snapshot *self)
{
    const keyrange_tree *tree = &self->tree;
    int code = open_state(self, (tree->last_page + 1) * tree->page_size);
    if (code == MDB_SUCCESS && tree->transaction != mdb_txn_id(self->transaction))
        code = MDB_MAP_RESIZED;
    if (code != MDB_SUCCESS)
        keyrange_snapshot_close(self);
    return code;
}

assay_status keyrange_snapshot_open(const char *path, keyrange_snapshot *self, assay_error *error)
{
    int code = MDB_MAP_RESIZED;
    for (int i = 0; i < TRIES && code == MDB_MAP_RESIZED; i++) {
        assay_status status = keyrange_tree_open(path, &self->tree, error);
        *self = (keyrange_snapshot){status == ASSAY_OK ? path : NULL, self->tree,
                                    .checked = ASSAY_BUFFER_INIT};
        ASSAY_TRY(status);
        code = open_both(self);
    }
    return code == MDB_SUCCESS ? ASSAY_OK : keyrange_failed(code, path, error);
}

void keyrange_snapshot_close(keyrange_snapshot *self)
{
    if (self->path == NULL)
        return;
    if (self->cursor != NULL)
        mdb_cursor_close(self->cursor);
    if (self->transaction != NULL)
        mdb_txn_abort(self->transaction);
    if (self->env != NULL)
        mdb_env_close(self->env);
    keyrange_tree_close(&self->tree);
    assay_buffer_clear(&self->checked);
    *self = (keyrange_snapshot){0};
}

static int go(keyrange_snapshot *self, MDB_cursor_op where)
{
    return mdb_cursor_get(self->cursor, &self->key, &self->value, where);
}

/* LMDB takes no empty key, and none that is longer than keys can be: what is at or behind such a
 * one is behind what it begins with. */
assay_status keyrange_snapshot_seek(keyrange_snapshot *self, assay_bytes position,
                                    assay_error *error)
{
    bool longer = position.size > KEYRANGE_KEY_MAX;
    assay_bytes known = {position.data, longer ? KEYRANGE_KEY_MAX : position.size};
    if (known.size == 0)
        return answer(self, go(self, MDB_FIRST), error);
    self->key = (MDB_val){known.size, (void *)known.data};
    int code = go(self, MDB_SET_RANGE);
    if (code == MDB_SUCCESS && longer &&
        assay_key_compare((assay_bytes){self->key.mv_data, self->key.mv_size}, known) == 0)
        code = go(self, MDB_NEXT);
    return answer(self, code, error);
}

assay_status keyrange_snapshot_next(keyrange_snapshot *self, assay_error *error)
{
    return answer(self, go(self, MDB_NEXT), error);
}

assay_status keyrange_snapshot_last(keyrange_snapshot *self, assay_bytes end, assay_error *error)
{
    assay_status status = end.size == 0 ? ASSAY_END : keyrange_snapshot_seek(self, end, error);
    if (status == ASSAY_OK)
        return answer(self, go(self, MDB_PREV), error);
    return status == ASSAY_END ? answer(self, go(self, MDB_LAST), error) : status;
}

assay_status keyrange_snapshot_check_record(keyrange_snapshot *self, assay_error *error)
{
    assay_bytes key = {self->key.mv_data, self->key.mv_size};
    if (key.size > KEYRANGE_KEY_MAX)
        return keyrange_damaged(self->path, "is damaged: a key is too long", error);
    if (self->checked.size > 0 && assay_key_compare(key, assay_buffer_bytes(&self->checked)) <= 0)
        return ASSAY_OK;
    return keyrange_tree_check_leaf(&self->tree, key, &self->checked, error);
}

/* LMDB gives pages to a transaction that went out of use two transactions before. */
assay_status keyrange_snapshot_check(const keyrange_snapshot *self, assay_error *error)
{
    MDB_envinfo info;
    int code = mdb_env_info(self->env, &info);
    if (code != MDB_SUCCESS || info.me_last_txnid <= mdb_txn_id(self->transaction) + 1)
        return answer(self, code, error);
    return assay_error_set(error, ASSAY_IO, "'%s' was changed while it was read", self->path);
}
