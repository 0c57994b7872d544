/* assay --manual: the manual page, in the macros of man(7). */
#include "cli/manual.h"

#include "cli/commit.h"
#include "report/format.h"
#include <assay/version.h>
#include <ctype.h>

static const char about[] =
    ".SH DESCRIPTION\n"
    "Assay judges data connectors, sources and sinks, by the contract they have to keep.\n"
    "A manifest, by custom\n"
    ".IR assay.json ,\n"
    "says where a connector is, how it is configured, what data it gets and what it promises;\n"
    ".B assay run\n"
    "judges it.\n"
    "Where the connector breaks the contract, the report names the clause and shows the calls "
    "that\n"
    "led there.\n"
    ".PP\n"
    "A verb is followed by its options and arguments, in any order.\n"
    "The value of an option stands behind a blank or behind \"=\".\n"
    "What follows a lone\n"
    ".B \\-\\-\n"
    "is no option.\n";

static const char ending[] =
    ".SH ENVIRONMENT\n"
    ".TP\n"
    ".B NO_COLOR\n"
    "If it is set, reports have no colour.\n"
    ".TP\n"
    ".B TMPDIR\n"
    "The folder of all scratch data; one in memory makes checks of sinks several times as fast.\n"
    ".TP\n"
    ".B ASSAY_HOST\n"
    "The program in which connectors run, where it is not installed with\n"
    ".BR assay .\n"
    ".SH FILES\n"
    ".TP\n"
    ".I .assay/journal.jsonl\n"
    "The journal of the last run, a line of JSON for each check.\n"
    ".TP\n"
    ".I .assay/junit.xml\n"
    "The report of the last run, for CI.\n"
    ".TP\n"
    ".I .assay/failures\n"
    "Saved failures, which\n"
    ".B assay replay\n"
    "does once more, and every run first.\n"
    ".SH SEE ALSO\n"
    ".B assay docs\n"
    "lists and prints the pages of the documentation;\n"
    ".B assay explain\n"
    "says what a check or a clause is about.\n";

/* Text that is no macro and no escape, and whose dashes are those that one types. */
static void write_text(FILE *to, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", to);
    for (; *text != '\0'; text++)
        switch (*text) {
        case '\\':
            fputs("\\e", to);
            break;
        case '-':
            fputs("\\-", to);
            break;
        case '"':
            fputs("\\(dq", to);
            break;
        case '\n':
            fputc(' ', to);
            break;
        default:
            fputc(*text, to);
        }
}

/* An item of a list: the term, what it takes, and what it is. */
static void write_item(FILE *to, const char *term, const char *value, const char *text)
{
    fputs(".TP\n\\fB", to);
    write_text(to, term);
    fputs("\\fR", to);
    if (value != NULL) {
        fputs(" \\fI", to);
        write_text(to, value);
        fputs("\\fR", to);
    }
    fputc('\n', to);
    write_text(to, text);
    fputc('\n', to);
}

static void write_option(FILE *to, const assay_option_text *option)
{
    char name[64];
    snprintf(name, sizeof(name), "--%s", option->name);
    write_item(to, name, option->value, option->help);
}

static void write_verb(FILE *to, const assay_verb *verb)
{
    fputs(".SS assay ", to);
    write_text(to, verb->name);
    fputs(" [OPTION]... ", to);
    write_text(to, verb->arguments);
    fputc('\n', to);
    fputc(toupper((unsigned char)verb->help[0]), to);
    write_text(to, verb->help + 1);
    fputs(".\n", to);
    assay_option_text option;
    for (size_t i = 0; assay_options_get(verb->bit, i, &option); i++)
        if (!option.common)
            write_option(to, &option);
}

static void write_forms(FILE *to)
{
    fputs(".PP\nForms:\n", to);
    for (size_t i = 0; i < assay_report_format_count; i++)
        write_item(to, assay_report_formats[i].name, NULL, assay_report_formats[i].help);
}

/* What does not belong to one verb. */
static void write_common(FILE *to, const assay_usage *usage)
{
    fputs(".SH OPTIONS\nIn place of a verb:\n", to);
    for (size_t i = 0; i < usage->word_count; i++)
        write_item(to, usage->words[i].name, NULL, usage->words[i].help);
    fputs(".PP\nOf every verb:\n", to);
    assay_option_text option;
    for (size_t i = 0; assay_options_get(usage->verbs[0].bit, i, &option); i++)
        if (option.common)
            write_option(to, &option);
}

static void write_exits(FILE *to, const assay_usage *usage)
{
    fputs(".SH EXIT STATUS\n", to);
    for (size_t i = 0; i < usage->exit_count; i++) {
        char code[16];
        snprintf(code, sizeof(code), "%d", usage->exits[i].code);
        write_item(to, code, NULL, usage->exits[i].text);
    }
}

void assay_manual_write(FILE *to, const assay_usage *usage)
{
    fprintf(to, ".TH ASSAY 1 \"%s\" \"assay %s\" \"User Commands\"\n", assay_commit_date,
            ASSAY_VERSION);
    fputs(".SH NAME\nassay \\- judges data connectors by a contract\n", to);
    fputs(".SH SYNOPSIS\n.B assay\n.I VERB\n[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n", to);
    fputs(about, to);
    fputs(".SH VERBS\n", to);
    for (size_t i = 0; i < usage->verb_count; i++) {
        write_verb(to, &usage->verbs[i]);
        if (usage->verbs[i].bit == ASSAY_VERB_REPORT)
            write_forms(to);
    }
    write_common(to, usage);
    write_exits(to, usage);
    fputs(ending, to);
}
