/* The words of a command, from the one text in which they are kept. */
#include "data/command.h"

#include <stdlib.h>
#include <string.h>

assay_status assay_command_keep(void *context, assay_bytes piece, assay_error *error)
{
    (void)error;
    return assay_buffer_append(&((assay_buffer *)context)->out, piece.data, piece.size);
}

void assay_words_free(char **words)
{
    for (size_t i = 0; words != NULL && words[i] != NULL; i++)
        free(words[i]);
    free(words);
}

static assay_status expand_word(const char *word, const assay_setting_list *variables, char **to,
                                assay_error *error)
{
    assay_buffer text = ASSAY_BUFFER_INIT;
    assay_status status = assay_expand(word, variables, NULL, &text.out, error);
    if (status == ASSAY_OK)
        status = assay_buffer_append(&text.out, "", 1);
    if (status == ASSAY_OK)
        *to = (char *)text.data; /* from malloc, as free wants it */
    else
        assay_buffer_clear(&text);
    return status;
}

static size_t count_words(const char *text)
{
    size_t count = 1;
    for (; *text != '\0'; text++)
        count += *text == ASSAY_COMMAND_WORD_END;
    return count;
}

static assay_status expand_all(char *text, const assay_setting_list *variables, char **words,
                               assay_error *error)
{
    char *end;
    for (size_t i = 0; text != NULL; i++, text = end) {
        end = strchr(text, ASSAY_COMMAND_WORD_END);
        if (end != NULL)
            *end++ = '\0';
        ASSAY_TRY(expand_word(text, variables, &words[i], error));
    }
    return ASSAY_OK;
}

assay_status assay_words_expand(const char *text, const assay_setting_list *variables,
                                char ***words, assay_error *error)
{
    char *own = strdup(text);
    *words = own == NULL ? NULL : calloc(count_words(text) + 1, sizeof(**words));
    assay_status status = *words == NULL ? ASSAY_MEMORY : expand_all(own, variables, *words, error);
    free(own);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    assay_words_free(*words);
    *words = NULL;
    return status;
}
