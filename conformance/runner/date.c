/* Days. */
#include "runner/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static bool has_form(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof(form); i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    return true;
}

/* A day that is none becomes another one: the 30th of February the 2nd of March. */
bool assay_date_valid(const char *text)
{
    struct tm parts = {.tm_isdst = 0};
    char day[ASSAY_DATE_SIZE];
    if (!has_form(text) ||
        sscanf(text, "%d-%d-%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday) != 3)
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon--;
    assay_date_of((int64_t)timegm(&parts), day);
    return strcmp(day, text) == 0;
}

void assay_date_of(int64_t seconds, char to[ASSAY_DATE_SIZE])
{
    time_t when = (time_t)seconds;
    struct tm parts;
    bool known = gmtime_r(&when, &parts) != NULL && parts.tm_year <= 9999 - 1900;
    if (!known || strftime(to, ASSAY_DATE_SIZE, "%Y-%m-%d", &parts) == 0)
        strcpy(to, "9999-12-31");
}
