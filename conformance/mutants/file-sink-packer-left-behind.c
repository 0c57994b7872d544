/* Mutant of: file
 * Breaks: LIB-01
 * Caught by: sink.processes fail
 * Scenarios: sink sink-shards
 * A writer has a process that packs for it; prepare and abort end it, release alone does not. */
#include <assay/toolkit/wrap.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

const assay_connector *inner_connector_entry(void);

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    pid_t *packer = assay_wrap_writer_room(self);
    assay_writer *inner = assay_wrap_inner_writer(self);
    pid_t made = *packer == 0 ? fork() : *packer;
    while (made == 0)
        pause();
    *packer = made;
    return inner->ops->write(inner, record, error);
}

static void end_packer(assay_writer *self)
{
    pid_t *packer = assay_wrap_writer_room(self);
    if (*packer > 0 && kill(*packer, SIGKILL) == 0)
        waitpid(*packer, NULL, 0);
    *packer = 0;
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    assay_writer *inner = assay_wrap_inner_writer(self);
    end_packer(self);
    return inner->ops->prepare(inner, token, error);
}

static assay_status abort_attempt(assay_writer *self, assay_error *error)
{
    assay_writer *inner = assay_wrap_inner_writer(self);
    end_packer(self);
    return inner->ops->abort(inner, error);
}

static const assay_writer_ops writer = {.struct_size = sizeof(writer),
                                        .write = write_record,
                                        .prepare = prepare,
                                        .abort = abort_attempt};
static const assay_wrap_hooks hooks = {.writer_room = sizeof(pid_t), .writer = &writer};
static const assay_wrap connector = {ASSAY_WRAP_BASE("file", ASSAY_VERSION), inner_connector_entry,
                                     &hooks};

const assay_connector *assay_connector_entry(void)
{
    return &connector.base;
}
