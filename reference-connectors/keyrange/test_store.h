#ifndef ASSAY_KEYRANGE_TEST_STORE_H
#define ASSAY_KEYRANGE_TEST_STORE_H

/* For the unit tests: an environment "env" in the working directory, by LMDB alone. */

#include "../drive_sink.h"

#include <lmdb.h>

/* One transaction that works on the main database; flags are of the database. */
static inline void store_change(unsigned flags, void (*work)(MDB_txn *, MDB_dbi, void *),
                                void *argument)
{
    MDB_env *env;
    MDB_txn *transaction;
    MDB_dbi main;
    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_set_mapsize(env, 64 << 20), 0);
    assert_int_equal(mdb_env_open(env, "env", MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC, 0666), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &transaction), 0);
    assert_int_equal(mdb_dbi_open(transaction, NULL, flags, &main), 0);
    work(transaction, main, argument);
    assert_int_equal(mdb_txn_commit(transaction), 0);
    mdb_env_close(env);
}

static inline void store_put(MDB_txn *transaction, MDB_dbi main, assay_bytes key, assay_bytes value)
{
    MDB_val id = {key.size, (void *)key.data}, stored = {value.size, (void *)value.data};
    assert_int_equal(mdb_put(transaction, main, &id, &stored, 0), 0);
}

static inline size_t store_entries(void)
{
    struct dirent **entries = NULL;
    int count = scandir(".", &entries, drive_no_dots, alphasort);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return (size_t)count;
}

static const assay_setting store_settings[] = {{"environment", "env"}};

static inline assay_source *store_open(void)
{
    return drive_open(store_settings, 1);
}

/* Puts keys that are C strings, up to NULL; each is its own value. */
static inline void store_put_words(MDB_txn *transaction, MDB_dbi main, void *words)
{
    for (const char *const *word = words; *word != NULL; word++)
        store_put(transaction, main, (assay_bytes){*word, strlen(*word)},
                  (assay_bytes){*word, strlen(*word)});
}

static inline void store_remove_words(MDB_txn *transaction, MDB_dbi main, void *words)
{
    for (const char *const *word = words; *word != NULL; word++) {
        MDB_val key = {strlen(*word), (void *)*word};
        assert_int_equal(mdb_del(transaction, main, &key, NULL), 0);
    }
}

static inline void store_make(const char *const *words)
{
    store_change(0, store_put_words, (void *)words);
}

static inline void store_expect(assay_source *source, const char *expected)
{
    assay_buffer read = ASSAY_BUFFER_INIT, values = ASSAY_BUFFER_INIT;
    drive_read(source, &read);
    assay_decoder from = {assay_buffer_bytes(&read), false};
    while (from.rest.size > 0) {
        assay_bytes value = assay_take_bytes(&from);
        assert_int_equal(assay_buffer_append(&values.out, value.data, value.size), ASSAY_OK);
        assert_int_equal(assay_buffer_append(&values.out, " ", 1), ASSAY_OK);
    }
    assert_int_equal(assay_buffer_append(&values.out, "", 1), ASSAY_OK);
    assert_string_equal((const char *)values.data, expected);
    assay_buffer_clear(&read);
    assay_buffer_clear(&values);
}

#endif
