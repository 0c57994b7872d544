/* The options of all verbs: one table for reading and for help. */
#include "cli/options.h"

#include "cli/option_values.h"
#include "cli/suggest.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

typedef struct option_row {
    const char *name;
    const char *value; /* what help calls it; NULL: takes none */
    unsigned verbs;
    assay_status (*apply)(assay_options *options, const char *value, assay_error *error);
    const char *help;
    size_t flag; /* of what takes no value: where it is in assay_options */
} option_row;

#define FLAG(member) offsetof(assay_options, member)
#define RUNS (ASSAY_VERB_RUN | ASSAY_VERB_SELF_PROOF | COVERS)
#define PLANS (RUNS | ASSAY_VERB_PLAN)
#define DEBUGS (PLANS | ASSAY_VERB_DEBUG)
#define COVERS (ASSAY_VERB_COVERAGE_LINES | ASSAY_VERB_COVERAGE_CLAUSES)
#define CLAUSES (ASSAY_VERB_MATRIX | ASSAY_VERB_COVERAGE_CLAUSES)
#define REPLAYS (ASSAY_VERB_RUN | ASSAY_VERB_REPLAY)
#define READS (ASSAY_VERB_RUN | ASSAY_VERB_PLAN | ASSAY_VERB_DEBUG | ASSAY_VERB_REPLAY | COVERS)
#define ALL (~0u)

