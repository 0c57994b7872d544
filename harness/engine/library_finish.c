/* What the end of a library does but to take its code away. */
#include "engine/library.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

static ElfW(Addr) entry_of(const struct link_map *map, ElfW(Sxword) tag)
{
    for (const ElfW(Dyn) *at = map->l_ld; at->d_tag != DT_NULL; at++)
        if (at->d_tag == tag)
            return at->d_un.d_ptr;
    return 0;
}

static void call(ElfW(Addr) address)
{
    void (*function)(void);

    memcpy(&function, &address, sizeof(function));
    function();
}

static void call_all(const struct link_map *map)
{
    ElfW(Addr) array = entry_of(map, DT_FINI_ARRAY), last = entry_of(map, DT_FINI);
    size_t count = array == 0 ? 0 : entry_of(map, DT_FINI_ARRAYSZ) / sizeof(ElfW(Addr));
    const ElfW(Addr) *all = (const ElfW(Addr) *)(map->l_addr + array);

    while (count-- > 0)
        call(all[count]);
    if (last != 0)
        call(map->l_addr + last);
}

void assay_library_finish(assay_library *self)
{
    struct link_map *map;

    if (self->handle != NULL && dlinfo(self->handle, RTLD_DI_LINKMAP, &map) == 0)
        call_all(map);
    self->handle = NULL;
    self->connector = NULL;
}
