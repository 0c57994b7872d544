/* Reads the proof files that stand beside mutants. */
#include "runner/proof_file.h"

#include "checks/checks.h"
#include "clauses/clause.h"
#include <assay/toolkit/error.h>
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file as it is being read. */
typedef struct source {
    const char *folder;
    const char *path;
    assay_error *error;
} source;

static assay_status memory(const source *from)
{
    return assay_error_set(from->error, ASSAY_MEMORY, "%s: out of memory", from->path);
}

static assay_status copy(const source *from, const char *text, char **to)
{
    *to = strdup(text);
    return *to != NULL ? ASSAY_OK : memory(from);
}

static assay_status copy_path(const source *from, const char *text, char **to)
{
    if (text[0] == '/')
        return copy(from, text, to);
    if (asprintf(to, "%s/%s", from->folder, text) >= 0)
        return ASSAY_OK;
    *to = NULL;
    return memory(from);
}

static assay_status copy_list(const source *from, const char *key, const json_t *list,
                              char ***items, size_t *count)
{
    if (list == NULL)
        return ASSAY_OK;
    size_t size = json_array_size(list);
    *items = calloc(size + 1, sizeof(char *));
    if (*items == NULL)
        return memory(from);
    for (size_t i = 0; i < size; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text == NULL)
            return assay_error_set(from->error, ASSAY_INVALID, "%s: %s: must be a list of texts",
                                   from->path, key);
        ASSAY_TRY(copy(from, text, &(*items)[i]));
        *count = i + 1;
    }
    return json_is_array(list)
               ? ASSAY_OK
               : assay_error_set(from->error, ASSAY_INVALID, "%s: %s: must be a list of texts",
                                 from->path, key);
}

static assay_status find_verdict(const source *from, const char *name, assay_verdict *verdict)
{
    static const assay_verdict possible[] = {ASSAY_FAIL, ASSAY_CRASH, ASSAY_TIMEOUT,
                                             ASSAY_UNPROVEN};
    for (size_t i = 0; i < sizeof(possible) / sizeof(possible[0]); i++)
        if (strcmp(name, assay_verdict_name(possible[i])) == 0) {
            *verdict = possible[i];
            return ASSAY_OK;
        }
    return assay_error_set(from->error, ASSAY_INVALID,
                           "%s: verdict: '%s' is none of: fail, crash, timeout, unproven",
                           from->path, name);
}

static assay_status check_names(const source *from, const assay_proof *proof)
{
    if (assay_check_find(proof->check) == NULL)
        return assay_error_set(from->error, ASSAY_INVALID, "%s: check: there is no check '%s'",
                               from->path, proof->check);
    if (assay_clause_find(proof->breaks) == NULL)
        return assay_error_set(from->error, ASSAY_INVALID, "%s: breaks: there is no clause '%s'",
                               from->path, proof->breaks);
    return ASSAY_OK;
}

static assay_status fill(const source *from, json_t *root, assay_proof *proof)
{
    int version;
    const char *name, *library, *manifest, *breaks, *check, *verdict;
    json_t *scenarios = NULL, *may_fail = NULL;
    json_error_t wrong;
    if (json_unpack_ex(root, &wrong, 0, "{s:i, s:s, s:s, s:s, s?o, s:s, s:s, s:s, s?o !}", "proof",
                       &version, "name", &name, "library", &library, "manifest", &manifest,
                       "scenarios", &scenarios, "breaks", &breaks, "check", &check, "verdict",
                       &verdict, "may-fail", &may_fail) != 0)
        return assay_error_set(from->error, ASSAY_INVALID, "%s: %s", from->path, wrong.text);
    if (version != 1)
        return assay_error_set(from->error, ASSAY_INVALID, "%s: proof: %d is not 1", from->path,
                               version);
    ASSAY_TRY(copy(from, name, &proof->name));
    ASSAY_TRY(copy_path(from, library, &proof->library));
    ASSAY_TRY(copy_path(from, manifest, &proof->manifest));
    ASSAY_TRY(copy(from, breaks, &proof->breaks));
    ASSAY_TRY(copy(from, check, &proof->check));
    ASSAY_TRY(copy_list(from, "scenarios", scenarios, &proof->scenarios, &proof->scenario_count));
    ASSAY_TRY(copy_list(from, "may-fail", may_fail, &proof->may_fail, &proof->may_fail_count));
    ASSAY_TRY(find_verdict(from, verdict, &proof->verdict));
    return check_names(from, proof);
}

static assay_status read_one(const source *from, assay_proof *proof)
{
    json_error_t wrong;
    json_t *root = json_load_file(from->path, JSON_REJECT_DUPLICATES, &wrong);
    if (root == NULL)
        return assay_error_set(from->error, ASSAY_INVALID, "%s:%d: %s", from->path, wrong.line,
                               wrong.text);
    assay_status status = fill(from, root, proof);
    json_decref(root);
    return status;
}

static assay_status check_unique(const source *from, const assay_proof_list *list)
{
    const char *name = list->items[list->count - 1].name;
    for (size_t i = 0; i + 1 < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return assay_error_set(from->error, ASSAY_INVALID, "%s: name: '%s' is taken",
                                   from->path, name);
    return ASSAY_OK;
}

static assay_status add(const char *folder, const char *file, assay_proof_list *list,
                        assay_error *error)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%s", folder, file) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "%s: out of memory", file);
    source from = {folder, path, error};
    assay_proof *proof = &list->items[list->count++]; /* counted: cleared also when it is wrong */
    assay_status status = read_one(&from, proof);
    if (status == ASSAY_OK)
        status = check_unique(&from, list);
    free(path);
    return status;
}

static int is_proof(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return size > 5 && strcmp(entry->d_name + size - 5, ".json") == 0;
}

static assay_status add_all(const char *folder, struct dirent **files, size_t count,
                            assay_proof_list *list, assay_error *error)
{
    if (count == 0)
        return assay_error_set(error, ASSAY_INVALID, "no proof (NAME.json) in '%s'", folder);
    list->items = calloc(count, sizeof(*list->items));
    if (list->items == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "cannot read '%s': out of memory", folder);
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(add(folder, files[i]->d_name, list, error));
    return ASSAY_OK;
}

assay_status assay_proof_list_read(const char *folder, assay_proof_list *list, assay_error *error)
{
    *list = (assay_proof_list){0, NULL};
    /* Hosts have a working folder of their own: what the list names must not depend on ours. */
    char *real = realpath(folder, NULL);
    struct dirent **files = NULL;
    int count = real != NULL ? scandir(real, &files, is_proof, alphasort) : -1;
    assay_status status;
    if (count < 0)
        status =
            assay_error_set(error, ASSAY_INVALID, "cannot read '%s': %s", folder, strerror(errno));
    else
        status = add_all(real, files, (size_t)count, list, error);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    free(real);
    return status;
}

static void clear_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

void assay_proof_list_clear(assay_proof_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        assay_proof *proof = &list->items[i];
        free(proof->name);
        free(proof->library);
        free(proof->manifest);
        free(proof->breaks);
        free(proof->check);
        clear_texts(proof->scenarios, proof->scenario_count);
        clear_texts(proof->may_fail, proof->may_fail_count);
    }
    free(list->items);
    *list = (assay_proof_list){0, NULL};
}
