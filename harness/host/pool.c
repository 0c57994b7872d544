#include "host/pool.h"

#include "engine/process.h"
#include "host/frame.h"
#include "host/member.h"
#include "host/wire.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* A host that has no answer then was stopped, or what watches over its check was: the check has its
 * own limit, and the host another one behind that. */
enum { GRACE_MS = 5000, SIGNAL_MS = 5000 };

struct assay_pool {
    char *program;       /* NULL: this one, as server says */
    assay_server server; /* without program */
    bool here;           /* without program: no host, checks run in wait */
    assay_buffer job;    /* here: the one that was submitted */
    assay_member_kind kind;
    unsigned count;
    assay_member *members;
    char *known_library; /* the last one that was asked about, NULL: none */
    assay_sanitizer known;
};

static assay_pool *new_pool(unsigned jobs)
{
    assay_pool *self = calloc(1, sizeof(*self));

    if (self == NULL)
        return NULL;
    self->job = (assay_buffer)ASSAY_BUFFER_INIT;
    self->members = calloc(jobs, sizeof(*self->members));
    if (self->members != NULL)
        return self;
    free(self);
    return NULL;
}

/* Fills the pool; closes it when that fails. */
static assay_status start(assay_pool *self, unsigned jobs, assay_pool **pool, assay_error *error)
{
    for (; self->count < jobs; self->count++) {
        assay_status status = assay_member_start(&self->members[self->count], &self->kind, error);
        if (status == ASSAY_OK)
            continue;
        assay_pool_close(self);
        return status;
    }
    *pool = self;
    return ASSAY_OK;
}

