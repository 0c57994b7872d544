#include "host/sanitizer.h"

#include "host/elf_file.h"
#include "host/runtime_file.h"

#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct kind_row {
    unsigned kind;
    const char *name; /* as for -fsanitize= */
    bool first;       /* its runtime has to be loaded before all else */
    const char *library, *clang_library, *symbol;
    const char *variable, *options;
} kind_row;

/* A report ends the process, so that it becomes a verdict. */
static const kind_row rows[] = {
    {ASSAY_SANITIZE_ADDRESS, "address", true, "libasan.so", "libclang_rt.asan", "__asan_",
     "ASAN_OPTIONS", "abort_on_error=1:print_legend=0"},
    {ASSAY_SANITIZE_THREAD, "thread", true, "libtsan.so", "libclang_rt.tsan", "__tsan_",
     "TSAN_OPTIONS", "halt_on_error=1:abort_on_error=1:die_after_fork=0:second_deadlock_stack=1"},
    {ASSAY_SANITIZE_LEAK, "leak", true, "liblsan.so", "libclang_rt.lsan", "__lsan_", "LSAN_OPTIONS",
     ""},
    {ASSAY_SANITIZE_UNDEFINED, "undefined", false, "libubsan.so", "libclang_rt.ubsan_standalone",
     "__ubsan_", "UBSAN_OPTIONS",
     "halt_on_error=1:abort_on_error=1:print_stacktrace=1:print_summary=1:report_error_type=1"},
    {ASSAY_SANITIZE_MEMORY, "memory", true, "libmsan.so", "libclang_rt.msan", "__msan_",
     "MSAN_OPTIONS", ""},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* The runtime's name where the file has it; NULL: the compiler relies on the program for it. */
static const char *runtime_name(const assay_elf_file *file, const kind_row *row)
{
    const char *name = assay_elf_file_needed(file, row->library);

    return name != NULL ? name : assay_elf_file_needed(file, row->clang_library);
}

static bool is_built_with(const assay_elf_file *file, const kind_row *row)
{
    return runtime_name(file, row) != NULL || assay_elf_file_wants(file, row->symbol);
}

unsigned assay_sanitizer_kinds(const char *path)
{
    assay_elf_file file;
    unsigned kinds = 0;

    if (!assay_elf_file_open(path, &file))
        return 0;
    for (size_t i = 0; i < ROWS; i++)
        kinds |= is_built_with(&file, &rows[i]) ? rows[i].kind : 0;
    assay_elf_file_close(&file);
    return kinds;
}

void assay_sanitizer_names(unsigned kinds, char *to, size_t size)
{
    size_t used = 0;

    to[0] = 0;
    for (size_t i = 0; i < ROWS; i++) {
        if ((kinds & rows[i].kind) == 0 || used >= size)
            continue;
        int more = snprintf(to + used, size - used, "%s%s", used > 0 ? "," : "", rows[i].name);
        used += more > 0 ? (size_t)more : 0;
    }
}

static assay_status try_runtime(const kind_row *row, const char *library, const char *program,
                                const char *runtime, assay_error *error)
{
    int signal = assay_runtime_file_try(runtime, program);

    if (signal == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID,
                           "'%s' is built with -fsanitize=%s, but no program starts with its "
                           "runtime '%s' (signal %d); name another one in LD_PRELOAD",
                           library, row->name, runtime, signal);
}

static assay_status find_runtime(const assay_elf_file *file, const kind_row *row,
                                 const char *library, const char *program, char to[PATH_MAX],
                                 assay_error *error)
{
    const char *name = runtime_name(file, row);

    if (row->kind == ASSAY_SANITIZE_MEMORY)
        return assay_error_set(error, ASSAY_INVALID,
                               "'%s' is built with -fsanitize=memory, which wants all of its "
                               "process, assay-host too, to be built so",
                               library);
    bool found = name != NULL &&
                 assay_runtime_file_named(name, assay_elf_file_path(file), library, program, to);
    if (found && !row->first) {
        to[0] = 0; /* the loader finds it in time */
        return ASSAY_OK;
    }
    if (!found && !assay_runtime_file_of_clang(row->clang_library, to))
        return assay_error_set(error, ASSAY_INVALID,
                               "'%s' is built with -fsanitize=%s, but its runtime '%s' is not "
                               "found; install it, or name it in LD_PRELOAD",
                               library, row->name, name != NULL ? name : row->clang_library);
    return try_runtime(row, library, program, to, error);
}

static bool is_preloaded(const kind_row *row)
{
    const char *user = getenv("LD_PRELOAD");

    return user != NULL &&
           (strstr(user, row->library) != NULL || strstr(user, row->clang_library) != NULL);
}

static assay_status find_first(const assay_elf_file *file, const char *library, const char *program,
                               assay_sanitizer *found, assay_error *error)
{
    for (size_t i = 0; i < ROWS; i++) {
        const kind_row *row = &rows[i];
        if ((found->kinds & row->kind) == 0 || is_preloaded(row))
            continue;
        if (found->preload[0] == 0) /* that of the address sanitizer has the others in it */
            ASSAY_TRY(find_runtime(file, row, library, program, found->preload, error));
    }
    return ASSAY_OK;
}

/* A program that is built with a sanitizer has its runtime, and takes no other. */
static assay_status check_program(const char *library, const char *program, unsigned of_program,
                                  unsigned of_library, assay_error *error)
{
    char has[64], wants[64];
    unsigned more = of_library & ~of_program & ~(unsigned)ASSAY_SANITIZE_UNDEFINED;

    if (more == 0)
        return ASSAY_OK;
    assay_sanitizer_names(of_program, has, sizeof(has));
    assay_sanitizer_names(more, wants, sizeof(wants));
    return assay_error_set(error, ASSAY_INVALID,
                           "'%s' is built with -fsanitize=%s, which does not go together with "
                           "'%s', which is built with -fsanitize=%s",
                           library, wants, program, has);
}

assay_status assay_sanitizer_find(const char *library, const char *program, assay_sanitizer *found,
                                  assay_error *error)
{
    assay_elf_file file;

    *found = (assay_sanitizer){0, ""};
    unsigned kinds = assay_sanitizer_kinds(library);
    if (kinds == 0)
        return ASSAY_OK;
    unsigned of_program = assay_sanitizer_kinds(program);
    if (of_program != 0)
        return check_program(library, program, of_program, kinds, error);
    if (!assay_elf_file_open(library, &file))
        return ASSAY_OK;
    found->kinds = kinds;
    assay_status status = find_first(&file, library, program, found, error);
    assay_elf_file_close(&file);
    return status;
}

static void put_variable(FILE *to, const char *name, const char *value, char between)
{
    const char *user = getenv(name);

    fprintf(to, "%s=%s", name, value);
    if (user != NULL && user[0] != 0)
        fprintf(to, "%s%s", value[0] != 0 ? (char[2]){between, 0} : "", user);
    fputc(0, to);
}

static bool is_variable(const assay_sanitizer *self, const char *entry)
{
    size_t size = strcspn(entry, "=");

    if (self->preload[0] != 0 && size == 10 && strncmp(entry, "LD_PRELOAD", size) == 0)
        return true;
    for (size_t i = 0; i < ROWS; i++)
        if ((self->kinds & rows[i].kind) != 0 && strlen(rows[i].variable) == size &&
            strncmp(entry, rows[i].variable, size) == 0)
            return true;
    return false;
}

/* The entries one after the other, each with its zero. */
static void put_environment(FILE *to, const assay_sanitizer *self)
{
    extern char **environ;

    for (char **at = environ; *at != NULL; at++)
        if (!is_variable(self, *at))
            fprintf(to, "%s%c", *at, 0);
    if (self->preload[0] != 0)
        put_variable(to, "LD_PRELOAD", self->preload, ':');
    for (size_t i = 0; i < ROWS; i++)
        if ((self->kinds & rows[i].kind) != 0)
            put_variable(to, rows[i].variable, rows[i].options, ':');
}

char **assay_sanitizer_environment(const assay_sanitizer *self)
{
    char *text = NULL;
    size_t size = 0, count = 0;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL)
        return NULL;
    put_environment(to, self);
    char **made = NULL;
    if (fclose(to) == 0) {
        for (size_t i = 0; i < size; i++)
            count += text[i] == 0;
        made = malloc((count + 1) * sizeof(*made) + size);
    }
    if (made != NULL) {
        char *at = memcpy(made + count + 1, text, size);
        for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
            made[i] = at;
        made[count] = NULL;
    }
    free(text);
    return made;
}
