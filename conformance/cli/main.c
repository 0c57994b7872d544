/* assay: the verbs and what they share on the outside. */
#include "cli/verbs.h"

#include "cli/commit.h"
#include "cli/completion.h"
#include "cli/interrupt.h"
#include "cli/manual.h"
#include "cli/surroundings.h"
#include "report/escape.h"
#include <assay/version.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

static const assay_verb verbs[] = {
    {"run", "MANIFEST...", ASSAY_VERB_RUN, 1, 1 << 16, assay_cmd_run,
     "judges connectors by the contract"},
    {"plan", "MANIFEST...", ASSAY_VERB_PLAN, 1, 1 << 16, assay_cmd_plan,
     "says what run would do, what not, and why"},
    {"debug", "CHECK MANIFEST|FILE [-- GDB-ARGUMENT...]", ASSAY_VERB_DEBUG, 1, 1 << 16,
     assay_cmd_debug, "starts gdb before the call in which a check, or a saved failure, fails"},
    {"replay", "FILE...", ASSAY_VERB_REPLAY, 1, 1 << 16, assay_cmd_replay,
     "does saved failures once more, exactly"},
    {"report", "JOURNAL", ASSAY_VERB_REPORT, 1, 1, assay_cmd_report,
     "makes a report of a journal, which each run writes"},
    {"merge", "JOURNAL...", ASSAY_VERB_MERGE, 1, 1 << 16, assay_cmd_merge,
     "makes one run of its shards, and exits as that run would have"},
    {"diff", "OLD NEW", ASSAY_VERB_DIFF, 2, 2, assay_cmd_diff,
     "compares two journals; exits 1 when a check fails that did not"},
    {"matrix", "JOURNAL...", ASSAY_VERB_MATRIX, 1, 1 << 16, assay_cmd_matrix,
     "what the runs of connectors have shown of each clause"},
    {"baseline update", "JOURNAL...", ASSAY_VERB_BASELINE, 1, 1 << 16, assay_cmd_baseline,
     "rewrites the file of known failures by what runs have shown"},
    {"coverage lines", "MANIFEST...", ASSAY_VERB_COVERAGE_LINES, 1, 1 << 16,
     assay_cmd_coverage_lines,
     "judges connectors built with --coverage, and says which lines it reaches"},
    {"coverage clauses", "MANIFEST...|JOURNAL...", ASSAY_VERB_COVERAGE_CLAUSES, 1, 1 << 16,
     assay_cmd_coverage_clauses, "says what a run, or journals, have shown of each clause"},
    {"list", "", ASSAY_VERB_LIST, 0, 0, assay_cmd_list, "names every check, or every clause"},
    {"explain", "CHECK|CLAUSE", ASSAY_VERB_EXPLAIN, 1, 1, assay_cmd_explain,
     "says what a check or a clause is about"},
    {"init", "NAME", ASSAY_VERB_INIT, 1, 1, assay_cmd_init,
     "writes folder NAME with a connector that works, to begin with"},
    {"self-proof", "DIR", ASSAY_VERB_SELF_PROOF, 1, 1, assay_cmd_self_proof,
     "shows with a folder of mutants that every check catches what it must"},
    {"schema", "", ASSAY_VERB_SCHEMA, 0, 0, assay_cmd_schema,
     "prints the JSON schema of manifests, for editors"},
    {"docs", "[PAGE]", ASSAY_VERB_DOCS, 0, 1, assay_cmd_docs,
     "prints a page of the documentation, as Markdown; without PAGE their names"},
};
enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static const assay_exit exits[] = {
    {ASSAY_EXIT_CONFORMANT, "conformant"},   {ASSAY_EXIT_NOT_CONFORMANT, "not conformant"},
    {ASSAY_EXIT_USAGE, "usage or manifest"}, {ASSAY_EXIT_HARNESS, "assay itself failed"},
    {ASSAY_EXIT_NOTHING_RAN, "nothing ran"}, {128 + SIGINT, "ended by SIGINT"},
    {128 + SIGTERM, "by SIGTERM"},           {128 + SIGHUP, "by SIGHUP"},
};
enum { EXITS = sizeof(exits) / sizeof(exits[0]) };

static void print_help(void);
static void print_version(void);
static void print_manual(void);
static void print_completion(void);

static const assay_word words[] = {
    {"--help", print_help, "the verbs"},
    {"--version", print_version, "version of assay and of the contract, and the commit"},
    {"--manual", print_manual, "all that help says, as a page for man"},
    {"--completion", print_completion, "what completes these words in bash, to be sourced"},
};
enum { WORDS = sizeof(words) / sizeof(words[0]) };

static const assay_usage all = {verbs, VERBS, words, WORDS, exits, EXITS};

int assay_complain(assay_status status, const assay_error *error)
{
    fputs("assay: ", stderr);
    assay_escape_line(stderr, error->message);
    fputc('\n', stderr);
    return status == ASSAY_INVALID ? ASSAY_EXIT_USAGE : ASSAY_EXIT_HARNESS;
}

int assay_close_output(int code)
{
    bool failed = ferror(stdout) != 0;
    errno = 0;
    if (fclose(stdout) == 0 && !failed)
        return code;
    /* Of a failure before the last one the reason is lost. */
    fprintf(stderr, "assay: cannot write the output%s%s\n", errno != 0 ? ": " : "",
            errno != 0 ? strerror(errno) : "");
    return ASSAY_EXIT_HARNESS;
}

