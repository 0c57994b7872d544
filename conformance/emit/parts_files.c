#include "emit/parts_text.h"

const assay_emit_part_row assay_emit_parts_files[] = {
    {ASSAY_EMIT_PART_NAMES, 0,
     "static const char *name_of(assay_status status)\n"
     "{\n"
     "    static const char names[][12] = {\"OK\",      \"END\", \"IDLE\",    \"REFUSED\", "
     "\"UNSUPPORTED\",\n"
     "                                     \"INVALID\", \"IO\",  \"CORRUPT\", \"STATE\",   "
     "\"MEMORY\"};\n"
     "    return (unsigned)status < 10 ? names[status] : \"nothing the contract knows\";\n"
     "}\n"},
    {ASSAY_EMIT_PART_NEED, 0,
     "/* For what leads up to the failure: if it is not so, this is another story. */\n"
     "static void need(int holds, const char *what)\n"
     "{\n"
     "    if (!holds) {\n"
     "        printf(\"not reproduced: not so: %s %s\\n\", what, error.message);\n"
     "        exit(0);\n"
     "    }\n"
     "}\n"
     "#define IS(...) need(__VA_ARGS__, #__VA_ARGS__)\n"
     "#define CALL(answer, ...) \\\n"
     "    (error.message[0] = 0, need((__VA_ARGS__) == (answer), #answer \" from \" "
     "#__VA_ARGS__))\n"},
    {ASSAY_EMIT_PART_FOLDER, 0,
     "static char folder[] = \"/tmp/repro-XXXXXX\";\n"
     "\n"
     "static const char *in_folder(const char *name)\n"
     "{\n"
     "    char *path = NULL;\n"
     "\n"
     "    return asprintf(&path, \"%s/%s\", folder, name) < 0 ? NULL : path;\n"
     "}\n"
     "\n"
     "static void run(const char *command, const char *name)\n"
     "{\n"
     "    char line[4200];\n"
     "\n"
     "    snprintf(line, sizeof(line), \"%s '%s/%s'\", command, folder, name);\n"
     "    if (system(line) != 0)\n"
     "        fprintf(stderr, \"failed: %s\\n\", line);\n"
     "}\n"
     "\n"
     "static void remove_folder(void)\n"
     "{\n"
     "    run(\"rm -rf\", \"\");\n"
     "}\n"},
    {ASSAY_EMIT_PART_FILES, ASSAY_EMIT_USES(ASSAY_EMIT_PART_FOLDER),
     "static void put_in_file(const char *name, const char *mode, const char *bytes, size_t size)\n"
     "{\n"
     "    FILE *file = fopen(in_folder(name), mode);\n"
     "\n"
     "    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {\n"
     "        perror(name);\n"
     "        exit(2);\n"
     "    }\n"
     "}\n"
     "#define MAKE_FILE(name, text) put_in_file(name, \"wb\", text, sizeof(text) - 1)\n"},
    {ASSAY_EMIT_PART_MORE_OF_FILE, ASSAY_EMIT_USES(ASSAY_EMIT_PART_FILES),
     "#define ADD_TO_FILE(name, text) put_in_file(name, \"ab\", text, sizeof(text) - 1)\n"},
};
const size_t assay_emit_parts_files_count =
    sizeof(assay_emit_parts_files) / sizeof(assay_emit_parts_files[0]);
