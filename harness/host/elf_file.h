#ifndef ASSAY_HOST_ELF_FILE_H
#define ASSAY_HOST_ELF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a shared object says it needs, read from its sections. */
typedef struct assay_elf_file {
    const unsigned char *data; /* mapped */
    size_t size;
} assay_elf_file;

/* false: it cannot be read, or is no ELF file of this machine. */
bool assay_elf_file_open(const char *path, assay_elf_file *self);
void assay_elf_file_close(assay_elf_file *self);

/* The first library that it is linked with whose name begins so, or NULL. Borrowed from the file.
 */
const char *assay_elf_file_needed(const assay_elf_file *self, const char *beginning);
/* Whether another file has to define a symbol whose name begins so. */
bool assay_elf_file_wants(const assay_elf_file *self, const char *beginning);
/* Where it defines a symbol of that name, from where it is loaded on, also one that others cannot
 * see; 0: nowhere, or its names were stripped. */
uint64_t assay_elf_file_symbol(const assay_elf_file *self, const char *name);
/* The next text in it, from *at on, that ends so; then *at is behind it. NULL: none. Borrowed. */
const char *assay_elf_file_text(const assay_elf_file *self, const char *ending, size_t *at);
/* Folders where its libraries are looked for, as it is written in the file, or NULL. */
const char *assay_elf_file_path(const assay_elf_file *self);

#endif
