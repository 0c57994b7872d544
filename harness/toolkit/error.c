/* Messages and names of statuses. */
#include <assay/toolkit/error.h>

#include <stdarg.h>
#include <stdio.h>

assay_status assay_error_set(assay_error *error, assay_status status, const char *format, ...)
{
    if (error == NULL || error->message[0] != '\0')
        return status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof(error->message), format, arguments);
    va_end(arguments);
    return status;
}

const char *assay_status_name(assay_status status)
{
    static const char *const names[] = {
        [ASSAY_OK] = "OK",
        [ASSAY_END] = "END",
        [ASSAY_IDLE] = "IDLE",
        [ASSAY_REFUSED] = "REFUSED",
        [ASSAY_UNSUPPORTED] = "UNSUPPORTED",
        [ASSAY_INVALID] = "INVALID",
        [ASSAY_IO] = "IO",
        [ASSAY_CORRUPT] = "CORRUPT",
        [ASSAY_STATE] = "STATE",
        [ASSAY_MEMORY] = "MEMORY",
    };
    unsigned index = (unsigned)status;
    return index < sizeof(names) / sizeof(names[0]) ? names[index] : "?";
}
