#include "host/elf_file.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef ElfW(Ehdr) file_header;
typedef ElfW(Shdr) section;
typedef ElfW(Dyn) dynamic_entry;
typedef ElfW(Sym) symbol;

#if UINTPTR_MAX == UINT64_MAX
enum { OWN_CLASS = ELFCLASS64 };
#else
enum { OWN_CLASS = ELFCLASS32 };
#endif
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
enum { OWN_ORDER = ELFDATA2LSB };
#else
enum { OWN_ORDER = ELFDATA2MSB };
#endif

static bool is_own(const assay_elf_file *self)
{
    return self->size >= sizeof(file_header) && memcmp(self->data, ELFMAG, SELFMAG) == 0 &&
           self->data[EI_CLASS] == OWN_CLASS && self->data[EI_DATA] == OWN_ORDER;
}

bool assay_elf_file_open(const char *path, assay_elf_file *self)
{
    struct stat info;
    void *data = MAP_FAILED;

    *self = (assay_elf_file){NULL, 0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return false;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0)
        data = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (data == MAP_FAILED)
        return false;
    *self = (assay_elf_file){data, (size_t)info.st_size};
    if (is_own(self))
        return true;
    assay_elf_file_close(self);
    return false;
}

void assay_elf_file_close(assay_elf_file *self)
{
    if (self->data != NULL)
        munmap((void *)(uintptr_t)self->data, self->size);
    *self = (assay_elf_file){NULL, 0};
}

/* Copies bytes, which may be at any place and need not be there. */
static bool copy(const assay_elf_file *self, uint64_t at, void *to, size_t size)
{
    if (at > self->size || size > self->size - at)
        return false;
    memcpy(to, self->data + at, size);
    return true;
}

static bool section_at(const assay_elf_file *self, size_t i, section *to)
{
    file_header header;

    return copy(self, 0, &header, sizeof(header)) && i < header.e_shnum &&
           header.e_shentsize == sizeof(*to) &&
           copy(self, header.e_shoff + (uint64_t)i * sizeof(*to), to, sizeof(*to));
}

static bool find_section(const assay_elf_file *self, uint32_t type, section *to)
{
    for (size_t i = 0; section_at(self, i, to); i++)
        if (to->sh_type == type)
            return true;
    return false;
}

/* A text of the table that belongs to a section; NULL where it is none. */
static const char *text_at(const assay_elf_file *self, const section *of, uint64_t at)
{
    section table;

    if (!section_at(self, of->sh_link, &table) || table.sh_type != SHT_STRTAB ||
        at >= table.sh_size || table.sh_offset > self->size ||
        table.sh_size > self->size - table.sh_offset)
        return NULL;
    const char *text = (const char *)self->data + table.sh_offset + at;
    return memchr(text, 0, table.sh_size - at) != NULL ? text : NULL;
}

static bool begins(const char *text, const char *beginning)
{
    return text != NULL && strncmp(text, beginning, strlen(beginning)) == 0;
}

/* The first text of a dynamic entry with that tag which begins so. */
static const char *dynamic_text(const assay_elf_file *self, int64_t tag, const char *beginning)
{
    section of;
    dynamic_entry entry;

    if (!find_section(self, SHT_DYNAMIC, &of))
        return NULL;
    for (uint64_t at = 0; at + sizeof(entry) <= of.sh_size; at += sizeof(entry)) {
        if (!copy(self, of.sh_offset + at, &entry, sizeof(entry)) || entry.d_tag == DT_NULL)
            return NULL;
        const char *text = entry.d_tag == tag ? text_at(self, &of, entry.d_un.d_val) : NULL;
        if (begins(text, beginning))
            return text;
    }
    return NULL;
}

const char *assay_elf_file_needed(const assay_elf_file *self, const char *beginning)
{
    return dynamic_text(self, DT_NEEDED, beginning);
}

const char *assay_elf_file_path(const assay_elf_file *self)
{
    const char *path = dynamic_text(self, DT_RUNPATH, "");

    return path != NULL ? path : dynamic_text(self, DT_RPATH, "");
}

bool assay_elf_file_wants(const assay_elf_file *self, const char *beginning)
{
    section of;
    symbol one;

    if (!find_section(self, SHT_DYNSYM, &of))
        return false;
    for (uint64_t at = 0; at + sizeof(one) <= of.sh_size; at += sizeof(one)) {
        if (!copy(self, of.sh_offset + at, &one, sizeof(one)))
            return false;
        /* Without a weak one it can do. */
        if (one.st_shndx == SHN_UNDEF && ELF64_ST_BIND(one.st_info) == STB_GLOBAL &&
            begins(text_at(self, &of, one.st_name), beginning))
            return true;
    }
    return false;
}

static uint64_t symbol_in(const assay_elf_file *self, uint32_t table, const char *name)
{
    section of;
    symbol one;

    if (!find_section(self, table, &of))
        return 0;
    for (uint64_t at = 0; at + sizeof(one) <= of.sh_size; at += sizeof(one)) {
        if (!copy(self, of.sh_offset + at, &one, sizeof(one)))
            return 0;
        const char *its = one.st_shndx != SHN_UNDEF ? text_at(self, &of, one.st_name) : NULL;
        if (its != NULL && strcmp(its, name) == 0)
            return one.st_value;
    }
    return 0;
}

uint64_t assay_elf_file_symbol(const assay_elf_file *self, const char *name)
{
    uint64_t found = symbol_in(self, SHT_SYMTAB, name);

    return found != 0 ? found : symbol_in(self, SHT_DYNSYM, name);
}

const char *assay_elf_file_text(const assay_elf_file *self, const char *ending, size_t *at)
{
    size_t size = strlen(ending) + 1; /* with the zero behind it */

    const unsigned char *from = self->data + *at;
    const unsigned char *found = memmem(from, self->size - *at, ending, size);

    if (found == NULL)
        return NULL;
    *at = (size_t)(found - self->data) + size;
    while (found > from && found[-1] != 0)
        found--;
    return (const char *)found;
}
