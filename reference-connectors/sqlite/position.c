/* Keys as positions, and positions as bounds of keys. */
#include "sqlite.h"

#include <inttypes.h>
#include <stdio.h>

#define SIGN_BIT (UINT64_C(1) << 63)

static const unsigned char null_tag = 0, value_tag = 1;
static const int types[] = {
    [SQLITE_KEY_INTEGER] = SQLITE_INTEGER,
    [SQLITE_KEY_TEXT] = SQLITE_TEXT,
    [SQLITE_KEY_BLOB] = SQLITE_BLOB,
};

assay_status sqlite_position_of(sqlite3_stmt *row, int column, sqlite_kind kind, assay_out *to,
                                assay_error *error)
{
    int type = sqlite3_column_type(row, column);
    if (type == SQLITE_NULL)
        return to->append(to, &null_tag, 1);
    if (type != types[kind])
        return assay_error_set(error, ASSAY_CORRUPT, "a key has not the type of 'key-type'");
    ASSAY_TRY(to->append(to, &value_tag, 1));
    if (kind == SQLITE_KEY_INTEGER)
        return assay_put_u64(to, (uint64_t)sqlite3_column_int64(row, column) ^ SIGN_BIT);
    const void *bytes = sqlite3_column_blob(row, column);
    return to->append(to, bytes, (size_t)sqlite3_column_bytes(row, column));
}

bool sqlite_position_valid(sqlite_kind kind, assay_bytes position)
{
    const unsigned char *bytes = position.data;
    if (position.size == 0)
        return false;
    if (bytes[0] == null_tag)
        return position.size == 1;
    return bytes[0] == value_tag && (kind != SQLITE_KEY_INTEGER || position.size == 9);
}

/* The first integer whose bytes are not below those given. */
static sqlite_bound integer_bound(assay_bytes bytes)
{
    const unsigned char *digits = bytes.data;
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | (i < bytes.size ? digits[i] : 0);
    if (bytes.size > 8 && number == UINT64_MAX)
        return (sqlite_bound){.cut = CUT_NONE};
    number += bytes.size > 8;
    return (sqlite_bound){.cut = CUT_AT, .integer = (int64_t)(number ^ SIGN_BIT)};
}

sqlite_bound sqlite_bound_of(sqlite_kind kind, assay_bytes position)
{
    const unsigned char *bytes = position.data;
    if (position.size == 0 || (bytes[0] == null_tag && position.size == 1))
        return (sqlite_bound){.cut = CUT_ALL};
    if (bytes[0] == null_tag)
        return (sqlite_bound){.cut = CUT_VALUES};
    if (bytes[0] != value_tag)
        return (sqlite_bound){.cut = CUT_NONE};
    assay_bytes key = {bytes + 1, position.size - 1};
    return kind == SQLITE_KEY_INTEGER ? integer_bound(key)
                                      : (sqlite_bound){.cut = CUT_AT, .bytes = key};
}

static assay_status print_bytes(assay_bytes bytes, assay_out *to)
{
    char digits[3];
    ASSAY_TRY(to->append(to, "x'", 2));
    for (size_t i = 0; i < bytes.size; i++) {
        snprintf(digits, sizeof(digits), "%02x", ((const unsigned char *)bytes.data)[i]);
        ASSAY_TRY(to->append(to, digits, 2));
    }
    return to->append(to, "'", 1);
}

assay_status sqlite_position_print(sqlite_kind kind, assay_bytes position, assay_out *to)
{
    char number[24];
    if (kind != SQLITE_KEY_INTEGER || !sqlite_position_valid(kind, position) || position.size == 1)
        return print_bytes(position, to);
    int size =
        snprintf(number, sizeof(number), "%" PRId64, sqlite_bound_of(kind, position).integer);
    return to->append(to, number, (size_t)size);
}
