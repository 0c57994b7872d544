#ifndef ASSAY_CLI_COMMIT_H
#define ASSAY_CLI_COMMIT_H

/* The commit that was built: twelve digits, "-dirty" behind them where the tree had changes; or
 * "unknown". Its day as "2026-11-23", "" where that is unknown. ci/cmake/AssayCommit.cmake makes
 * them in each build. */
extern const char assay_commit[];
extern const char assay_commit_date[];

#endif
