/* assay --completion: for bash. What a word in capitals stands for in the help of a verb or an
 * option is what is offered in its place. */
#include "cli/completion.h"

#include "checks/checks.h"
#include "checks/clause_state.h"
#include "cli/docs.h"
#include "report/format.h"
#include <string.h>

static void write_checks(FILE *to)
{
    const assay_check *check;
    for (size_t i = 0; (check = assay_check_number(i)) != NULL; i++)
        fprintf(to, "%s ", check->id);
}

static void write_clauses(FILE *to)
{
    const assay_clause *clause;
    for (size_t i = 0; (clause = assay_clause_number(i)) != NULL; i++)
        fprintf(to, "%s ", clause->id);
    for (size_t i = 0; i < assay_folded_clause_count; i++)
        fprintf(to, "%s ", assay_folded_clauses[i].id);
}

static void write_pages(FILE *to)
{
    const char *name;
    for (size_t i = 0; (name = assay_docs_page(i)) != NULL; i++)
        fprintf(to, "%s ", name);
}

static void write_forms(FILE *to)
{
    for (size_t i = 0; i < assay_report_format_count; i++)
        fprintf(to, "%s ", assay_report_formats[i].name);
}

static void write_languages(FILE *to)
{
    fputs("c", to);
}

/* Of a kind that is not here, a number or a name, nothing can be offered. */
static const struct kind {
    const char *name;
    void (*write)(FILE *to); /* the words it may be; NULL: files */
    const char *files;       /* whose names match; folders always do */
} kinds[] = {
    {"CHECK", write_checks, NULL},
    {"CLAUSE", write_clauses, NULL},
    {"DIR", NULL, "/"},
    {"FILE", NULL, "*"},
    {"FORM", write_forms, NULL},
    {"JOURNAL", NULL, "*.jsonl"},
    {"LANGUAGE", write_languages, NULL},
    {"MANIFEST", NULL, "*.json"},
    {"NEW", NULL, "*.jsonl"},
    {"OLD", NULL, "*.jsonl"},
    {"PAGE", write_pages, NULL},
    {"PATTERN", write_checks, NULL},
};

static const char head[] =
    "# Completion of assay in bash, made by `assay --completion`.\n"
    "# shellcheck shell=bash disable=SC2034,SC2154 # the functions share the names of _assay\n"
    "\n"
    "_assay_words()\n"
    "{\n"
    "    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "_assay_files()\n"
    "{\n"
    "    local plain=${cur//\\\\/}\n"
    "    plain=${plain#[\\\"\\']}\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(\n"
    "        compgen -d -- \"$plain\"\n"
    "        compgen -f -X \"!$1\" -- \"$plain\"\n"
    "    )\n"
    "}\n"
    "\n"
    "# Offers what may stand for a word of the help.\n"
    "_assay_offer()\n"
    "{\n"
    "    case $1 in\n";

static const char middle[] = "    [a-z]*) _assay_words \"$1\" ;;\n"
                             "    esac\n"
                             "}\n"
                             "\n"
                             "# Of a verb: what it takes, and what its option takes.\n"
                             "_assay_verb()\n"
                             "{\n"
                             "    options='' arguments='' value=''\n"
                             "    case $1 in\n";

static const char verbs_end[] = "    esac\n"
                                "}\n"
                                "\n";

/* bash cuts words at "=" and ":"; a value with ":" in it comes as several words. */
static const char ending[] =
    "_assay()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} open='' last='' word kind\n"
    "    local options arguments value verb=${COMP_WORDS[1]} first=2 seconds\n"
    "    COMPREPLY=()\n"
    "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
    "        _assay_offer VERB\n"
    "        return\n"
    "    fi\n"
    "    _assay_seconds \"$verb\"\n"
    "    if [ -n \"$seconds\" ] && [ \"$COMP_CWORD\" -eq 2 ]; then\n"
    "        _assay_words \"$seconds\"\n"
    "        return\n"
    "    fi\n"
    "    [ -z \"$seconds\" ] || verb=\"$verb ${COMP_WORDS[2]}\" first=3\n"
    "    for word in \"${COMP_WORDS[@]:first:COMP_CWORD-first}\"; do\n"
    "        case $word in\n"
    "        --) return ;;\n"
    "        =) ;;\n"
    "        :) open=$last ;;\n"
    "        *)\n"
    "            last=$open open=''\n"
    "            _assay_verb \"$verb\" \"$word\"\n"
    "            [ -z \"$value\" ] || open=$word\n"
    "            ;;\n"
    "        esac\n"
    "    done\n"
    "    case $cur in\n"
    "    =) cur='' ;;\n"
    "    :) cur='' open=$last ;;\n"
    "    esac\n"
    "    _assay_verb \"$verb\" \"$open\"\n"
    "    if [ -z \"$open\" ] && [[ $cur == -* ]]; then\n"
    "        _assay_words \"$options\"\n"
    "        return\n"
    "    fi\n"
    "    [ -z \"$open\" ] || arguments=$value\n"
    "    for kind in $arguments; do\n"
    "        _assay_offer \"$kind\"\n"
    "    done\n"
    "}\n"
    "\n"
    "complete -F _assay assay\n";

