#ifndef ASSAY_DATA_UNIQUE_NAME_H
#define ASSAY_DATA_UNIQUE_NAME_H

#define ASSAY_UNIQUE_NAME_SIZE 48

/* A name for what belongs to a folder of a run: no other folder has it, every process gives the
 * same. Letters, digits and '_', the run's name first: an identifier wherever the run's is one. */
void assay_unique_name(const char *run, const char *folder, char to[ASSAY_UNIQUE_NAME_SIZE]);

#endif
