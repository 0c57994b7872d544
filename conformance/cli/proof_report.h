#ifndef ASSAY_CLI_PROOF_REPORT_H
#define ASSAY_CLI_PROOF_REPORT_H

#include "runner/proof.h"
#include <stdio.h>

/* What a self-proof showed: each check with the mutants that prove it, then all that is wrong. */
void assay_proof_write_text(FILE *to, const assay_self_proof *proof,
                            const assay_check_table *tables, size_t table_count, bool colour);
assay_status assay_proof_write_json(FILE *to, const assay_self_proof *proof,
                                    const assay_check_table *tables, size_t table_count,
                                    assay_error *error) ASSAY_MUST_USE;

#endif
