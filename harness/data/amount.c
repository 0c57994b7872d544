/* How much of which data. */
#include "data/amount.h"

#include <assay/toolkit/error.h>

uint64_t assay_amount_count(const assay_amount *self)
{
    return self->keep != NULL ? self->keep->count : self->records;
}

uint64_t assay_amount_number(const assay_amount *self, uint64_t i)
{
    return self->keep != NULL ? self->keep->numbers[i] : i;
}

static assay_status check_number(const assay_amount *self, size_t i, assay_subset possible,
                                 assay_error *error)
{
    const uint64_t *numbers = self->keep->numbers;
    if (numbers[i] >= self->records)
        return assay_error_set(error, ASSAY_INVALID, "record %llu of %llu is to be made",
                               (unsigned long long)numbers[i], (unsigned long long)self->records);
    if (i > 0 && numbers[i] <= numbers[i - 1])
        return assay_error_set(error, ASSAY_INVALID, "record %llu is to be made after record %llu",
                               (unsigned long long)numbers[i], (unsigned long long)numbers[i - 1]);
    if (i > 0 && possible == ASSAY_SUBSET_ROW && numbers[i] != numbers[i - 1] + 1)
        return assay_error_set(error, ASSAY_INVALID,
                               "record %llu is to be left out, but this data has no gaps",
                               (unsigned long long)numbers[i - 1] + 1);
    return ASSAY_OK;
}

assay_status assay_amount_check(const assay_amount *self, assay_subset possible, assay_error *error)
{
    if (self->keep == NULL)
        return ASSAY_OK;
    if (possible == ASSAY_SUBSET_NONE)
        return assay_error_set(error, ASSAY_INVALID,
                               "records are to be left out of data that is made as a whole");
    for (size_t i = 0; i < self->keep->count; i++)
        ASSAY_TRY(check_number(self, i, possible, error));
    return ASSAY_OK;
}
