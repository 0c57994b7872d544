/* What was never reached, in pieces. */
#include "coverage/block.h"

#include <string.h>

/* What a path that reports an error has in its text, and what the condition that leads to it. */
static const char *const answers[] = {
    "ASSAY_IO",        "ASSAY_INVALID", "ASSAY_CORRUPT",
    "ASSAY_MEMORY",    "ASSAY_STATE",   "ASSAY_UNSUPPORTED",
    "assay_error_set", "errno",         "perror",
    "abort(",          "throw ",
};
static const char *const conditions[] = {
    "!= ASSAY_OK", "== NULL", "== nullptr", "< 0", "== -1", "errno", "catch (",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool has_any(const char *text, size_t size, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memmem(text, size, words[i], strlen(words[i])) != NULL)
            return true;
    return false;
}

/* Also the lines without code in between, on which a call may go on. */
static bool answers_error(const assay_covered_file *file, const assay_block *block)
{
    size_t size;
    for (unsigned number = file->lines[block->first].number;
         number <= file->lines[block->last].number; number++) {
        const char *text = assay_covered_file_text(file, number, &size);
        if (has_any(text, size, answers, COUNT(answers)))
            return true;
    }
    return false;
}

static bool follows_failure(const assay_covered_file *file, const assay_block *block)
{
    size_t size;
    const assay_covered_line *first = &file->lines[block->first];
    if (block->first == 0 || first[-1].function != first->function)
        return false;
    const char *text = assay_covered_file_text(file, first[-1].number, &size);
    return has_any(text, size, conditions, COUNT(conditions));
}

static bool was_entered(const assay_covered_file *file, size_t function)
{
    for (size_t i = 0; i < file->line_count; i++)
        if (file->lines[i].function == function && file->lines[i].ways != 0)
            return true;
    return false;
}

static assay_block_kind kind_of(const assay_covered_file *file, const assay_block *block)
{
    if (!was_entered(file, file->lines[block->first].function))
        return ASSAY_BLOCK_FUNCTION;
    bool error = answers_error(file, block) || follows_failure(file, block);
    return error ? ASSAY_BLOCK_ERROR : ASSAY_BLOCK_OTHER;
}

bool assay_block_next(const assay_covered_file *file, size_t *at, assay_block *block)
{
    while (*at < file->line_count && file->lines[*at].ways != 0)
        (*at)++;
    if (*at == file->line_count)
        return false;
    block->first = *at;
    size_t function = file->lines[*at].function;
    while (*at < file->line_count && file->lines[*at].ways == 0 &&
           file->lines[*at].function == function)
        (*at)++;
    block->last = *at - 1;
    block->kind = kind_of(file, block);
    return true;
}
