/* assay init: a project to begin with. */
#include "cli/verbs.h"

#include "cli/init_template.h"
#include "cli/new_files.h"
#include "cli/prefix.h"
#include <assay/toolkit/error.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_SIZE = 60 }; /* of a manifest: 64 */

static const struct file_row {
    const char *format; /* of the name */
    const char *template;
    const char *kind; /* of projects that have it; NULL: all */
} rows[] = {
    {"CMakeLists.txt", "CMakeLists.txt", NULL},
    {"%s.c", "source.c", "bounded"},
    {"%s.c", "stream.c", "unbounded"},
    {"%s.c", "sink.c", "lone-sink"},
    {"%s.h", "both.h", "both"},
    {"%s_sink.c", "sink.c", "both"},
    {"%s_test.c", "test.c", NULL},
    {"assay.json", "assay.json", NULL},
    {".gitignore", "gitignore", NULL},
};

static bool is_keyword(const char *name)
{
    static const char *const keywords[] = {
        "auto",    "break",  "case",     "char",   "const",    "continue", "default",
        "do",      "double", "else",     "enum",   "extern",   "float",    "for",
        "goto",    "if",     "inline",   "int",    "long",     "register", "restrict",
        "return",  "short",  "signed",   "sizeof", "static",   "struct",   "switch",
        "typedef", "union",  "unsigned", "void",   "volatile", "while"};
    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
        if (strcmp(name, keywords[i]) == 0)
            return true;
    return false;
}

/* Names of targets that CMake keeps for itself or that the project has besides. */
static bool is_taken(const char *name)
{
    static const char *const taken[] = {
        "all",        "clean",   "cmake",          "depend",        "help", "install",
        "edit_cache", "package", "package_source", "rebuild_cache", "test", "CMAKE"};
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        if (strcmp(name, taken[i]) == 0)
            return true;
    return strncmp(name, "assay", 5) == 0;
}

static assay_status check_name(const char *name, assay_error *error)
{
    size_t size = strlen(name);
    bool fits = size > 0 && size <= NAME_MAX_SIZE && isalpha((unsigned char)name[0]);
    for (size_t i = 0; i < size; i++)
        fits = fits && (isalnum((unsigned char)name[i]) || name[i] == '_');
    if (!fits || is_keyword(name))
        return assay_error_set(error, ASSAY_INVALID,
                               "'%s' is no C identifier: expected a letter, then letters, digits "
                               "and '_', %d in all at most, and no keyword",
                               name, NAME_MAX_SIZE);
    if (is_taken(name))
        return assay_error_set(error, ASSAY_INVALID,
                               "'%s' is a name of CMake's or of Assay's: expected one of your own",
                               name);
    return ASSAY_OK;
}

static assay_status project_of(const assay_options *options, assay_project *project,
                               assay_error *error)
{
    *project = (assay_project){options->arguments[0], options->source || !options->sink,
                               options->sink, options->unbounded};
    if (project->unbounded && !project->source)
        return assay_error_set(error, ASSAY_INVALID,
                               "--unbounded is of a source, and --sink alone has none: expected "
                               "--source besides");
    return check_name(project->name, error);
}

/* %s of format is the project's name. */
static assay_status name_file(const char *format, const char *project, char **name)
{
    const char *rest = strncmp(format, "%s", 2) == 0 ? format + 2 : format;
    return asprintf(name, "%s%s", rest != format ? project : "", rest) < 0 ? ASSAY_MEMORY
                                                                           : ASSAY_OK;
}

static assay_status fill(const assay_project *project, assay_new_files *files)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].kind != NULL && !assay_project_is(project, rows[i].kind))
            continue;
        assay_new_file *file = &files->files[files->count];
        file->content = (assay_buffer)ASSAY_BUFFER_INIT;
        ASSAY_TRY(name_file(rows[i].format, project->name, &file->name));
        files->count++;
        ASSAY_TRY(assay_template_expand(rows[i].template, project, &file->content.out));
    }
    return ASSAY_OK;
}

static assay_status write_project(const assay_project *project, assay_error *error)
{
    assay_new_files files = {0};
    assay_status status = fill(project, &files);
    if (status != ASSAY_OK)
        assay_error_set(error, status, "out of memory");
    else
        status = assay_new_files_write(&files, project->name, error);
    assay_new_files_clear(&files);
    return status;
}

/* As a shell takes it. */
static void print_word(const char *word)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.,/";
    if (word[strspn(word, plain)] == '\0') {
        fputs(word, stdout);
        return;
    }
    putchar('\'');
    for (; *word != '\0'; word++)
        fputs(*word == '\'' ? "'\\''" : (char[]){*word, '\0'}, stdout);
    putchar('\'');
}

/* Where `assay` is in PATH, CMake finds the package from there. */
static void print_next(const char *name, const char *prefix)
{
    printf("made %s; next:\n\n  cd %s && cmake -B build", name, name);
    if (prefix != NULL) {
        fputs(" -DCMAKE_PREFIX_PATH=", stdout);
        print_word(prefix);
    }
    fputs("\n  cmake --build build\n  ", stdout);
    if (prefix != NULL) {
        print_word(prefix);
        fputs("/bin/", stdout);
    }
    puts("assay run assay.json");
}

int assay_cmd_init(const assay_options *options)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_project project;
    char *prefix = NULL;
    assay_status status = project_of(options, &project, &error);
    if (status == ASSAY_OK)
        status = assay_prefix_to_name(&prefix, &error);
    if (status == ASSAY_OK)
        status = write_project(&project, &error);
    if (status == ASSAY_OK)
        print_next(project.name, prefix);
    free(prefix);
    return status == ASSAY_OK ? 0 : assay_complain(status, &error);
}