static void print_version(void)
{
    printf("assay %s, contract %d, commit %s\n", ASSAY_VERSION, ASSAY_CONTRACT_VERSION,
           assay_commit);
}

static void print_manual(void)
{
    assay_manual_write(stdout, &all);
}

static void print_completion(void)
{
    assay_completion_write(stdout, &all);
}

static void print_help(void)
{
    puts("usage: assay VERB [OPTION]... [ARGUMENT]...\n");
    for (size_t i = 0; i < VERBS; i++)
        printf("  %-16s %-14s %s\n", verbs[i].name, verbs[i].arguments, verbs[i].help);
    puts("\n  assay VERB --help      the options of a verb");
    for (size_t i = 0; i < WORDS; i++)
        printf("  assay %-16s %s\n", words[i].name, words[i].help);
    puts("  assay docs             the pages; 'assay docs first-connector' is where to begin\n");
    for (size_t i = 0; i < EXITS; i++)
        printf("%s%d %s", i == 0 ? "exit: " : ", ", exits[i].code, exits[i].text);
    putchar('\n');
}

static void print_verb_help(const assay_verb *of)
{
    printf("usage: assay %s [OPTION]... %s\n%s\n\n", of->name, of->arguments, of->help);
    assay_options_help(stdout, of->bit);
    if (of->bit != ASSAY_VERB_REPORT)
        return;
    puts("\nforms:");
    for (size_t i = 0; i < assay_report_format_count; i++)
        printf("  %-10s %s\n", assay_report_formats[i].name, assay_report_formats[i].help);
}

static int usage(const char *what, const char *word)
{
    fputs("assay: ", stderr);
    fputs(what, stderr);
    if (word != NULL) {
        fputs(" '", stderr);
        assay_escape_line(stderr, word);
        fputc('\'', stderr);
    }
    fputs("; see 'assay --help'\n", stderr);
    return ASSAY_EXIT_USAGE;
}

static int run_verb(const assay_verb *of, const assay_options *options)
{
    if (options->help) {
        print_verb_help(of);
        return 0;
    }
    if (options->version) {
        print_version();
        return 0;
    }
    if (options->argument_count < of->least)
        return usage("missing argument of", of->name);
    if (options->argument_count > of->most)
        return usage("unexpected argument", options->arguments[of->most]);
    return of->run(options);
}

static int enter_verb(const assay_verb *of, int argc, char **argv)
{
    assay_options options;
    assay_error error = ASSAY_ERROR_INIT;
    assay_status status = assay_options_parse(of->bit, argc, argv, &options, &error);
    int code = status == ASSAY_OK ? run_verb(of, &options) : assay_complain(status, &error);
    assay_options_clear(&options);
    return code;
}

static bool begins_with(const assay_verb *of, const char *word)
{
    size_t size = strcspn(of->name, " ");
    return strlen(word) == size && strncmp(of->name, word, size) == 0;
}

/* How many words name the verb, one or two; 0: another one is meant. */
static int words_of(const assay_verb *of, int argc, char **argv)
{
    const char *second = strchr(of->name, ' ');
    if (!begins_with(of, argv[1]))
        return 0;
    if (second == NULL)
        return 1;
    return argc > 2 && strcmp(argv[2], second + 1) == 0 ? 2 : 0;
}

/* "coverage" alone, or with what is no second word of it. */
static int enter_family(const char *word, bool help)
{
    const char *between = " is followed by ";
    if (!help)
        fprintf(stderr, "assay: '%s'", word);
    for (size_t i = 0; i < VERBS; i++) {
        if (!begins_with(&verbs[i], word))
            continue;
        if (help)
            print_verb_help(&verbs[i]);
        else
            fprintf(stderr, "%s'%s'", between, strchr(verbs[i].name, ' ') + 1);
        between = " or ";
    }
    if (!help)
        fputs("; see 'assay --help'\n", stderr);
    return help ? 0 : ASSAY_EXIT_USAGE;
}

static int enter(int argc, char **argv)
{
    if (argc < 2)
        return usage("no verb", NULL);
    for (size_t i = 0; i < VERBS; i++) {
        int count = words_of(&verbs[i], argc, argv);
        if (count > 0)
            return enter_verb(&verbs[i], argc - count, argv + count);
    }
    for (size_t i = 0; i < VERBS; i++)
        if (begins_with(&verbs[i], argv[1]))
            return enter_family(argv[1], argc > 2 && strcmp(argv[2], "--help") == 0);
    const char *name = strcmp(argv[1], "help") == 0 ? "--help" : argv[1];
    for (size_t i = 0; i < WORDS; i++)
        if (strcmp(name, words[i].name) == 0) {
            words[i].print();
            return 0;
        }
    return usage(argv[1][0] == '-' ? "unknown option" : "unknown verb", argv[1]);
}

int main(int argc, char **argv)
{
    if (!assay_surroundings_settle())
        return ASSAY_EXIT_HARNESS;
    int code = assay_close_output(enter(argc, argv));
    int signal = assay_interrupt_signal();
    return signal != 0 ? 128 + signal : code;
}