assay_status assay_pool_open(const assay_pool_plan *plan, assay_pool **pool, assay_error *error)
{
    assay_pool *self = new_pool(plan->jobs);

    if (self != NULL) {
        self->program = strdup(plan->program);
        self->kind = (assay_member_kind){self->program, NULL, plan->in_process, plan->guard};
    }
    if (self == NULL || self->program == NULL) {
        assay_pool_close(self);
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    return start(self, plan->jobs, pool, error);
}

assay_status assay_pool_open_own(const assay_server *server, const assay_guard *guard,
                                 assay_pool **pool, assay_error *error)
{
    assay_pool *self = new_pool(1);

    if (self == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->server = *server;
    self->kind = (assay_member_kind){NULL, &self->server, false, guard};
    self->here = !server->isolated;
    return start(self, self->here ? 0 : 1, pool, error);
}

void assay_pool_close(assay_pool *self)
{
    if (self == NULL)
        return;
    /* In a host without isolation nobody waits for the channel while a check is at work. */
    if (self->kind.in_process && self->count > 0 && self->members[0].busy)
        kill(self->members[0].pid, SIGKILL);
    assay_members_stop(self->members, self->count);
    assay_buffer_clear(&self->job);
    free(self->members);
    free(self->program);
    free(self->known_library);
    free(self);
}

static assay_member *free_member(const assay_pool *self)
{
    for (unsigned i = 0; i < self->count; i++)
        if (!self->members[i].busy && self->members[i].channel >= 0)
            return &self->members[i];
    return NULL;
}

bool assay_pool_free(const assay_pool *self)
{
    return self->here ? self->job.size == 0 : free_member(self) != NULL;
}

unsigned assay_pool_busy(const assay_pool *self)
{
    unsigned busy = self->job.size > 0;

    for (unsigned i = 0; i < self->count; i++)
        busy += self->members[i].busy;
    return busy;
}

static bool same_needs(const assay_sanitizer *a, const assay_sanitizer *b)
{
    return a->kinds == b->kinds && strcmp(a->preload, b->preload) == 0;
}

/* The free host, if there is one, that needs no new start. */
static assay_member *choose_member(const assay_pool *self, const assay_sanitizer *needs)
{
    for (unsigned i = 0; i < self->count; i++) {
        assay_member *host = &self->members[i];
        if (!host->busy && host->channel >= 0 && same_needs(&host->needs, needs))
            return host;
    }
    return free_member(self);
}

static assay_status fit_member(const assay_pool *self, assay_member *host,
                               const assay_sanitizer *needs, assay_error *error)
{
    if (same_needs(&host->needs, needs))
        return ASSAY_OK;
    assay_member_stop(host);
    host->needs = *needs;
    return assay_member_start(host, &self->kind, error);
}

/* A host that died while it had nothing to do is replaced. */
static assay_status send_job(const assay_pool *self, assay_member *host, assay_bytes message,
                             assay_error *error)
{
    if (assay_frame_send(host->channel, message, error) == ASSAY_OK)
        return ASSAY_OK;
    assay_member_stop(host);
    ASSAY_TRY(assay_member_start(host, &self->kind, error));
    return assay_frame_send(host->channel, message, error);
}

/* Jobs over one library mostly come one after the other. */
static assay_status find_needs(assay_pool *self, const assay_job *job, assay_sanitizer *needs,
                               assay_error *error)
{
    const char *library = job->scenario->library;

    *needs = (assay_sanitizer){0, ""};
    if (self->program == NULL)
        return ASSAY_OK; /* whoever made this program linked what it needs */
    if (self->known_library == NULL || strcmp(self->known_library, library) != 0) {
        ASSAY_TRY(assay_sanitizer_find(library, self->program, &self->known, error));
        free(self->known_library);
        self->known_library = strdup(library);
    }
    *needs = self->known;
    return ASSAY_OK;
}

/* Without isolation a debugger may hold everything up. */
static int64_t deadline_of(const assay_pool *self, const assay_job *job)
{
    int64_t limit = assay_serve_backstop_ms(job->timeout_ms) + GRACE_MS;

    return self->kind.in_process ? 0 : assay_clock_now() + limit * 1000;
}

assay_status assay_pool_submit(assay_pool *self, const assay_job *job, assay_error *error)
{
    assay_buffer message = ASSAY_BUFFER_INIT;
    assay_sanitizer needs;

    if (self->here) {
        assay_buffer_reset(&self->job);
        return assay_job_encode(job, &self->job.out);
    }
    ASSAY_TRY(find_needs(self, job, &needs, error));
    assay_member *host = choose_member(self, &needs);
    if (host == NULL)
        return assay_error_set(error, ASSAY_STATE, "no host is free");
    ASSAY_TRY(fit_member(self, host, &needs, error));
    assay_status status = assay_job_encode(job, &message.out);
    if (status == ASSAY_OK)
        status = send_job(self, host, assay_buffer_bytes(&message), error);
    assay_buffer_clear(&message);
    if (status != ASSAY_OK)
        return status;
    host->busy = true;
    host->number = job->number;
    host->deadline = deadline_of(self, job);
    return ASSAY_OK;
}

static void say_end(const assay_member *host, bool late, int status, char **reason)
{
    if (late)
        assay_finding_text(reason, "assay-host, process %d, gave no answer and was killed",
                           (int)host->pid);
    else if (WIFSIGNALED(status))
        assay_finding_text(reason, "assay-host was ended by signal %d", WTERMSIG(status));
    else
        assay_finding_text(reason, "assay-host left with exit code %d", WEXITSTATUS(status));
}

/* A signal that was sent to all of us may have come to the host first. */
static bool all_ends(const assay_pool *self, int status)
{
    struct pollfd stop = {assay_guard_stop(self->kind.guard), POLLIN, 0};
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    bool shared = signal == SIGINT || signal == SIGTERM || signal == SIGHUP;

    if (stop.fd >= 0)
        (void)poll(&stop, 1, shared ? SIGNAL_MS : 0);
    return assay_guard_stopped(self->kind.guard);
}

/* The host is gone under its job, or has to go: that is an answer too, and another host takes its
 * place. */
static assay_status answer_for_dead(assay_pool *self, assay_member *host, bool late,
                                    assay_answer *answer, assay_error *error)
{
    const assay_member before = *host;

    if (late)
        kill(host->pid, SIGKILL);
    int status = assay_member_stop(host);
    if (all_ends(self, status))
        return ASSAY_END;
    memset(answer, 0, sizeof(*answer));
    answer->number = host->number;
    ASSAY_TRY(assay_finding_init(&answer->look.finding));
    answer->look.finding.verdict = ASSAY_ERROR;
    say_end(&before, late, status, &answer->look.finding.reason);
    answer->look.name = strdup("");
    answer->look.version = strdup("");
    return assay_member_start(host, &self->kind, error);
}

static assay_status take_answer(assay_pool *self, assay_member *host, assay_answer *answer,
                                assay_error *error)
{
    assay_buffer message = ASSAY_BUFFER_INIT;

    assay_status status = assay_frame_receive(host->channel, &message, NULL);
    if (status == ASSAY_OK)
        status = assay_answer_decode(assay_buffer_bytes(&message), answer);
    assay_buffer_clear(&message);
    host->busy = false;
    return status == ASSAY_OK ? ASSAY_OK : answer_for_dead(self, host, false, answer, error);
}

static assay_status answer_here(assay_pool *self, assay_answer *answer, assay_error *error)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;

    if (self->job.size == 0)
        return ASSAY_IDLE;
    /* Taken away first: a test program may leave a connector that crashes by a jump, and go on. */
    assay_buffer job = self->job;
    self->job = (assay_buffer)ASSAY_BUFFER_INIT;
    assay_status status = assay_serve_job(&self->server, assay_buffer_bytes(&job), &encoded, error);
    if (status == ASSAY_OK)
        status = assay_answer_decode(assay_buffer_bytes(&encoded), answer);
    assay_buffer_clear(&encoded);
    assay_buffer_clear(&job);
    return status;
}

static assay_member *ready_member(assay_pool *self, const struct pollfd *watched)
{
    for (unsigned i = 0; i < self->count; i++)
        if (self->members[i].busy && watched[i].revents != 0)
            return &self->members[i];
    return NULL;
}

/* The busy host whose time is up first. */
static assay_member *next_late(const assay_pool *self)
{
    assay_member *first = NULL;

    for (unsigned i = 0; i < self->count; i++) {
        assay_member *host = &self->members[i];
        bool limited = host->busy && host->deadline != 0;
        if (limited && (first == NULL || host->deadline < first->deadline))
            first = host;
    }
    return first;
}

static int64_t left_ms(const assay_member *host)
{
    int64_t left = host->deadline - assay_clock_now();
    return left > 0 ? left / 1000 + 1 : 0;
}

/* Up to that time, or to the deadline of a host. */
static int wait_ready(assay_pool *self, struct pollfd *watched, int timeout_ms)
{
    const assay_member *late = next_late(self);
    int64_t left = late != NULL ? left_ms(late) : -1;
    int ready;

    for (unsigned i = 0; i < self->count; i++)
        watched[i] =
            (struct pollfd){self->members[i].busy ? self->members[i].channel : -1, POLLIN, 0};
    watched[self->count] = (struct pollfd){assay_guard_stop(self->kind.guard), POLLIN, 0};
    if (left < 0 || (timeout_ms >= 0 && timeout_ms < left))
        left = timeout_ms;
    do
        ready = poll(watched, self->count + 1, left < INT32_MAX ? (int)left : INT32_MAX);
    while (ready < 0 && errno == EINTR);
    return ready;
}

/* One wait; what there is to be done then. */
static assay_status wait_once(assay_pool *self, struct pollfd *watched, int timeout_ms,
                              assay_answer *answer, assay_error *error)
{
    int ready = wait_ready(self, watched, timeout_ms);
    assay_member *host = ready > 0 ? ready_member(self, watched) : next_late(self);

    if (ready < 0)
        return assay_error_set(error, ASSAY_IO, "cannot wait: %s", strerror(errno));
    if (watched[self->count].revents != 0)
        return ASSAY_END;
    if (ready > 0)
        return take_answer(self, host, answer, error);
    if (host == NULL || left_ms(host) > 0)
        return ASSAY_IDLE;
    return answer_for_dead(self, host, true, answer, error);
}

assay_status assay_pool_wait(assay_pool *self, int timeout_ms, assay_answer *answer,
                             assay_error *error)
{
    if (self->here)
        return answer_here(self, answer, error);
    if (assay_pool_busy(self) == 0)
        return assay_guard_stopped(self->kind.guard) ? ASSAY_END : ASSAY_IDLE;
    struct pollfd *watched = calloc(self->count + 1, sizeof(*watched));
    if (watched == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status;
    do
        status = wait_once(self, watched, timeout_ms, answer, error);
    while (status == ASSAY_IDLE && timeout_ms < 0);
    free(watched);
    return status;
}
