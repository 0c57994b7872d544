#ifndef ASSAY_DATA_READBACK_COMMAND_H
#define ASSAY_DATA_READBACK_COMMAND_H

#include "data/scenario.h"
#include "data/tally.h"

/* Lets the scenario's command say what an output holds and adds it to tally. variables: ${out} and
 * ${out.name}; path: of a file that may be written for the time being. IO, CORRUPT: the command
 * failed or printed what is no record; nothing is said about the sink. */
assay_status assay_readback_command(const assay_scenario *scenario,
                                    const assay_setting_list *variables, const char *path,
                                    assay_tally *tally, assay_error *error) ASSAY_MUST_USE;

#endif
