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

typedef void child_fn(pid_t pid, const straggler *one, void *argument);

static void for_each_child(pid_t parent, child_fn *act, void *argument)
{
    struct dirent *entry;
    straggler one;

    DIR *processes = opendir("/proc");
    while (processes != NULL && (entry = readdir(processes)) != NULL)
        if (isdigit((unsigned char)entry->d_name[0]) && look_at(entry->d_name, &one) &&
            one.parent == parent)
            act((pid_t)atoi(entry->d_name), &one, argument);
    if (processes != NULL)
        closedir(processes);
}

static void count_one(pid_t pid, const straggler *one, void *argument)
{
    (void)pid, (void)one;
    ++*(size_t *)argument;
}

size_t assay_stragglers_count(pid_t parent)
{
    size_t count = 0;

    for_each_child(parent, count_one, &count);
    return count;
}

typedef struct roll {
    unsigned count, away; /* at work; of them in another session */
    unsigned names;
    char last[64];
    assay_left text; /* the names */
} roll;

static void name_one(pid_t pid, const straggler *one, void *argument)
{
    roll *all = argument;

    (void)pid;
    if (!one->at_work)
        return;
    all->count++;
    all->away += one->session != getsid(0);
    if (strcmp(all->last, one->name) == 0)
        return; /* one after the other */
    snprintf(all->last, sizeof(all->last), "%s", one->name);
    if (all->names++ < NAMES)
        assay_left_say(&all->text, "%s'%s'", all->names > 1 ? ", " : "", one->name);
}

static void name_all(assay_left *left)
{
    roll all = {.count = 0};

    for_each_child(getpid(), name_one, &all);
    left->processes += all.count;
    if (all.count > 0)
        assay_left_say(left,
                       "processes: %u at work when all was released, %u of them in a session "
                       "of their own; killed: %s%s\n",
                       all.count, all.away, all.text.text, all.names > NAMES ? ", and more" : "");
}

/* A group of theirs dies at one blow, before it can go on to fork. */
static void kill_one(pid_t pid, const straggler *one, void *argument)
{
    const pid_t *group = argument;

    kill(pid, SIGKILL);
    if (one->group == *group || one->session != getsid(0))
        kill(-one->group, SIGKILL);
}

/* Children of children fall to this process as their parents die, so rounds go on until none is
 * left. */
void assay_stragglers_kill(pid_t group, assay_left *left)
{
    for (;;) {
        pid_t gone = waitpid(-1, NULL, WNOHANG);
        if (gone > 0)
            continue;
        if (gone < 0 && errno == ECHILD)
            return;
        if (left != NULL)
            name_all(left); /* in the next round some are still about to die */
        left = NULL;
        for_each_child(getpid(), kill_one, &group);
        usleep(PAUSE_US);
    }
}
