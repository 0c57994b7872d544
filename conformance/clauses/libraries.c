#include "clauses/tables.h"

const assay_clause assay_clauses_libraries[] = {
    {"LIB-01", "MUST",
     "What is made and released again and again leaves nothing behind: no memory, no thread, no "
     "process. What a library needs only once, it may keep.",
     "Assay; wider than Beam Source.Reader.close and DoFn.Teardown",
     "Workers live for days and read millions of parts; a hundred bytes a part end a job that ran "
     "well in every test.",
     "0"},
    {"LIB-02", "MUST",
     "No call changes what belongs to the process as a whole: its working directory, its "
     "environment, its mask of file modes.",
     "Assay; in Beam a worker runs many transforms in one process",
     "The paths of all others lead elsewhere, their files are open to everybody, and who reads the "
     "environment meanwhile crashes.",
     "0"},
};
