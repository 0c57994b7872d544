#ifndef ASSAY_DATA_FILE_PATH_H
#define ASSAY_DATA_FILE_PATH_H

/* Takes "//", "/." and "/x/.." out of an absolute path, in place; links in it are not followed. */
void assay_file_path_straighten(char *path);

#endif
