#ifndef ASSAY_ENGINE_TEMPORARY_H
#define ASSAY_ENGINE_TEMPORARY_H

#include "engine/left.h"

/* The folder for temporary files of the cases of a check: it goes with the check's own folder, in
 * which it is, whatever becomes of a case. */

/* Makes it, and makes it TMPDIR of this process and its children. *before: what that was, NULL if
 * nothing; the caller's, to give to assay_temporary_leave. */
void assay_temporary_make(const char *folder, char **before);
void assay_temporary_leave(char *before);

/* Says what files are in it. */
void assay_temporary_count(const char *folder, assay_left *left);

#endif
