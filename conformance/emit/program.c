/* What stands around the calls of an emitted program. */
#include "emit/program.h"

#include <string.h>

static const char start[] =
    "#define _GNU_SOURCE\n"
    "#include <assay/connector.h>\n"
    "%.*s"
    "\n"
    "static assay_error error = ASSAY_ERROR_INIT;\n"
    "\n"
    "static int64_t now(const assay_host *self) { return (void)self, time(NULL) * "
    "INT64_C(1000000); "
    "}\n"
    "static void say(const assay_host *self, const char *message) { (void)self, puts(message); }\n"
    "static const assay_host host = {sizeof(assay_host), 0, now, say};\n"
    "\n"
    "static const assay_connector *load(const char *path)\n"
    "{\n"
    "    const assay_connector *(*entry)(void);\n"
    "    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);\n"
    "    void *symbol = library != NULL ? dlsym(library, ASSAY_ENTRY_SYMBOL) : NULL;\n"
    "\n"
    "    if (symbol == NULL) {\n"
    "        fprintf(stderr, \"usage: a.out LIBRARY: %%s\\n\", dlerror());\n"
    "        exit(2);\n"
    "    }\n"
    "    memcpy(&entry, &symbol, sizeof(entry));\n"
    "    return entry();\n"
    "}\n";

#define USES(part) ASSAY_EMIT_USES(ASSAY_EMIT_PART_##part)

static bool has_text(const assay_emit_body *body, const char *text)
{
    return memmem(body->text.buffer.data, body->text.buffer.size, text, strlen(text)) != NULL;
}

static void print_start(assay_emit_text *to, const assay_emit_body *body)
{
    static const struct {
        const char *name;
        uint64_t parts; /* 0: always */
    } headers[] = {
        {"dirent.h", USES(ENTRIES)},
        {"dlfcn.h", 0},
        {"glob.h", USES(LINES) | USES(RECORD_FILES) | USES(MATCHES)},
        {"malloc.h", USES(ALLOCATED)},
        {"stdio.h", 0},
        {"stdlib.h", 0},
        {"string.h", 0},
        {"sys/mman.h", USES(SHARED_BYTES)},
        {"sys/wait.h", USES(AWAIT)},
        {"time.h", 0},
        {"unistd.h", 0},
    };
    assay_emit_text lines = {ASSAY_BUFFER_INIT, ASSAY_OK};

    if (has_text(body, "INFINITY") || has_text(body, "NAN"))
        assay_emit_print(&lines, "#include <math.h>\n");
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        if (headers[i].parts == 0 || (body->used & headers[i].parts) != 0)
            assay_emit_print(&lines, "#include <%s>\n", headers[i].name);
    assay_emit_print(to, start, (int)lines.buffer.size, (const char *)lines.buffer.data);
    assay_buffer_clear(&lines.buffer);
}

static uint64_t fields_of(const assay_emit_body *body)
{
    const assay_emit_event *goal = &body->log->events[body->slice->goal];

    if (body->slice->proof == ASSAY_EMIT_RECORDS)
        return goal->a;
    if (body->slice->proof == ASSAY_EMIT_OUTPUT)
        return goal->b;
    return ASSAY_DIGEST_IDS | ASSAY_DIGEST_TIMES;
}

/* Compares all that the truth knows of records. */
static void print_same(assay_emit_text *to, uint64_t fields)
{
    assay_emit_print(
        to,
        "\nstatic int same(const assay_record *a, const assay_record *b)\n"
        "{\n"
        "    return same_bytes(a->value, b->value)%s%s;\n"
        "}\n",
        (fields & ASSAY_DIGEST_IDS) != 0 ? " &&\n           same_bytes(a->id, b->id)" : "",
        (fields & ASSAY_DIGEST_TIMES) != 0 ? " &&\n           a->timestamp == b->timestamp" : "");
}

enum { LITERAL = 4000 };

/* A value that is too long for a string literal is an array. */
static void print_long_value(assay_emit_text *to, size_t number, assay_bytes value)
{
    const unsigned char *bytes = value.data;

    assay_emit_print(to, "\nstatic const char value_%zu[] = {", number);
    for (size_t i = 0; i < value.size; i++)
        assay_emit_print(to, "%s%d,", i % 18 == 0 ? "\n    " : "", (signed char)bytes[i]);
    assay_emit_print(to, " 0};\n");
}

