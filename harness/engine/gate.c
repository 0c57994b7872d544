/* Whether a thread that does not come back waits for the one that is held. Time says nothing: it
 * has to be asleep for good, with every other thread of its process. */
#include "engine/gate.h"

#include "engine/process_private.h"

#include <ctype.h>
#include <dirent.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Looks in a row that see the same; looks that see it asleep in some other way; processor time. */
enum { LOOKS_ASLEEP = 3, LOOKS_OTHERWISE = 100, BURN_MS = 1000 };

pid_t assay_gate_caller(const assay_gate *self)
{
    return (pid_t)atomic_load(&self->words->caller);
}

bool assay_gate_hold(assay_gate *self, pid_t thread, const assay_seen *call)
{
    uint32_t open = ASSAY_GATE_OPEN;

    if (!atomic_compare_exchange_strong(&self->words->state, &open, ASSAY_GATE_HELD))
        return false;
    self->holds = thread;
    self->held = *call;
    self->burnt = assay_process_burnt(assay_gate_caller(self));
    syscall(SYS_futex, &self->words->state, FUTEX_WAKE, 1, NULL, NULL, 0);
    return true;
}

bool assay_gate_notes(assay_gate *self, pid_t thread, const assay_seen *call)
{
    bool caller = self->holds != 0 && thread == assay_gate_caller(self);

    if (!caller || atomic_load(&self->words->state) != ASSAY_GATE_HELD)
        return false;
    self->made = *call;
    self->end = ASSAY_GATE_READS;
    return true;
}

bool assay_gate_is_back(const assay_gate *self)
{
    return self->holds != 0 && atomic_load(&self->words->state) == ASSAY_GATE_BACK;
}

/* In a futex without a time-out: a lock, a condition, a semaphore, the end of a thread. */
static bool sleeps_for_good(pid_t thread)
{
    char line[256];
    long number;
    unsigned long at[4];

    assay_process_line(thread, "syscall", line, sizeof(line));
    if (sscanf(line, "%ld 0x%lx 0x%lx 0x%lx 0x%lx", &number, &at[0], &at[1], &at[2], &at[3]) != 5)
        return false;
    unsigned long what = at[1] & FUTEX_CMD_MASK;
    return number == SYS_futex && at[3] == 0 && what != FUTEX_WAKE && what != FUTEX_WAKE_BITSET;
}

/* All threads but the one that is held. *count: of all. */
static bool all_sleep(const assay_gate *self, pid_t process, size_t *count)
{
    char path[64];
    struct dirent *entry;
    bool all = true;

    *count = 0;
    snprintf(path, sizeof(path), "/proc/%d/task", (int)process);
    DIR *tasks = opendir(path);
    if (tasks == NULL)
        return false;
    while ((entry = readdir(tasks)) != NULL) {
        pid_t thread = (pid_t)atoi(entry->d_name);
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        ++*count;
        all = all && (thread == self->holds || sleeps_for_good(thread));
    }
    closedir(tasks);
    return all;
}

static uint64_t switches_of(pid_t process, pid_t thread)
{
    char path[80], line[160];
    unsigned long long switches = 0;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/status", (int)process, (int)thread);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof(line), file) != NULL &&
           sscanf(line, "voluntary_ctxt_switches: %llu", &switches) != 1)
        continue;
    fclose(file);
    return switches;
}

static bool is_awake(pid_t thread)
{
    char line[64];

    assay_process_line(thread, "syscall", line, sizeof(line));
    return strncmp(line, "running", 7) == 0;
}

static bool end_with(assay_gate *self, assay_gate_end end)
{
    self->end = end;
    assay_process_state(assay_gate_caller(self), self->state, sizeof(self->state));
    return true;
}

bool assay_gate_look(assay_gate *self, pid_t process, size_t traced)
{
    size_t threads;
    pid_t caller = assay_gate_caller(self);

    if (self->holds == 0)
        return false;
    if (assay_gate_is_back(self)) {
        self->end = ASSAY_GATE_CAME_BACK;
        return true;
    }
    bool asleep = all_sleep(self, process, &threads) && threads == traced;
    uint64_t switches = switches_of(process, caller);
    self->asleep = asleep && switches == self->switches ? self->asleep + 1 : 0;
    self->switches = switches;
    if (self->asleep > LOOKS_ASLEEP)
        return end_with(self, ASSAY_GATE_ASLEEP);
    self->awake += !asleep && !is_awake(caller);
    if (self->awake > LOOKS_OTHERWISE ||
        assay_process_burnt(caller) - self->burnt > (int64_t)BURN_MS * 1000)
        return end_with(self, ASSAY_GATE_UNKNOWN);
    return false;
}
