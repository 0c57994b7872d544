/* The options of all verbs: one table for reading and for help. */
#include "cli/options.h"

#include "cli/suggest.h"
#include <assay/toolkit/error.h>
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
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
} option_row;

static bool parse_number(const char *text, int base, uint64_t *number)
{
    const char *digits = base == 16 ? text + 2 : text;
    if (!isxdigit((unsigned char)digits[0]))
        return false;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(digits, &end, base);
    *number = value;
    return errno == 0 && *end == '\0';
}

static assay_status bad_value(assay_error *error, const char *option, const char *value,
                              const char *expected)
{
    return assay_error_set(error, ASSAY_INVALID, "--%s '%s': expected %s", option, value, expected);
}

static assay_status set_jobs(assay_options *options, const char *value, assay_error *error)
{
    uint64_t jobs;
    if (!parse_number(value, 10, &jobs) || jobs < 1 || jobs > 1024)
        return bad_value(error, "jobs", value, "a number from 1 to 1024");
    options->settings.jobs = (unsigned)jobs;
    return ASSAY_OK;
}

static assay_status add_filter(assay_options *options, const char *value, assay_error *error)
{
    const char **more =
        reallocarray(options->filters, options->filter_count + 1, sizeof(*options->filters));
    if (more == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    options->filters = more;
    more[options->filter_count++] = value;
    return ASSAY_OK;
}

static assay_status set_tier(assay_options *options, const char *value, assay_error *error)
{
    for (assay_tier tier = ASSAY_SMOKE; tier <= ASSAY_EXHAUSTIVE; tier++)
        if (strcmp(value, assay_tier_name(tier)) == 0) {
            options->settings.tier = tier;
            return ASSAY_OK;
        }
    return bad_value(error, "tier", value, "smoke, standard or exhaustive");
}

static assay_status set_level(assay_options *options, const char *value, assay_error *error)
{
    options->settings.should_counts = strcmp(value, "should") == 0;
    if (!options->settings.should_counts && strcmp(value, "must") != 0)
        return bad_value(error, "level", value, "must or should");
    return ASSAY_OK;
}

static assay_status set_seed(assay_options *options, const char *value, assay_error *error)
{
    int base = strncmp(value, "0x", 2) == 0 ? 16 : 10;
    if (!parse_number(value, base, &options->settings.seed))
        return bad_value(error, "seed", value, "a decimal number or 0x and hex digits, 64 bits");
    return ASSAY_OK;
}

static assay_status set_timeout(assay_options *options, const char *value, assay_error *error)
{
    uint64_t seconds;
    if (!parse_number(value, 10, &seconds) || seconds < 1 || seconds > 1000000)
        return bad_value(error, "timeout", value, "seconds, from 1 to 1000000");
    options->settings.timeout_ms = (int64_t)seconds * 1000;
    return ASSAY_OK;
}

static assay_status set_records(assay_options *options, const char *value, assay_error *error)
{
    if (!parse_number(value, 10, &options->settings.records) || options->settings.records < 1 ||
        options->settings.records > INT64_MAX)
        return bad_value(error, "records", value, "a number from 1");
    return ASSAY_OK;
}

static assay_status set_strict(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->settings.strict = true;
    return ASSAY_OK;
}

static assay_status set_out(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "out", value, "a folder");
    options->out = value;
    return ASSAY_OK;
}

static assay_status set_failures(assay_options *options, const char *value, assay_error *error)
{
    if (value[0] == '\0')
        return bad_value(error, "failures", value, "a folder");
    options->failures = value;
    return ASSAY_OK;
}

static assay_status set_shrink(assay_options *options, const char *value, assay_error *error)
{
    uint64_t seconds;
    if (!parse_number(value, 10, &seconds) || seconds > 1000000)
        return bad_value(error, "shrink", value, "seconds, from 0 to 1000000");
    options->shrink_ms = (int64_t)seconds * 1000;
    return ASSAY_OK;
}

static assay_status set_format(assay_options *options, const char *value, assay_error *error)
{
    options->json = strcmp(value, "json") == 0;
    if (!options->json && strcmp(value, "text") != 0)
        return bad_value(error, "format", value, "text or json");
    return ASSAY_OK;
}

static assay_status set_emit(assay_options *options, const char *value, assay_error *error)
{
    if (strcmp(value, "c") != 0)
        return bad_value(error, "emit", value, "c");
    options->emit = true;
    return ASSAY_OK;
}

static assay_status set_in_process(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->in_process = true;
    return ASSAY_OK;
}

static assay_status set_read_only(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->settings.read_only = true;
    return ASSAY_OK;
}

static assay_status set_library(assay_options *options, const char *value, assay_error *error)
{
    free(options->library);
    options->library = realpath(value, NULL);
    options->settings.library = options->library;
    if (options->library == NULL)
        return assay_error_set(error, ASSAY_INVALID, "--library '%s': %s, expected a shared object",
                               value, strerror(errno));
    return ASSAY_OK;
}

