#include "host/pool.h"

#include "host/fork.h"
#include "host/frame.h"
#include "host/serve.h"
#include "host/spawn.h"
#include "host/wire.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct member {
    pid_t pid;
    int channel; /* -1: not running */
    bool busy;
    uint64_t number;       /* of the job it is busy with */
    assay_sanitizer needs; /* as it was started for */
} member;

struct assay_pool {
    char *program;       /* NULL: this one, as server says */
    assay_server server; /* without program */
    bool here;           /* without program: no host, checks run in wait */
    assay_buffer job;    /* here: the one that was submitted */
    bool in_process;
    unsigned count;
    member *members;
    char *known_library; /* the last one that was asked about, NULL: none */
    assay_sanitizer known;
};

/* Neither may be a standard descriptor, should those be closed, nor the host's end number
 * ASSAY_HOST_CHANNEL: dup2 to itself would leave it close-on-exec. */
static assay_status raise_end(int *end, assay_error *error)
{
    if (*end > ASSAY_HOST_CHANNEL)
        return ASSAY_OK;
    int moved = fcntl(*end, F_DUPFD_CLOEXEC, ASSAY_HOST_CHANNEL + 1);
    if (moved < 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a channel: %s", strerror(errno));
    close(*end);
    *end = moved;
    return ASSAY_OK;
}

static assay_status make_channel(int ends[2], assay_error *error)
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a channel: %s", strerror(errno));
    assay_status status = raise_end(&ends[0], error);
    if (status == ASSAY_OK)
        status = raise_end(&ends[1], error);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    close(ends[0]);
    close(ends[1]);
    return status;
}

static assay_status start_process(const assay_pool *self, const member *host, int channel,
                                  pid_t *pid, assay_error *error)
{
    if (self->program == NULL)
        return assay_fork_host(&self->server, channel, pid, error);
    assay_spawn spawn = {self->program, self->in_process, &host->needs};
    return assay_spawn_host(&spawn, channel, pid, error);
}

static assay_status start_member(const assay_pool *self, member *host, assay_error *error)
{
    int ends[2];

    ASSAY_TRY(make_channel(ends, error));
    assay_status status = start_process(self, host, ends[1], &host->pid, error);
    close(ends[1]);
    if (status != ASSAY_OK) {
        close(ends[0]);
        return status;
    }
    host->channel = ends[0];
    host->busy = false;
    return ASSAY_OK;
}

