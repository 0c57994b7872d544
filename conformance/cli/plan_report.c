/* What is known of a plan. */
#include "cli/plan_report.h"

#include "checks/checks.h"

const assay_run_item *assay_planned_item(const assay_run *run, size_t scenario,
                                         const assay_check *check)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].scenario == scenario && run->items[i].check == check)
            return &run->items[i];
    return NULL;
}

size_t assay_planned_out(const assay_run *run, size_t scenario, assay_kind kind)
{
    size_t count = 0;
    const assay_check *check;
    for (size_t i = 0; (check = assay_check_number(i)) != NULL; i++)
        count += check->kind == kind && assay_planned_item(run, scenario, check) == NULL;
    return count;
}

size_t assay_planned_previews(const assay_run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->item_count; i++)
        count += run->items[i].preview && !run->items[i].decided;
    return count;
}

size_t assay_planned_count(const assay_run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->item_count; i++)
        count += !run->items[i].decided;
    return count;
}

const assay_data_plan *assay_planned_data(const assay_session *session, size_t scenario)
{
    const assay_scenario *of = session->run.scenarios[scenario].scenario;
    for (size_t i = 0; i < session->manifest_count; i++) {
        const assay_manifest *manifest = &session->manifests[i];
        for (size_t j = 0; j < manifest->scenario_count; j++)
            if (&manifest->scenarios[j] == of)
                return &manifest->data[j];
    }
    return NULL;
}

static size_t keep_present(const assay_planned_command *all, size_t all_count,
                           assay_planned_command to[ASSAY_PLANNED_COMMANDS])
{
    size_t count = 0;
    for (size_t i = 0; i < all_count; i++)
        if (all[i].title != NULL)
            to[count++] = all[i];
    return count;
}

size_t assay_planned_commands(const assay_session *session, size_t scenario,
                              assay_planned_command to[ASSAY_PLANNED_COMMANDS])
{
    const assay_data_plan *data = assay_planned_data(session, scenario);
    const assay_planned_command all[ASSAY_PLANNED_COMMANDS] = {
        {"setup", data->hooks.setup.title},
        {"data.command", assay_setting_list_find(&data->options, "command.title")},
        {"data.store", data->store.title},
        {"data.truth", data->truth.title},
        {"readback.command", session->run.scenarios[scenario].scenario->readback_title},
        {"teardown", data->hooks.teardown.title},
        {"leftovers", data->hooks.leftovers.title},
    };
    return assay_data_plan_idle(data) ? 0 : keep_present(all, ASSAY_PLANNED_COMMANDS, to);
}

size_t assay_planned_hooks(const assay_manifest *manifest,
                           assay_planned_command to[ASSAY_PLANNED_COMMANDS])
{
    const assay_hooks *hooks = &manifest->hooks;
    const assay_planned_command all[] = {
        {"setup", hooks->setup.title},
        {"teardown", hooks->teardown.title},
        {"leftovers", hooks->leftovers.title},
    };
    return assay_manifest_idle(manifest) ? 0 : keep_present(all, sizeof(all) / sizeof(all[0]), to);
}
