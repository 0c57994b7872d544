/* A batch of records in one transaction of LMDB. */
#include "keyrange.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define ROOM (1 << 20) /* bytes, for pages beside those of the records */

static int put_records(MDB_txn *transaction, assay_bytes records)
{
    assay_decoder from = {records, false};
    MDB_dbi main;
    int code = mdb_dbi_open(transaction, NULL, 0, &main);
    while (code == MDB_SUCCESS && from.rest.size > 0) {
        assay_bytes id = assay_take_bytes(&from), value = assay_take_bytes(&from);
        MDB_val key = {id.size, (void *)id.data}, data = {value.size, (void *)value.data};
        code = mdb_put(transaction, main, &key, &data, 0);
    }
    return code;
}

static int commit_records(MDB_env *env, assay_bytes records)
{
    MDB_txn *transaction;
    int code = mdb_txn_begin(env, NULL, 0, &transaction);
    if (code != MDB_SUCCESS)
        return code;
    code = put_records(transaction, records);
    if (code == MDB_SUCCESS)
        return mdb_txn_commit(transaction);
    mdb_txn_abort(transaction);
    return code;
}

static int store_within(const char *path, size_t map_size, assay_bytes records)
{
    MDB_env *env;
    int code = mdb_env_create(&env);
    if (code != MDB_SUCCESS)
        return code;
    code = mdb_env_set_mapsize(env, map_size);
    if (code == MDB_SUCCESS)
        code = mdb_env_open(env, path, MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOMETASYNC, 0666);
    if (code == MDB_SUCCESS)
        code = commit_records(env, records);
    if (code == MDB_SUCCESS) /* LMDB has synced all but the page that says where the tree is */
        code = mdb_env_sync(env, 1);
    mdb_env_close(env);
    return code;
}

/* The map is as large as the file may become; how large that is shows only when it is too small. */
static assay_status store_locked(const char *path, assay_bytes records, assay_error *error)
{
    keyrange_tree tree;
    ASSAY_TRY(keyrange_tree_open(path, &tree, error));
    keyrange_tree_close(&tree);
    size_t map_size = (tree.last_page + 1) * tree.page_size + 2 * records.size + ROOM;
    int code = store_within(path, map_size, records);
    for (; code == MDB_MAP_FULL && map_size < SIZE_MAX / 4;
         code = store_within(path, map_size, records))
        map_size *= 2;
    return code == MDB_SUCCESS ? ASSAY_OK : keyrange_failed(code, path, error);
}

assay_status keyrange_environment_store(const char *path, assay_bytes records, assay_error *error)
{
    int lock = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (lock < 0)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    assay_status status = ASSAY_OK;
    while (flock(lock, LOCK_EX) != 0 && status == ASSAY_OK)
        if (errno != EINTR)
            status =
                assay_error_set(error, ASSAY_IO, "cannot lock '%s': %s", path, strerror(errno));
    if (status == ASSAY_OK)
        status = store_locked(path, records, error);
    close(lock);
    return status;
}
