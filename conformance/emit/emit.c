#include "emit/emit.h"

#include "clauses/clause.h"
#include "emit/body.h"
#include <assay/toolkit/error.h>
#include <assay/version.h>
#include <stdio.h>
#include <string.h>

static void print_clause(assay_emit_text *to, const assay_check *check)
{
    char id[64], label[80];
    const assay_clause *clause;

    snprintf(id, sizeof(id), "%.*s", (int)strcspn(check->clauses, " "), check->clauses);
    clause = assay_clause_find(id);
    snprintf(label, sizeof(label), "Clause %s:", id);
    if (clause != NULL)
        assay_emit_comment(to, label, clause->text);
}

static void print_head(assay_emit_text *to, const assay_emit_failure *failure)
{
    const assay_finding *finding = failure->finding;

    assay_emit_print(to, "/* %s fails over %s/%s.\n", failure->check->id, failure->connector,
                     failure->scenario);
    print_clause(to, failure->check);
    if (finding->expected[0] != 0)
        assay_emit_comment(to, "Expected:", finding->expected);
    if (finding->observed[0] != 0)
        assay_emit_comment(to, "Observed:", finding->observed);
    if (finding->verdict != ASSAY_FAIL)
        assay_emit_comment(to, "Observed:", finding->reason);
    assay_emit_print(
        to,
        " *\n"
        " *     cc -I PREFIX/include repro.c -ldl && ./a.out path/to/%s.so\n"
        " *\n"
        " * Exit code 1, or a crash: it fails; 0: it does not. Written by assay %s. */\n",
        failure->connector, ASSAY_VERSION);
}

static const char start[] = "#define _GNU_SOURCE\n"
                            "#include <assay/connector.h>\n"
                            "%s%.*s"
                            "\n"
                            "static assay_error error = ASSAY_ERROR_INIT;\n"
                            "\n"
                            "static int64_t now(const assay_host *self)\n"
                            "{\n"
                            "    (void)self;\n"
                            "    return (int64_t)time(NULL) * 1000000;\n"
                            "}\n"
                            "\n"
                            "static void say(const assay_host *self, const char *message)\n"
                            "{\n"
                            "    (void)self;\n"
                            "    fprintf(stderr, \"%%s\\n\", message);\n"
                            "}\n"
                            "static const assay_host host = {sizeof(assay_host), 0, now, say};\n";

static const char loading[] =
    "\n"
    "static const assay_connector *load(int argc, char **argv)\n"
    "{\n"
    "    const assay_connector *(*entry)(void);\n"
    "    void *library = argc == 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;\n"
    "    void *symbol = library != NULL ? dlsym(library, ASSAY_ENTRY_SYMBOL) : NULL;\n"
    "\n"
    "    if (symbol == NULL) {\n"
    "        fprintf(stderr, \"usage: %s LIBRARY%s%s\\n\", argv[0], argc == 2 ? \": \" : \"\",\n"
    "                argc == 2 ? dlerror() : \"\");\n"
    "        exit(2);\n"
    "    }\n"
    "    memcpy(&entry, &symbol, sizeof(entry));\n"
    "    return entry();\n"
    "}\n";

static uint64_t uses(assay_emit_part part)
{
    return ASSAY_EMIT_USES(part);
}

static void print_start(assay_emit_text *to, uint64_t used, bool math)
{
    static const struct {
        const char *name;
        uint64_t parts; /* 0: always */
    } headers[] = {
        {"dirent.h", ASSAY_EMIT_USES(ASSAY_EMIT_PART_ENTRIES)},
        {"dlfcn.h", 0},
        {"glob.h", ASSAY_EMIT_USES(ASSAY_EMIT_PART_LINES) |
                       ASSAY_EMIT_USES(ASSAY_EMIT_PART_RECORD_FILES) |
                       ASSAY_EMIT_USES(ASSAY_EMIT_PART_MATCHES)},
        {"stdio.h", 0},
        {"stdlib.h", 0},
        {"string.h", 0},
        {"sys/mman.h", ASSAY_EMIT_USES(ASSAY_EMIT_PART_BYTES)},
        {"sys/stat.h", ASSAY_EMIT_USES(ASSAY_EMIT_PART_FOLDERS)},
        {"sys/wait.h", ASSAY_EMIT_USES(ASSAY_EMIT_PART_AWAIT)},
        {"time.h", 0},
        {"unistd.h", 0},
    };
    assay_emit_text lines = {ASSAY_BUFFER_INIT, ASSAY_OK};

    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        if (headers[i].parts == 0 || (used & headers[i].parts) != 0)
            assay_emit_print(&lines, "#include <%s>\n", headers[i].name);
    assay_emit_print(to, start, math ? "#include <math.h>\n" : "", (int)lines.buffer.size,
                     (const char *)lines.buffer.data);
    assay_buffer_clear(&lines.buffer);
}

/* Compares all that the truth knows of records. */
static void print_same(assay_emit_text *to, uint64_t fields)
{
    assay_emit_print(to,
                     "\nstatic int same(const assay_record *a, const assay_record *b)\n"
                     "{\n"
                     "    return same_bytes(a->value, b->value)%s%s;\n"
                     "}\n",
                     (fields & ASSAY_DIGEST_IDS) != 0 ? " && same_bytes(a->id, b->id)" : "",
                     (fields & ASSAY_DIGEST_TIMES) != 0 ? " && a->timestamp == b->timestamp" : "");
}

enum { LITERAL = 4000 };

