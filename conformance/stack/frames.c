#include "stack/frames.h"

#include "data/file_path.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 128, SHOWN = 24, NAME = 160, LINE = PATH_MAX + 256 };

typedef struct frame {
    char text[LINE];
    bool own;      /* of the program itself */
    bool system;   /* of the C library */
    bool runtime;  /* of a sanitizer, which ends the process after its report */
    bool hit;      /* at the instruction where a signal came, not at a call */
    unsigned more; /* that are the same, one after the other */
} frame;

typedef struct walk {
    const frames_setting *setting;
    size_t count;
    bool cut;
    frame frames[MOST];
} walk;

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* The unit of the source that an address is from. Clang writes no table of them. */
static Dwarf_Die *find_unit(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias)
{
    Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);

    if (unit != NULL)
        return unit;
    while ((unit = dwfl_module_nextcu(module, unit, bias)) != NULL)
        if (dwarf_haspc(unit, address - *bias) > 0)
            return unit;
    return NULL;
}

/* "reader.c:88", relative to the folder where it is below that. */
static bool put_source(const frames_setting *setting, Dwfl_Module *module, Dwarf_Addr address,
                       char to[PATH_MAX])
{
    Dwarf_Addr bias;
    Dwarf_Attribute attribute;
    size_t size = strlen(setting->folder);
    int number = 0;

    Dwarf_Die *unit = find_unit(module, address, &bias);
    Dwarf_Line *line = unit != NULL ? dwarf_getsrc_die(unit, address - bias) : NULL;
    const char *source = line != NULL ? dwarf_linesrc(line, NULL, NULL) : NULL;
    if (source == NULL || dwarf_lineno(line, &number) != 0)
        return false;
    const char *built = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
    if (source[0] != '/' && built != NULL)
        snprintf(to, PATH_MAX, "%s/%s", built, source);
    else
        snprintf(to, PATH_MAX, "%s", source);
    if (to[0] == '/')
        assay_file_path_straighten(to);
    if (size > 1 && strncmp(to, setting->folder, size) == 0 && to[size] == '/')
        memmove(to, to + size + 1, strlen(to + size));
    size = strlen(to);
    snprintf(to + size, PATH_MAX - size, ":%d", number);
    return true;
}

/* Nobody has the sources of the C library at hand. */
static bool has_lines(const char *file)
{
    const char *name = base_name(file);

    return strncmp(name, "libc.so", 7) != 0 && strncmp(name, "ld-linux", 8) != 0;
}

static bool is_runtime(const char *file)
{
    const char *name = base_name(file);

    return strncmp(name, "libclang_rt.", 12) == 0 ||
           (strncmp(name, "lib", 3) == 0 && strstr(name, "san.so") != NULL);
}

/* As the source has it: without ".part.0" and "@GLIBC_2.2.5". */
static void put_name(const char *name, Dwarf_Addr address, char to[NAME])
{
    if (name != NULL)
        snprintf(to, NAME, "%.*s", (int)strcspn(name + 1, ".@") + 1, name);
    else
        snprintf(to, NAME, "0x%" PRIx64, (uint64_t)address);
}

/* "advance at reader.c:88", "memcpy in libc.so.6", "0x7f12 in plugin.so" */
static void describe(const frames_setting *setting, Dwfl_Module *module, Dwarf_Addr address,
                     frame *to)
{
    const char *file = dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    char name[NAME], path[PATH_MAX];

    put_name(dwfl_module_addrname(module, address), address, name);
    if (setting->folds && strcmp(file, setting->program) == 0) {
        to->own = true;
        snprintf(to->text, LINE, "... %s", base_name(file));
        return;
    }
    to->runtime = is_runtime(file);
    to->system = !has_lines(file);
    if (!to->system && put_source(setting, module, address, path))
        snprintf(to->text, LINE, "%s at %s", name, path);
    else
        snprintf(to->text, LINE, "%s in %s", name, base_name(file));
}

/* Where the C library begins a thread or a program nothing of interest is left. */
static bool is_beginning(Dwfl_Module *module, Dwarf_Addr address)
{
    static const char *const names[] = {"main",   "assay_case_perform", "start_thread",
                                        "clone3", "__clone3",           "clone"};
    const char *name = dwfl_module_addrname(module, address);

    if (name != NULL && strncmp(name, "__libc_start", 12) == 0)
        return true;
    for (size_t i = 0; name != NULL && i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool add(walk *self, const frame *next)
{
    if (self->count > 0 && !next->hit) {
        frame *last = &self->frames[self->count - 1];
        if (strcmp(last->text, next->text) == 0) {
            last->more++;
            return last->more < MOST * 8;
        }
    }
    if (self->count == MOST)
        return false;
    self->frames[self->count++] = *next;
    return true;
}

static int take(Dwfl_Frame *state, void *argument)
{
    walk *self = argument;
    frame next = {0};
    Dwarf_Addr counter;

    if (!dwfl_frame_pc(state, &counter, &next.hit))
        return DWARF_CB_ABORT;
    Dwarf_Addr address = next.hit ? counter : counter - 1;
    Dwfl_Module *module = dwfl_addrmodule(self->setting->dwfl, address);
    if (module == NULL)
        snprintf(next.text, LINE, "0x%" PRIx64 " in no file", (uint64_t)address);
    else if (is_beginning(module, address))
        return DWARF_CB_ABORT;
    else
        describe(self->setting, module, address, &next);
    if (add(self, &next))
        return DWARF_CB_OK;
    self->cut = true;
    return DWARF_CB_ABORT;
}

/* The frame a signal hit: the last of those that are marked so, as the signal's own trampoline is,
 * and the innermost frame of all. 0: the way to it was not found. */
static size_t find_hit(const walk *self)
{
    for (size_t i = 1; i + 1 < self->count && i < SHOWN; i++)
        if (self->frames[i].hit && self->frames[i + 1].hit)
            return i + 1;
    return 0;
}

/* What led to the death of the process is of no interest when a sanitizer killed it. */
static size_t skip_runtime(const walk *self, size_t from)
{
    size_t first = from;

    for (size_t i = from; i < self->count && i < from + SHOWN; i++)
        if (self->frames[i].runtime)
            first = i + 1;
        else if (!self->frames[i].system)
            break;
    return first < self->count ? first : from;
}

void frames_print(Dwfl_Thread *thread, const frames_setting *setting)
{
    static walk self;
    size_t shown = 0;

    memset(&self, 0, sizeof(self));
    self.setting = setting;
    int end = dwfl_thread_getframes(thread, take, &self);
    size_t from = setting->after_signal ? find_hit(&self) : 0;
    size_t first = skip_runtime(&self, from);
    if (self.count > first + 1 && self.frames[self.count - 1].own)
        self.count--; /* everything is called by it */
    for (size_t i = first; i < self.count && shown < SHOWN; i++, shown++) {
        const frame *at = &self.frames[i];
        printf("%s%s\n", setting->indent, at->text);
        if (at->more > 0 && !at->own)
            printf("%s... %u more of the same\n", setting->indent, at->more);
    }
    if (self.cut || first + shown < self.count)
        printf("%s... and more\n", setting->indent);
    if (self.count == 0 || (setting->after_signal && from == 0))
        printf("%s(no more frames: %s)\n", setting->indent,
               end < 0 ? dwfl_errmsg(-1) : "the way back is lost");
}