static const option_row rows[] = {
    {"jobs", "N", RUNS | REPLAYS, assay_option_jobs,
     "checks at a time (default: processors online)", 0},
    {"filter", "PATTERN", PLANS | ASSAY_VERB_LIST, assay_option_filter,
     "only checks that match 'CHECK', 'SCENARIO:CHECK' or 'CONNECTOR/SCENARIO:CHECK', with * ? []; "
     "repeatable",
     0},
    {"exclude", "PATTERN=REASON", ASSAY_VERB_RUN | ASSAY_VERB_PLAN, assay_option_exclude,
     "not the checks that match, as with --filter, which are skipped for that reason; repeatable",
     0},
    {"repeat", "N", ASSAY_VERB_RUN, assay_option_repeat,
     "each check N times, the same each time: one that does not always come to the same verdict is "
     "flaky, which counts as a failure",
     0},
    {"rules", "N", ASSAY_VERB_RUN | ASSAY_VERB_PLAN, assay_option_rules,
     "the rule set: checks of later ones are previews, which run and fail nothing (default: the "
     "newest)",
     0},
    {"profile", "NAME", ASSAY_VERB_RUN | ASSAY_VERB_DEBUG | COVERS, assay_option_profile,
     "assay, beam-java or beam-python: whose contract counts where they differ ('assay docs "
     "profiles'; default: assay)",
     0},
    {"tier", "TIER", DEBUGS, assay_option_tier, "smoke, standard or exhaustive (default: standard)",
     0},
    {"level", "LEVEL", ASSAY_VERB_RUN | ASSAY_VERB_PLAN | COVERS, assay_option_level,
     "must or should: what makes a connector not conformant (default: must)", 0},
    {"seed", "SEED", RUNS | ASSAY_VERB_DEBUG, assay_option_seed,
     "decimal, or hex after 0x (default: random, printed)", 0},
    {"timeout", "SECONDS", RUNS | REPLAYS | ASSAY_VERB_DEBUG, assay_option_timeout,
     "limit of a check (default: the manifest's, or 60)", 0},
    {"strict", NULL, ASSAY_VERB_RUN | COVERS, NULL, "an unproven check counts as a failure",
     FLAG(settings.strict)},
    {"records", "N", DEBUGS, assay_option_records, "limit of the records of a data set", 0},
    {"read-only", NULL, READS, NULL,
     "nothing is written to a store that Assay did not make; what would write is skipped",
     FLAG(settings.read_only)},
    {"library", "FILE", READS, assay_option_library,
     "judge this shared object in place of the manifest's, such as another build of it", 0},
    {"out", "DIR", RUNS | ASSAY_VERB_MERGE, assay_option_out,
     "folder of the reports (default: .assay)", 0},
    {"format", "FORMAT",
     (PLANS & ~CLAUSES) | REPLAYS | ASSAY_VERB_LIST | ASSAY_VERB_MERGE | ASSAY_VERB_DIFF,
     assay_option_format, "text or json (default: text)", 0},
    {"format", "FORM", CLAUSES, assay_option_cover_form,
     "text, html, csv, markdown or json (default: text)", 0},
    {"expect", "CONNECTOR", CLAUSES, assay_option_expect,
     "one that must be in the matrix: without a journal it is shown as missing; repeatable", 0},
    {"only", "CONNECTOR", CLAUSES, assay_option_only,
     "only connectors whose name matches, with * ? []; repeatable", 0},
    {"format", "FORM", ASSAY_VERB_REPORT, assay_option_report_format,
     "form of the report, one of those below (default: text)", 0},
    {"to", "FILE", ASSAY_VERB_REPORT | CLAUSES | ASSAY_VERB_DIFF, assay_option_to,
     "where the report goes; it appears whole or not at all (default: standard output)", 0},
    {"emit", "LANGUAGE", ASSAY_VERB_REPLAY, assay_option_emit,
     "c: print the one failure as a C program; exit 0: done, 2: it fails no longer, or cannot be",
     0},
    {"shard", "I/N", ASSAY_VERB_RUN, assay_option_shard,
     "only the I-th of N parts of the plan, each with about as much to do; 'assay merge' makes one "
     "run of them; needs --seed",
     0},
    {"costs", "JOURNAL", ASSAY_VERB_RUN, assay_option_costs,
     "of an earlier run: what each check costs, for --shard; the same for all shards", 0},
    {"baseline", "FILE", ASSAY_VERB_RUN, assay_option_baseline,
     "known failures, which do not count; what it says and is not so does ('assay docs "
     "known-failures')",
     0},
    {"baseline", "FILE", ASSAY_VERB_BASELINE, assay_option_baseline,
     "the file of known failures; made when it is not there", 0},
    {"reason", "TEXT", ASSAY_VERB_BASELINE, assay_option_reason,
     "of the failures that are added; needed when there are any", 0},
    {"link", "URL", ASSAY_VERB_BASELINE, assay_option_link, "of the failures that are added", 0},
    {"expires", "DAY", ASSAY_VERB_BASELINE, assay_option_expires,
     "2026-12-31: the last day on which the failures that are added are known (default: none)", 0},
    {"failures", "DIR", ASSAY_VERB_RUN, assay_option_failures,
     "folder of saved failures, which are run first (default: failures in that of --out)", 0},
    {"shrink", "SECONDS", ASSAY_VERB_RUN, assay_option_shrink,
     "at most, to make failures small and save them (default: 10; 0: not at all)", 0},
    {"in-process", NULL, ASSAY_VERB_RUN, NULL,
     "run one check without isolation, for a debugger; --filter selects it", FLAG(in_process)},
    {"no-color", NULL, RUNS | REPLAYS | ASSAY_VERB_MERGE, NULL,
     "no colour; so does NO_COLOR in the environment", FLAG(no_colour)},
    {"verbose", NULL, ASSAY_VERB_RUN | ASSAY_VERB_MERGE | COVERS, NULL,
     "every failure in full, also those that look like one before", FLAG(verbose)},
    {"clauses", NULL, ASSAY_VERB_LIST, NULL,
     "the clauses by state, in place of the checks; --filter matches their ids", FLAG(clauses)},
    {"include", "PATTERN", COVERS, assay_option_include,
     "source files that count, with * ? []; repeatable (default: all but those of Assay, its "
     "toolkit and the system)",
     0},
    {"fail-under", "PERCENT", COVERS, assay_option_fail_under,
     "exit with 1 when less of the lines is reached", 0},
    {"gcov", "PROGRAM", COVERS, assay_option_gcov, "that of the compiler (default: gcov)", 0},
    {"source", NULL, ASSAY_VERB_INIT, NULL, "a source (default, unless --sink is given)",
     FLAG(source)},
    {"sink", NULL, ASSAY_VERB_INIT, NULL, "a sink; with --source both", FLAG(sink)},
    {"unbounded", NULL, ASSAY_VERB_INIT, NULL,
     "the source is a stream, which can be gone on with from a mark", FLAG(unbounded)},
    {"help", NULL, ALL, NULL, "this text", FLAG(help)},
    {"version", NULL, ALL, NULL, "version of assay and of the contract", FLAG(version)},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

void assay_options_help(FILE *to, unsigned verb)
{
    for (size_t i = 0; i < ROWS; i++) {
        const option_row *row = &rows[i];
        if ((row->verbs & verb) == 0)
            continue;
        int used = fprintf(to, "  --%s%s%s", row->name, row->value != NULL ? " " : "",
                           row->value != NULL ? row->value : "");
        fprintf(to, "%*s%s\n", used < 20 ? 20 - used : 2, "", row->help);
    }
}

bool assay_options_get(unsigned verb, size_t i, assay_option_text *text)
{
    for (const option_row *row = rows; row < rows + ROWS; row++) {
        if ((row->verbs & verb) == 0 || i-- > 0)
            continue;
        *text = (assay_option_text){row->name, row->value, row->help, row->verbs == ALL};
        return true;
    }
    return false;
}

static void make_long_options(unsigned verb, struct option to[ROWS + 1])
{
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++)
        if ((rows[i].verbs & verb) != 0)
            to[count++] = (struct option){rows[i].name,
                                          rows[i].value != NULL ? required_argument : no_argument,
                                          NULL, (int)i + 1};
    to[count] = (struct option){NULL, 0, NULL, 0};
}

