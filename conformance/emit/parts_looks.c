#include "emit/parts_text.h"

const assay_emit_part_row assay_emit_parts_looks[] = {
    {ASSAY_EMIT_PART_AWAIT, 0,
     "/* Waits for the end of a process that had to come as far as it did. */\n"
     "static void await(pid_t child)\n"
     "{\n"
     "    int status = 0;\n"
     "\n"
     "    if (child < 0 || waitpid(child, &status, 0) != child || status != 9 << 8) {\n"
     "        puts(\"not reproduced: the other process ended before\");\n"
     "        exit(0);\n"
     "    }\n"
     "}\n"},
    {ASSAY_EMIT_PART_ENTRIES, 0,
     "/* Of /proc/self/fd: open descriptors; of /proc/self/task: threads. */\n"
     "static long entries(const char *path)\n"
     "{\n"
     "    long count = 0;\n"
     "    DIR *folder_of = opendir(path);\n"
     "\n"
     "    while (folder_of != NULL && readdir(folder_of) != NULL)\n"
     "        count++;\n"
     "    if (folder_of != NULL)\n"
     "        closedir(folder_of);\n"
     "    return count;\n"
     "}\n"},
    {ASSAY_EMIT_PART_ALLOCATED, 0,
     "static long allocated(void)\n"
     "{\n"
     "    struct mallinfo2 info = mallinfo2();\n"
     "\n"
     "    return (long)(info.uordblks + info.hblkhd);\n"
     "}\n"},
    {ASSAY_EMIT_PART_READ_SO_FAR, 0,
     "static long read_so_far(void)\n"
     "{\n"
     "    long bytes = -1;\n"
     "    FILE *file = fopen(\"/proc/self/io\", \"r\");\n"
     "\n"
     "    if (file == NULL || fscanf(file, \"rchar: %ld\", &bytes) != 1)\n"
     "        exit(2);\n"
     "    fclose(file);\n"
     "    return bytes;\n"
     "}\n"},
    {ASSAY_EMIT_PART_FILES_BELOW, ASSAY_EMIT_USES(ASSAY_EMIT_PART_FOLDER),
     "static long files_below(const char *path)\n"
     "{\n"
     "    char command[4200];\n"
     "    long count = -1;\n"
     "    FILE *output;\n"
     "\n"
     "    snprintf(command, sizeof(command), \"find '%s' -type f | wc -l\", path);\n"
     "    output = popen(command, \"r\");\n"
     "    if (output == NULL || fscanf(output, \"%ld\", &count) != 1)\n"
     "        exit(2);\n"
     "    pclose(output);\n"
     "    return count;\n"
     "}\n"},
    {ASSAY_EMIT_PART_MATCHES, ASSAY_EMIT_USES(ASSAY_EMIT_PART_FOLDER),
     "static long files_of(const char *pattern)\n"
     "{\n"
     "    glob_t files;\n"
     "    long count = 0;\n"
     "\n"
     "    if (glob(pattern, 0, NULL, &files) != 0)\n"
     "        return 0;\n"
     "    count = (long)files.gl_pathc;\n"
     "    globfree(&files);\n"
     "    return count;\n"
     "}\n"},
    {ASSAY_EMIT_PART_JUDGE, ASSAY_EMIT_USES(ASSAY_EMIT_PART_NAMES),
     "/* The call that should answer otherwise. */\n"
     "static int judge(const char *call, assay_status wanted, assay_status or, assay_status got)\n"
     "{\n"
     "    int wrong = got != wanted && got != or;\n"
     "\n"
     "    printf(\"%s answers %s%s%s; \", call, name_of(got), error.message[0] ? \": \" : \"\", "
     "error.message);\n"
     "    printf(\"expected: %s: %s\\n\", name_of(wanted), wrong ? \"FAILED\" : \"as it should "
     "be\");\n"
     "    return wrong;\n"
     "}\n"
     "#define JUDGE(wanted, or, ...) \\\n"
     "    (error.message[0] = 0, judge(#__VA_ARGS__, wanted, or, __VA_ARGS__))\n"},
};
const size_t assay_emit_parts_looks_count =
    sizeof(assay_emit_parts_looks) / sizeof(assay_emit_parts_looks[0]);
