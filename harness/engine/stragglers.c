#include "engine/stragglers.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NAMES = 4, PAUSE_US = 200 };

typedef struct straggler {
    char name[64];
    int parent, group, session;
    bool at_work; /* neither ended nor about to be */
} straggler;

void assay_stragglers_inherit(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* "4711 (name) S parent group session tty foreground flags" */
static bool look_at(const char *number, straggler *to)
{
    enum { EXITING = 4 };
    char path[300], line[512], state;
    unsigned flags;

    snprintf(path, sizeof(path), "/proc/%s/stat", number);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    size_t size = fread(line, 1, sizeof(line) - 1, file);
    fclose(file);
    line[size] = 0;
    const char *name = strchr(line, '('), *after_name = strrchr(line, ')');
    if (name == NULL || after_name == NULL ||
        sscanf(after_name + 1, " %c %d %d %d %*d %*d %u", &state, &to->parent, &to->group,
               &to->session, &flags) != 5)
        return false;
    snprintf(to->name, sizeof(to->name), "%.*s", (int)(after_name - name - 1), name + 1);
    to->at_work = state != 'Z' && state != 'X' && (flags & EXITING) == 0;
    return true;
}

static void name_one(assay_left *left, const straggler *one)
{
    if (left->processes++ < NAMES)
        assay_left_say(left, "processes: '%s' was still at work%s, and was killed\n", one->name,
                       one->session != getsid(0) ? ", in a session of its own" : "");
}

/* One round over /proc. A group of theirs dies at one blow, before it can go on to fork. */
static void kill_children(pid_t group, assay_left *left)
{
    pid_t self = getpid(), session = getsid(0);
    struct dirent *entry;
    straggler one;

    DIR *processes = opendir("/proc");
    if (processes == NULL)
        return;
    while ((entry = readdir(processes)) != NULL) {
        if (!isdigit((unsigned char)entry->d_name[0]) || !look_at(entry->d_name, &one) ||
            one.parent != self)
            continue;
        if (left != NULL && one.at_work)
            name_one(left, &one);
        kill((pid_t)atoi(entry->d_name), SIGKILL);
        if (one.group == group || one.session != session)
            kill(-one.group, SIGKILL);
    }
    closedir(processes);
}

/* Children of children fall to this process as their parents die, so rounds go on until none is
 * left. Only the first one counts: in the next, some are still about to die. */
void assay_stragglers_kill(pid_t group, assay_left *left)
{
    for (;;) {
        pid_t gone = waitpid(-1, NULL, WNOHANG);
        if (gone > 0)
            continue;
        if (gone < 0 && errno == ECHILD)
            return;
        kill_children(group, left);
        left = NULL;
        usleep(PAUSE_US);
    }
}
