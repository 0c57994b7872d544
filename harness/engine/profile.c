#include "engine/profile.h"
#include <string.h>

static const char *const names[ASSAY_PROFILES] = {"assay", "beam-java", "beam-python"};

const char *assay_profile_name(assay_profile profile)
{
    return names[profile];
}

size_t assay_profile_find(const char *name)
{
    size_t i = 0;
    while (i < ASSAY_PROFILES && strcmp(names[i], name) != 0)
        i++;
    return i;
}

const assay_difference_row assay_differences[ASSAY_DIFFERENCES] = {
    [ASSAY_EARLY_SPLITS] = {"DYN-09",
                            "dynamic-split.before-start",
                            "a split before start",
                            {{INT64_MAX, "refused, or correct"},
                             {0, "refused"},
                             {INT64_MAX, "refused, or correct"}}},
    [ASSAY_UNKNOWN_SIZE] = {"BS-SIZE-01 BS-SIZE-02",
                            "size.stored-bytes size.parts-add-up size.after-dynamic-split "
                            "split.part-sizes",
                            "an unknown size",
                            {{-1, "-1"}, {0, "0 or -1"}, {-1, "-1"}}},
    [ASSAY_LEFT_AT_END] = {"SPP-03 SPP-08",
                           "progress.counts progress.counts-after-split compressed.split-points",
                           "the last split point, at the end",
                           {{0, "consumed"}, {0, "consumed"}, {1, "remains"}}},
    [ASSAY_PERCENT_AT_END] = {"PROG-03 PROG-05",
                              "progress.ends progress.after-split",
                              "progress at the end",
                              {{100, "1"}, {100, "1"}, {0, "from 0 to 1"}}},
    [ASSAY_ASKED_AFTER_END] = {"RD-LIFE-04",
                               "life-cycle.ends life-cycle.empty-source "
                               "dynamic-split.at-the-end",
                               "advance after END",
                               {{5, "END again"}, {0, "nobody asks"}, {5, "END again"}}},
    [ASSAY_TIMES_FINALIZED] = {"US-FIN-04",
                               "checkpoint.finalize-any-time",
                               "a mark is finalized",
                               {{2, "any number of times"},
                                {1, "once"},
                                {2, "any number of times"}}},
};

int64_t assay_profile_value(assay_profile profile, assay_difference difference)
{
    return assay_differences[difference].variants[profile].value;
}