/* A value that is too long for a string literal is an array. */
static void print_long_value(assay_emit_text *to, size_t number, assay_bytes value)
{
    const unsigned char *bytes = value.data;

    assay_emit_print(to, "\nstatic const char value_%zu[] = {", number);
    for (size_t i = 0; i < value.size; i++)
        assay_emit_print(to, "%s%d,", i % 24 == 0 ? "\n    " : "", (signed char)bytes[i]);
    assay_emit_print(to, " 0};\n");
}

static void print_record(assay_emit_text *to, size_t number, const assay_record *record)
{
    assay_emit_print(to, "    RECORD(");
    if (record->timestamp == ASSAY_TIMESTAMP_MIN)
        assay_emit_print(to, "ASSAY_TIMESTAMP_MIN");
    else
        assay_emit_int64(to, record->timestamp);
    assay_emit_print(to, ", ");
    if (record->value.size > LITERAL)
        assay_emit_print(to, "value_%zu", number);
    else
        assay_emit_literal(to, record->value);
    assay_emit_print(to, ", ");
    assay_emit_literal(to, record->id);
    assay_emit_print(to, "), /* %zu */\n", number);
}

static void print_records(assay_emit_text *to, const assay_emit_body *body)
{
    if (body->record_count == 0 &&
        (body->used & (uses(ASSAY_EMIT_PART_READS) | uses(ASSAY_EMIT_PART_SEEN))) == 0)
        return;
    for (size_t i = 0; i < body->record_count; i++)
        if (body->records[i].value.size > LITERAL)
            print_long_value(to, i, body->records[i].value);
    assay_emit_print(to, "\n#define RECORD(time, value, id) {sizeof(assay_record), 0, time, \\\n"
                         "    {value, sizeof(value) - 1}, {id, sizeof(id) - 1}}\n"
                         "static const assay_record records[] = {\n");
    for (size_t i = 0; i < body->record_count; i++)
        print_record(to, i, &body->records[i]);
    if (body->record_count == 0)
        assay_emit_print(to, "    RECORD(0, \"\", \"\"), /* none */\n");
    assay_emit_print(to, "};\n");
    if ((body->used & uses(ASSAY_EMIT_PART_SEEN)) != 0)
        assay_emit_print(to, "enum { EXPECTED = %zu, REPEATS_ALLOWED = %d, ALL = 10000 };\n",
                         body->expected, body->repeats);
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

static void print_helpers(assay_emit_text *to, uint64_t helpers)
{
    for (size_t op = 0; op < ASSAY_OP_COUNT; op++)
        if ((helpers & (UINT64_C(1) << op)) != 0)
            assay_emit_print(to, "\n%s", assay_emit_calls[op].helper);
}

static void print_main(assay_emit_text *to, const assay_emit_body *body, assay_verdict verdict)
{
    bool folder = (body->used & uses(ASSAY_EMIT_PART_FOLDER)) != 0;

    assay_emit_print(to,
                     "\nint main(int argc, char **argv)\n{\n"
                     "    const assay_connector *connector = load(argc, argv);\n\n%s%s",
                     folder ? "    make_own_folder();\n" : "",
                     verdict == ASSAY_TIMEOUT ? "    alarm(10); /* it would not come back */\n"
                                              : "");
    assay_emit_print(to, "%.*s}\n", (int)body->text.buffer.size,
                     (const char *)body->text.buffer.data);
}

static assay_status print_program(const assay_emit_failure *failure, assay_emit_body *body,
                                  assay_emit_text *to)
{
    ASSAY_TRY(assay_emit_body_write(body));
    bool math = memmem(body->text.buffer.data, body->text.buffer.size, "INFINITY", 8) != NULL ||
                memmem(body->text.buffer.data, body->text.buffer.size, "NAN", 3) != NULL;
    body->used = assay_emit_parts_needed(body->used);
    print_head(to, failure);
    print_start(to, body->used, math);
    assay_emit_parts_print(to, body->used, false);
    if ((body->used & uses(ASSAY_EMIT_PART_SAME)) != 0)
        print_same(to, fields_of(body));
    print_records(to, body);
    assay_emit_parts_print(to, body->used, true);
    print_helpers(to, body->helpers);
    assay_emit_print(to, "%s", loading);
    print_main(to, body, failure->finding->verdict);
    return to->status;
}

assay_status assay_emit_c(const assay_emit_failure *failure, assay_bytes tape, assay_out *to,
                          assay_error *error)
{
    assay_emit_log log = {0};
    assay_emit_slice slice;
    assay_emit_text text = {ASSAY_BUFFER_INIT, ASSAY_OK};

    assay_status status = assay_emit_log_read(tape, &log, error);
    if (status == ASSAY_OK)
        status = assay_emit_slice_make(&log, failure->finding->verdict,
                                       strncmp(failure->check->id, "checkpoint.", 11) == 0, &slice,
                                       error);
    if (status == ASSAY_OK) {
        assay_emit_body body = {.log = &log,
                                .slice = &slice,
                                .text = {ASSAY_BUFFER_INIT, ASSAY_OK},
                                .watched =
                                    strcmp(failure->check->id, "sink.record-unchanged") == 0};
        if (body.watched)
            slice.proof = ASSAY_EMIT_ENDING;
        status = print_program(failure, &body, &text);
        assay_emit_body_clear(&body);
    }
    if (status == ASSAY_OK)
        status = to->append(to, text.buffer.data, text.buffer.size);
    if (status == ASSAY_MEMORY)
        status = assay_error_set(error, ASSAY_MEMORY, "out of memory for a program");
    assay_buffer_clear(&text.buffer);
    assay_emit_log_clear(&log);
    return status;
}