/* Of verbs of two words the first one, once. */
static void write_first_word(FILE *to, const assay_usage *usage, size_t verb)
{
    const char *name = usage->verbs[verb].name;
    size_t size = strcspn(name, " ");
    bool again = verb > 0 && strncmp(usage->verbs[verb - 1].name, name, size) == 0 &&
                 usage->verbs[verb - 1].name[size] == ' ';
    if (!again)
        fprintf(to, "%.*s ", (int)size, name);
}

/* And the second ones. */
static void write_seconds(FILE *to, const assay_usage *usage)
{
    fputs("# The second words of a verb that has one.\n_assay_seconds()\n{\n    seconds=''\n", to);
    for (size_t i = 0; i < usage->verb_count; i++) {
        const char *name = usage->verbs[i].name, *second = strchr(name, ' ');
        if (second != NULL)
            fprintf(to, "    [ \"$1\" != %.*s ] || seconds+='%s '\n", (int)(second - name), name,
                    second + 1);
    }
    fputs("}\n\n", to);
}

static void write_offers(FILE *to, const assay_usage *usage)
{
    fputs("    VERB) _assay_words '", to);
    for (size_t i = 0; i < usage->verb_count; i++)
        write_first_word(to, usage, i);
    for (size_t i = 0; i < usage->word_count; i++)
        fprintf(to, "%s ", usage->words[i].name);
    fputs("' ;;\n", to);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        fprintf(to, "    %s) _assay_%s '", kinds[i].name,
                kinds[i].write != NULL ? "words" : "files");
        if (kinds[i].write != NULL)
            kinds[i].write(to);
        else
            fputs(kinds[i].files, to);
        fputs("' ;;\n", to);
    }
}

/* The words of "CHECK MANIFEST|FILE [-- MORE...]" but the dashes; at least one, for a value that is
 * of no kind must be seen to be there. */
static void write_kinds(FILE *to, const char *text)
{
    bool any = false;
    while (*text != '\0') {
        size_t size = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");
        if (size > 0 && text[0] != '-') {
            fprintf(to, "%s%.*s", any ? " " : "", (int)size, text);
            any = true;
        }
        text += size > 0 ? size : 1;
    }
    if (!any)
        fputs("-", to);
}

/* Of "text, csv or json (default: text)" the size of what is before the bracket, or a colon; 0: the
 * text does not begin with a list. */
static size_t list_size(const char *text)
{
    const char *at = text;
    for (bool last = false;;) {
        size_t size = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-");
        at += size;
        if (size == 0)
            return 0;
        if (last)
            return *at == '\0' || *at == ':' || strncmp(at, " (", 2) == 0 ? (size_t)(at - text) : 0;
        last = strncmp(at, " or ", 4) == 0;
        if (!last && strncmp(at, ", ", 2) != 0)
            return 0;
        at += last ? 4 : 2;
    }
}

static void write_list(FILE *to, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (strncmp(text + i, " or ", 4) == 0)
            i += 2; /* the blank behind it stays */
        else if (text[i] != ',')
            fputc(text[i], to);
}

static void write_value(FILE *to, const assay_option_text *option)
{
    size_t size = list_size(option->help);
    fprintf(to, "        --%s) value='", option->name);
    if (size > 0)
        write_list(to, option->help, size);
    else
        write_kinds(to, option->value);
    fputs("' ;;\n", to);
}

static void write_verb(FILE *to, const assay_verb *verb)
{
    assay_option_text option;
    fprintf(to, "    '%s')\n        options='", verb->name);
    for (size_t i = 0; assay_options_get(verb->bit, i, &option); i++)
        fprintf(to, "--%s ", option.name);
    fputs("'\n        arguments='", to);
    write_kinds(to, verb->arguments);
    fputs("'\n        case $2 in\n", to);
    for (size_t i = 0; assay_options_get(verb->bit, i, &option); i++)
        if (option.value != NULL)
            write_value(to, &option);
    fputs("        esac\n        ;;\n", to);
}

void assay_completion_write(FILE *to, const assay_usage *usage)
{
    fputs(head, to);
    write_offers(to, usage);
    fputs(middle, to);
    for (size_t i = 0; i < usage->verb_count; i++)
        write_verb(to, &usage->verbs[i]);
    fputs(verbs_end, to);
    write_seconds(to, usage);
    fputs(ending, to);
}
