#include "emit/parts_text.h"

const assay_emit_part_row assay_emit_parts_bytes[] = {
    {ASSAY_EMIT_PART_BYTES, 0,
     "/* Takes the bytes that a call gives. */\n"
     "struct bytes {\n"
     "    assay_out out;\n"
     "    size_t size;\n"
     "    char data[1 << 16];\n"
     "};\n"
     "\n"
     "static assay_status append(assay_out *self, const void *data, size_t size)\n"
     "{\n"
     "    struct bytes *bytes = (struct bytes *)self;\n"
     "\n"
     "    if (size > sizeof(bytes->data) - bytes->size)\n"
     "        return ASSAY_MEMORY;\n"
     "    if (size > 0)\n"
     "        memcpy(bytes->data + bytes->size, data, size);\n"
     "    bytes->size += size;\n"
     "    return ASSAY_OK;\n"
     "}\n"},
    {ASSAY_EMIT_PART_NEW_BYTES, 0,
     "static struct bytes *new_bytes(void)\n"
     "{\n"
     "    struct bytes *bytes = calloc(1, sizeof(*bytes));\n"
     "\n"
     "    if (bytes == NULL)\n"
     "        abort();\n"
     "    bytes->out.append = append;\n"
     "    return bytes;\n"
     "}\n"},
    {ASSAY_EMIT_PART_SHARED_BYTES, 0,
     "/* Shared with child processes. */\n"
     "static struct bytes *new_bytes(void)\n"
     "{\n"
     "    struct bytes *bytes = mmap(NULL, sizeof(*bytes), PROT_READ | PROT_WRITE,\n"
     "                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);\n"
     "\n"
     "    if (bytes == MAP_FAILED)\n"
     "        abort();\n"
     "    bytes->out.append = append;\n"
     "    return bytes;\n"
     "}\n"},
    {ASSAY_EMIT_PART_OF, ASSAY_EMIT_USES(ASSAY_EMIT_PART_BYTES),
     "static assay_bytes of(const struct bytes *all) { return (assay_bytes){all->data, all->size}; "
     "}\n"},
    {ASSAY_EMIT_PART_COPY, ASSAY_EMIT_USES(ASSAY_EMIT_PART_BYTES),
     "/* Bytes that are no longer what they were: the first ones of others, and some added. */\n"
     "static struct bytes *damaged(const struct bytes *from, size_t size, const char *more, size_t "
     "added)\n"
     "{\n"
     "    struct bytes *bytes = new_bytes();\n"
     "\n"
     "    if (append(&bytes->out, from->data, size < from->size ? size : from->size) != ASSAY_OK "
     "||\n"
     "        append(&bytes->out, more, added) != ASSAY_OK)\n"
     "        abort();\n"
     "    return bytes;\n"
     "}\n"},
    {ASSAY_EMIT_PART_EQUAL, ASSAY_EMIT_USES(ASSAY_EMIT_PART_BYTES),
     "static int equal(const struct bytes *a, assay_bytes b)\n"
     "{\n"
     "    return a->size == b.size && (b.size == 0 || memcmp(a->data, b.data, b.size) == 0);\n"
     "}\n"},
    {ASSAY_EMIT_PART_OFFERED, ASSAY_EMIT_USES(ASSAY_EMIT_PART_NEED),
     "static const void *offered(const void *ability, const char *id)\n"
     "{\n"
     "    need(ability != NULL, id);\n"
     "    return ability;\n"
     "}\n"
     "#define ABILITY(type, id, handle) ((const type *)offered(handle->ops->query(handle, id), "
     "id))\n"},
    {ASSAY_EMIT_PART_RECEIVER, 0,
     "/* Takes the parts of a split. */\n"
     "struct parts {\n"
     "    assay_source_emit emit;\n"
     "    size_t count;\n"
     "    assay_source *items[1000];\n"
     "};\n"
     "\n"
     "static assay_status receive(assay_source_emit *self, assay_source *item)\n"
     "{\n"
     "    struct parts *parts = (struct parts *)self;\n"
     "\n"
     "    if (parts->count == 1000)\n"
     "        abort();\n"
     "    parts->items[parts->count++] = item;\n"
     "    return ASSAY_OK;\n"
     "}\n"},
    {ASSAY_EMIT_PART_SHOW, 0,
     "static void show(const char *what, const assay_record *record)\n"
     "{\n"
     "    printf(\"%s: '%.*s'\\n\", what, (int)record->value.size, (const char "
     "*)record->value.data);\n"
     "}\n"},
    {ASSAY_EMIT_PART_SAME, 0,
     "static int same_bytes(assay_bytes a, assay_bytes b)\n"
     "{\n"
     "    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);\n"
     "}\n"},
};
const size_t assay_emit_parts_bytes_count =
    sizeof(assay_emit_parts_bytes) / sizeof(assay_emit_parts_bytes[0]);