/* What some record of the table has. */
static uint64_t fields_shown(const assay_emit_body *body)
{
    uint64_t fields = 0;

    for (size_t i = 0; i < body->record_count; i++) {
        if (body->records[i].timestamp != ASSAY_TIMESTAMP_MIN)
            fields |= ASSAY_DIGEST_TIMES;
        if (body->records[i].id.size > 0)
            fields |= ASSAY_DIGEST_IDS;
    }
    return fields;
}

static void print_record(assay_emit_text *to, size_t number, const assay_record *record,
                         uint64_t fields)
{
    size_t from = to->buffer.size;

    assay_emit_print(to, "    /* %zu */ RECORD(", number);
    if (record->value.size > LITERAL)
        assay_emit_print(to, "value_%zu", number);
    else
        assay_emit_literal(to, record->value);
    if ((fields & ASSAY_DIGEST_IDS) != 0) {
        assay_emit_print(to, ", ");
        assay_emit_literal(to, record->id);
    }
    if ((fields & ASSAY_DIGEST_TIMES) != 0) {
        assay_emit_print(to, ", ");
        assay_emit_int64(to, record->timestamp);
    }
    assay_emit_print(to, "),\n");
    assay_emit_wrap(to, from, 8);
}

static void print_record_macro(assay_emit_text *to, uint64_t fields)
{
    bool ids = (fields & ASSAY_DIGEST_IDS) != 0, times = (fields & ASSAY_DIGEST_TIMES) != 0;

    assay_emit_print(to,
                     "\n#define RECORD(value%s%s) {sizeof(assay_record), 0, %s, \\\n"
                     "    {value, sizeof(value) - 1}, %s}\n",
                     ids ? ", id" : "", times ? ", time" : "",
                     times ? "time" : "ASSAY_TIMESTAMP_MIN",
                     ids ? "{id, sizeof(id) - 1}" : "{NULL, 0}");
}

static void print_records(assay_emit_text *to, const assay_emit_body *body)
{
    uint64_t fields = fields_shown(body);

    if (body->record_count == 0 && (body->used & (USES(READS) | USES(SEEN))) == 0)
        return;
    for (size_t i = 0; i < body->record_count; i++)
        if (body->records[i].value.size > LITERAL)
            print_long_value(to, i, body->records[i].value);
    print_record_macro(to, fields);
    assay_emit_print(to, "static const assay_record records[] = {\n");
    for (size_t i = 0; i < body->record_count; i++)
        print_record(to, i, &body->records[i], fields);
    if (body->record_count == 0)
        assay_emit_print(to, "    RECORD(\"\"), /* none */\n");
    assay_emit_print(to, "};\n");
    if ((body->used & USES(SEEN)) != 0)
        assay_emit_print(to, "enum { EXPECTED = %zu, REPEATS_ALLOWED = %d };\n", body->expected,
                         body->repeats);
    if ((body->used & (USES(COLLECT) | USES(COLLECT_IDLE) | USES(SKIP))) != 0)
        assay_emit_print(to, "enum { START, ADVANCE, ALL = 10000 };\n");
}

static void print_main(assay_emit_text *to, const assay_emit_body *body, assay_verdict verdict)
{
    static const char own_folder[] = "    if (mkdtemp(folder) == NULL)\n"
                                     "        return 2;\n"
                                     "    atexit(remove_folder);\n";
    bool folder = (body->used & USES(FOLDER)) != 0;

    assay_emit_print(to,
                     "\nint main(int argc, char **argv)\n{\n"
                     "    const assay_connector *connector = load(argc == 2 ? argv[1] : NULL);\n\n"
                     "%s%s",
                     folder ? own_folder : "",
                     verdict == ASSAY_TIMEOUT ? "    alarm(10); /* it would not come back */\n"
                                              : "");
    assay_emit_print(to, "%.*s}\n", (int)body->text.buffer.size,
                     (const char *)body->text.buffer.data);
}

void assay_emit_program_print(assay_emit_text *to, assay_emit_body *body, assay_verdict verdict)
{
    body->used = assay_emit_parts_needed(body->used);
    if ((body->used & USES(BYTES)) != 0)
        body->used |= (body->used & USES(AWAIT)) != 0 ? USES(SHARED_BYTES) : USES(NEW_BYTES);
    print_start(to, body);
    assay_emit_parts_print(to, body->used, false);
    if ((body->used & USES(SAME)) != 0)
        print_same(to, fields_of(body));
    print_records(to, body);
    assay_emit_parts_print(to, body->used, true);
    print_main(to, body, verdict);
}
