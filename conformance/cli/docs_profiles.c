/* docs/profiles.md: whose contract counts. */
#include "cli/docs.h"

#include "engine/profile.h"
#include <string.h>

static const char head[] =
    "# Profiles\n"
    "\n"
    "Made by `assay docs profiles` from the table that the checks work with; not edited by hand.\n"
    "\n"
    "Beam's SDKs do not agree in everything, and Assay's contract decides where they differ, "
    "mostly\n"
    "for what is stricter. A connector that is to keep the contract of one of them, such as one "
    "that\n"
    "stands behind an adapter of that SDK, is judged by it with\n"
    "\n"
    "    assay run MANIFEST --profile beam-java\n"
    "\n"
    "Journal and reports name a profile, replay commands repeat it, a saved failure keeps it, and\n"
    "shards of different profiles are not merged. All else is the same in each profile.\n"
    "\n"
    "| what |";

static const char tail[] = "\n"
                           "The clauses: `assay explain CLAUSE`. What differs and is not here has "
                           "no place in the contract,\n"
                           "see `docs/contract-map.md`, or is left open by it, as whether a "
                           "fraction between two positions\n"
                           "goes to the one below or above.\n";

static void write_list(FILE *to, const char *words, const char *mark)
{
    while (*words != '\0') {
        int size = (int)strcspn(words, " ");
        fprintf(to, "%s%.*s%s", mark, size, words, mark);
        words += size;
        words += strspn(words, " ");
        fputs(*words != '\0' ? ", " : "", to);
    }
}

static void write_row(FILE *to, const assay_difference_row *row)
{
    fprintf(to, "| %s |", row->what);
    for (size_t i = 0; i < ASSAY_PROFILES; i++)
        fprintf(to, " %s |", row->variants[i].words);
    fputc(' ', to);
    write_list(to, row->clauses, "");
    fputs(" | ", to);
    write_list(to, row->checks, "`");
    fputs(" |\n", to);
}

void assay_docs_profiles(FILE *to)
{
    fputs(head, to);
    for (size_t i = 0; i < ASSAY_PROFILES; i++)
        fprintf(to, " `%s` |", assay_profile_name((assay_profile)i));
    fputs(" clauses | checks |\n| --- | --- | --- | --- | --- | --- |\n", to);
    for (size_t i = 0; i < ASSAY_DIFFERENCES; i++)
        write_row(to, &assay_differences[i]);
    fputs(tail, to);
}