/* Gives the exit status as waitpid does. */
static int stop_member(member *host)
{
    int status = 0;

    if (host->channel < 0)
        return 0;
    close(host->channel);
    host->channel = -1;
    host->busy = false;
    while (waitpid(host->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

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
        assay_status status = start_member(self, &self->members[self->count], error);
        if (status == ASSAY_OK)
            continue;
        assay_pool_close(self);
        return status;
    }
    *pool = self;
    return ASSAY_OK;
}

assay_status assay_pool_open(const char *program, unsigned jobs, bool in_process, assay_pool **pool,
                             assay_error *error)
{
    assay_pool *self = new_pool(jobs);

    if (self != NULL) {
        self->program = strdup(program);
        self->in_process = in_process;
    }
    if (self == NULL || self->program == NULL) {
        assay_pool_close(self);
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    return start(self, jobs, pool, error);
}

assay_status assay_pool_open_own(const assay_server *server, assay_pool **pool, assay_error *error)
{
    assay_pool *self = new_pool(1);

    if (self == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->server = *server;
    self->here = !server->isolated;
    return start(self, self->here ? 0 : 1, pool, error);
}

void assay_pool_close(assay_pool *self)
{
    if (self == NULL)
        return;
    for (unsigned i = 0; i < self->count; i++)
        stop_member(&self->members[i]);
    assay_buffer_clear(&self->job);
    free(self->members);
    free(self->program);
    free(self->known_library);
    free(self);
}

static member *free_member(const assay_pool *self)
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
static member *choose_member(const assay_pool *self, const assay_sanitizer *needs)
{
    for (unsigned i = 0; i < self->count; i++) {
        member *host = &self->members[i];
        if (!host->busy && host->channel >= 0 && same_needs(&host->needs, needs))
            return host;
    }
    return free_member(self);
}

static assay_status fit_member(const assay_pool *self, member *host, const assay_sanitizer *needs,
                               assay_error *error)
{
    if (same_needs(&host->needs, needs))
        return ASSAY_OK;
    stop_member(host);
    host->needs = *needs;
    return start_member(self, host, error);
}

/* A host that died while it had nothing to do is replaced. */
static assay_status send_job(const assay_pool *self, member *host, assay_bytes message,
                             assay_error *error)
{
    if (assay_frame_send(host->channel, message, error) == ASSAY_OK)
        return ASSAY_OK;
    stop_member(host);
    ASSAY_TRY(start_member(self, host, error));
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

assay_status assay_pool_submit(assay_pool *self, const assay_job *job, assay_error *error)
{
    assay_buffer message = ASSAY_BUFFER_INIT;
    assay_sanitizer needs;

    if (self->here) {
        assay_buffer_reset(&self->job);
        return assay_job_encode(job, &self->job.out);
    }
    ASSAY_TRY(find_needs(self, job, &needs, error));
    member *host = choose_member(self, &needs);
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
    return ASSAY_OK;
}

/* The host is gone under its job: that is an answer too, and another host takes its place. */
static assay_status answer_for_dead(assay_pool *self, member *host, assay_answer *answer,
                                    assay_error *error)
{
    int status = stop_member(host);

    memset(answer, 0, sizeof(*answer));
    answer->number = host->number;
    ASSAY_TRY(assay_finding_init(&answer->look.finding));
    answer->look.finding.verdict = ASSAY_ERROR;
    if (WIFSIGNALED(status))
        assay_finding_text(&answer->look.finding.reason, "assay-host was ended by signal %d",
                           WTERMSIG(status));
    else
        assay_finding_text(&answer->look.finding.reason, "assay-host left with exit code %d",
                           WEXITSTATUS(status));
    answer->look.name = strdup("");
    answer->look.version = strdup("");
    return start_member(self, host, error);
}

static assay_status take_answer(assay_pool *self, member *host, assay_answer *answer,
                                assay_error *error)
{
    assay_buffer message = ASSAY_BUFFER_INIT;

    assay_status status = assay_frame_receive(host->channel, &message, NULL);
    if (status == ASSAY_OK)
        status = assay_answer_decode(assay_buffer_bytes(&message), answer);
    assay_buffer_clear(&message);
    host->busy = false;
    return status == ASSAY_OK ? ASSAY_OK : answer_for_dead(self, host, answer, error);
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

static member *ready_member(assay_pool *self, const struct pollfd *watched)
{
    for (unsigned i = 0; i < self->count; i++)
        if (self->members[i].busy && watched[i].revents != 0)
            return &self->members[i];
    return NULL;
}

assay_status assay_pool_wait(assay_pool *self, int timeout_ms, assay_answer *answer,
                             assay_error *error)
{
    if (self->here)
        return answer_here(self, answer, error);
    struct pollfd *watched = calloc(self->count, sizeof(*watched));
    if (watched == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    for (unsigned i = 0; i < self->count; i++) {
        watched[i].fd = self->members[i].busy ? self->members[i].channel : -1;
        watched[i].events = POLLIN;
    }
    int ready = poll(watched, self->count, timeout_ms);
    member *host = ready > 0 ? ready_member(self, watched) : NULL;
    free(watched);
    if (ready < 0 && errno != EINTR)
        return assay_error_set(error, ASSAY_IO, "cannot wait: %s", strerror(errno));
    return host == NULL ? ASSAY_IDLE : take_answer(self, host, answer, error);
}