static assay_status set_no_colour(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->no_colour = true;
    return ASSAY_OK;
}

static assay_status set_verbose(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->verbose = true;
    return ASSAY_OK;
}

static assay_status set_source(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->source = true;
    return ASSAY_OK;
}

static assay_status set_sink(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->sink = true;
    return ASSAY_OK;
}

static assay_status set_unbounded(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->unbounded = true;
    return ASSAY_OK;
}

static assay_status set_help(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->help = true;
    return ASSAY_OK;
}

static assay_status set_version(assay_options *options, const char *value, assay_error *error)
{
    (void)value, (void)error;
    options->version = true;
    return ASSAY_OK;
}

#define RUNS (ASSAY_VERB_RUN | ASSAY_VERB_SELF_PROOF)
#define PLANS (RUNS | ASSAY_VERB_PLAN)
#define DEBUGS (PLANS | ASSAY_VERB_DEBUG)
#define REPLAYS (ASSAY_VERB_RUN | ASSAY_VERB_REPLAY)
#define READS (ASSAY_VERB_RUN | ASSAY_VERB_PLAN | ASSAY_VERB_DEBUG | ASSAY_VERB_REPLAY)
#define ALL (~0u)

static const option_row rows[] = {
    {"jobs", "N", RUNS | REPLAYS, set_jobs, "checks at a time (default: processors online)"},
    {"filter", "PATTERN", PLANS | ASSAY_VERB_LIST, add_filter,
     "only checks that match 'CHECK', 'SCENARIO:CHECK' or 'CONNECTOR/SCENARIO:CHECK', with * ? []; "
     "repeatable"},
    {"tier", "TIER", DEBUGS, set_tier, "smoke, standard or exhaustive (default: standard)"},
    {"level", "LEVEL", ASSAY_VERB_RUN | ASSAY_VERB_PLAN, set_level,
     "must or should: what makes a connector not conformant (default: must)"},
    {"seed", "SEED", RUNS | ASSAY_VERB_DEBUG, set_seed,
     "decimal, or hex after 0x (default: random, printed)"},
    {"timeout", "SECONDS", RUNS | REPLAYS | ASSAY_VERB_DEBUG, set_timeout,
     "limit of a check (default: the manifest's, or 60)"},
    {"strict", NULL, ASSAY_VERB_RUN, set_strict, "an unproven check counts as a failure"},
    {"records", "N", DEBUGS, set_records, "limit of the records of a data set"},
    {"read-only", NULL, READS, set_read_only,
     "nothing is written to a store that Assay did not make; what would write is skipped"},
    {"library", "FILE", READS, set_library,
     "judge this shared object in place of the manifest's, such as another build of it"},
    {"out", "DIR", RUNS, set_out, "folder of the reports (default: .assay)"},
    {"format", "FORMAT", PLANS | REPLAYS | ASSAY_VERB_LIST, set_format,
     "text or json (default: text)"},
    {"emit", "LANGUAGE", ASSAY_VERB_REPLAY, set_emit,
     "c: print the one failure as a C program; exit 0: done, 2: it fails no longer, or cannot be"},
    {"failures", "DIR", ASSAY_VERB_RUN, set_failures,
     "folder of saved failures, which are run first (default: failures in that of --out)"},
    {"shrink", "SECONDS", ASSAY_VERB_RUN, set_shrink,
     "at most, to make failures small and save them (default: 10; 0: not at all)"},
    {"in-process", NULL, ASSAY_VERB_RUN, set_in_process,
     "run one check without isolation, for a debugger; --filter selects it"},
    {"no-color", NULL, RUNS | REPLAYS, set_no_colour,
     "no colour; so does NO_COLOR in the environment"},
    {"verbose", NULL, ASSAY_VERB_RUN, set_verbose,
     "every failure in full, also those that look like one before"},
    {"source", NULL, ASSAY_VERB_INIT, set_source, "a source (default, unless --sink is given)"},
    {"sink", NULL, ASSAY_VERB_INIT, set_sink, "a sink; with --source both"},
    {"unbounded", NULL, ASSAY_VERB_INIT, set_unbounded,
     "the source is a stream, which can be gone on with from a mark"},
    {"help", NULL, ALL, set_help, "this text"},
    {"version", NULL, ALL, set_version, "version of assay and of the contract"},
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

static assay_status take(unsigned verb, int which, char **argv, assay_options *options,
                         assay_error *error)
{
    const char *word = word_of(which, argv);
    int row = which >= 1 && which <= ROWS ? which : optopt;
    if (row >= 1 && row <= ROWS && is_option(word) && !is_whole(row, word))
        return unknown(verb, word, error);
    if (which >= 1 && which <= ROWS)
        return rows[which - 1].apply(options, optarg, error);
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
    free(self->library);
    self->library = NULL;
}
