/* Where a failure is shown beside the source. */
#include "report/source_place.h"

#include <stdlib.h>
#include <string.h>

/* "function at path:line", up to the end of the line. */
static bool read_frame(const char *frame, size_t size, assay_source_place *place)
{
    const char *at = memmem(frame, size, " at ", 4);
    const char *colon = memrchr(frame, ':', size);
    if (at == NULL || colon == NULL || colon <= at + 4)
        return false;
    unsigned long line = strtoul(colon + 1, NULL, 10);
    *place = (assay_source_place){at + 4, (size_t)(colon - at - 4), (unsigned)line};
    return line > 0;
}

assay_source_place assay_source_place_of(const assay_run *run, const assay_run_item *item)
{
    assay_source_place place;
    const char *stack = item->finding.stack != NULL ? item->finding.stack : "";
    while (*stack != '\0') {
        size_t size = strcspn(stack, "\n");
        if (read_frame(stack, size, &place))
            return place;
        stack += size + (stack[size] == '\n');
    }
    const char *manifest = run->scenarios[item->scenario].manifest;
    return (assay_source_place){manifest, strlen(manifest), 1};
}