static assay_status set_defaults(assay_options *options, assay_error *error)
{
    memset(options, 0, sizeof(*options));
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    options->settings.jobs = online > 0 ? (unsigned)online : 1;
    options->settings.tier = ASSAY_STANDARD;
    options->out = ".assay";
    options->shrink_ms = 10000;
    options->gcov = "gcov";
    uint64_t seed;
    if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
        return assay_error_set(error, ASSAY_IO, "cannot draw a seed: %s", strerror(errno));
    options->settings.seed = seed;
    return ASSAY_OK;
}

static assay_status unknown(unsigned verb, const char *word, assay_error *error)
{
    char name[64];
    snprintf(name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
    assay_suggestion suggestion = {.word = name};
    for (size_t i = 0; i < ROWS && name[0] != '\0'; i++)
        if ((rows[i].verbs & verb) != 0)
            assay_suggestion_offer(&suggestion, rows[i].name);
    if (suggestion.near[0] == NULL)
        return assay_error_set(error, ASSAY_INVALID, "unknown option '%s'", word);
    return assay_error_set(error, ASSAY_INVALID, "unknown option '%s'; did you mean '--%s'?", word,
                           suggestion.near[0]);
}

static bool is_option(const char *word)
{
    return strncmp(word, "--", 2) == 0 && word[2] != '\0';
}

/* The value of an option can stand in a word of its own. */
static const char *word_of(int which, char **argv)
{
    bool apart = which >= 1 && which <= ROWS && optarg != NULL && optarg == argv[optind - 1];
    return argv[optind - (apart ? 2 : 1)];
}

/* getopt takes the beginning of a name for the name. */
static bool is_whole(int which, const char *word)
{
    const char *name = rows[which - 1].name;
    size_t size = strcspn(word + 2, "=");
    return size == strlen(name) && strncmp(word + 2, name, size) == 0;
}

static assay_status apply(const option_row *row, assay_options *options, assay_error *error)
{
    if (row->apply != NULL)
        return row->apply(options, optarg, error);
    *(bool *)((char *)options + row->flag) = true;
    return ASSAY_OK;
}

static assay_status take(unsigned verb, int which, char **argv, assay_options *options,
                         assay_error *error)
{
    const char *word = word_of(which, argv);
    int row = which >= 1 && which <= ROWS ? which : optopt;
    if (row >= 1 && row <= ROWS && is_option(word) && !is_whole(row, word))
        return unknown(verb, word, error);
    if (which >= 1 && which <= ROWS)
        return apply(&rows[which - 1], options, error);
    if (which == ':')
        return assay_error_set(error, ASSAY_INVALID, "%s needs a value", word);
    if (optopt != 0 && optopt <= ROWS)
        return assay_error_set(error, ASSAY_INVALID, "%s takes no value", word);
    if (optopt != 0)
        return assay_error_set(error, ASSAY_INVALID, "unknown option '-%c'", optopt);
    return unknown(verb, word, error);
}

assay_status assay_options_parse(unsigned verb, int argc, char **argv, assay_options *options,
                                 assay_error *error)
{
    ASSAY_TRY(set_defaults(options, error));
    struct option long_options[ROWS + 1];
    make_long_options(verb, long_options);
    optind = 0; /* glibc: start afresh */
    opterr = 0;
    int which;
    while ((which = getopt_long(argc, argv, ":", long_options, NULL)) != -1)
        ASSAY_TRY(take(verb, which, argv, options, error));
    options->arguments = argv + optind;
    options->argument_count = argc - optind;
    return ASSAY_OK;
}

void assay_options_clear(assay_options *self)
{
    free(self->filters);
    self->filters = NULL;
    free(self->expected);
    self->expected = NULL;
    free(self->only);
    self->only = NULL;
    free(self->includes);
    self->includes = NULL;
    free(self->library);
    self->library = NULL;
    for (size_t i = 0; i < self->exclusion_count; i++)
        free((char *)(uintptr_t)self->exclusions[i].pattern);
    free(self->exclusions);
    self->exclusions = NULL;
    self->exclusion_count = 0;
}
