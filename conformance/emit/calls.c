#include "emit/parts.h"

const assay_emit_call assay_emit_calls[ASSAY_OP_COUNT] = {
    [ASSAY_OP_OPEN] = {"open_source", "Cch", "", ""},
    [ASSAY_OP_DECODE] = {"decode_source", "Cih", "", ""},
    [ASSAY_OP_ENCODE] = {"encode", "So", "encoding", ""},
    [ASSAY_OP_DESCRIBE] = {"describe", "So", "description", ""},
    [ASSAY_OP_VALIDATE] = {"validate", "S", "", ""},
    [ASSAY_OP_ESTIMATE] = {"estimate", "SO", "size",
                           "static assay_status estimate(assay_source *source, int64_t *bytes)\n"
                           "{\n"
                           "    const assay_size *ability = offered(source->ops->query(source, "
                           "ASSAY_SIZE), ASSAY_SIZE);\n"
                           "\n"
                           "    return ability->estimate(source, bytes, &error);\n"
                           "}\n"},
    [ASSAY_OP_BY_SIZE] = {"by_size", "Snp", "parts",
                          "static assay_status by_size(assay_source *source, int64_t size, "
                          "assay_source_emit *parts)\n"
                          "{\n"
                          "    const assay_split *ability = offered(source->ops->query(source, "
                          "ASSAY_SPLIT), ASSAY_SPLIT);\n"
                          "\n"
                          "    return ability->by_size(source, size, parts, &error);\n"
                          "}\n"},
    [ASSAY_OP_BY_COUNT] = {"by_count", "Snp", "shares",
                           "static assay_status by_count(assay_source *source, uint32_t count, "
                           "assay_source_emit *parts)\n"
                           "{\n"
                           "    const assay_split *ability = offered(source->ops->query(source, "
                           "ASSAY_SPLIT), ASSAY_SPLIT);\n"
                           "\n"
                           "    return ability->by_count(source, count, parts, &error);\n"
                           "}\n"},
    [ASSAY_OP_BOUNDS] =
        {"bounds", "Soo", "start end",
         "static assay_status bounds(assay_source *source, assay_out *start, assay_out *end)\n"
         "{\n"
         "    const assay_range *ability = offered(source->ops->query(source, ASSAY_RANGE), "
         "ASSAY_RANGE);\n"
         "\n"
         "    return ability->bounds(source, start, end, &error);\n"
         "}\n"},
    [ASSAY_OP_PART] =
        {"part", "Siih", "",
         "static assay_status part(assay_source *source, assay_bytes start, assay_bytes end,\n"
         "                         assay_source **part)\n"
         "{\n"
         "    const assay_range *ability = offered(source->ops->query(source, ASSAY_RANGE), "
         "ASSAY_RANGE);\n"
         "\n"
         "    return ability->part(source, start, end, part, &error);\n"
         "}\n"},
    [ASSAY_OP_MARK] =
        {"mark", "sSo", "mark",
         "static assay_status mark(assay_source *source, assay_reader *reader, assay_out *to)\n"
         "{\n"
         "    const assay_checkpoint *ability = offered(source->ops->query(source, "
         "ASSAY_CHECKPOINT), ASSAY_CHECKPOINT);\n"
         "\n"
         "    return ability->mark(source, reader, to, &error);\n"
         "}\n"},
    [ASSAY_OP_RESTORE] =
        {"restore", "Sih", "",
         "static assay_status restore(assay_source *source, assay_bytes mark_of, assay_reader "
         "**reader)\n"
         "{\n"
         "    const assay_checkpoint *ability = offered(source->ops->query(source, "
         "ASSAY_CHECKPOINT), ASSAY_CHECKPOINT);\n"
         "\n"
         "    return ability->restore(source, mark_of, reader, &error);\n"
         "}\n"},
    [ASSAY_OP_FINALIZE] =
        {"finalize", "Si", "",
         "static assay_status finalize(assay_source *source, assay_bytes mark_of)\n"
         "{\n"
         "    const assay_checkpoint *ability = offered(source->ops->query(source, "
         "ASSAY_CHECKPOINT), ASSAY_CHECKPOINT);\n"
         "\n"
         "    return ability->finalize(source, mark_of, &error);\n"
         "}\n"},
    [ASSAY_OP_WATERMARK] = {"watermark", "sSO", "watermark",
                            "static assay_status watermark(assay_source *source, assay_reader "
                            "*reader, int64_t *time_of)\n"
                            "{\n"
                            "    const assay_stream *ability = offered(source->ops->query(source, "
                            "ASSAY_STREAM), ASSAY_STREAM);\n"
                            "\n"
                            "    return ability->watermark(source, reader, time_of, &error);\n"
                            "}\n"},
    [ASSAY_OP_BACKLOG] =
        {"backlog", "sSO", "backlog",
         "static assay_status backlog(assay_source *source, assay_reader *reader, int64_t *bytes)\n"
         "{\n"
         "    const assay_stream *ability = offered(source->ops->query(source, ASSAY_STREAM), "
         "ASSAY_STREAM);\n"
         "\n"
         "    return ability->backlog(source, reader, bytes, &error);\n"
         "}\n"},
    [ASSAY_OP_OPEN_READER] = {"open_reader", "Sh", "", ""},
    [ASSAY_OP_RELEASE_SOURCE] = {"release", "S", "", ""},
    [ASSAY_OP_START] = {"start", "S", "", ""},
    [ASSAY_OP_ADVANCE] = {"advance", "S", "", ""},
    [ASSAY_OP_CURRENT] = {"current", "SR", "", ""},
    [ASSAY_OP_CLOSE] = {"close", "S", "", ""},
    [ASSAY_OP_RELEASE_READER] = {"release", "S", "", ""},
    [ASSAY_OP_SPLIT] =
        {"split", "Sfr", "split",
         "static assay_status split(assay_reader *reader, double fraction, assay_split_result "
         "*result)\n"
         "{\n"
         "    const assay_dynamic_split *ability = offered(reader->ops->query(reader, "
         "ASSAY_DYNAMIC_SPLIT), ASSAY_DYNAMIC_SPLIT);\n"
         "\n"
         "    return ability->split(reader, fraction, result, &error);\n"
         "}\n"},
    [ASSAY_OP_SPLIT_AT] = {"split_at", "Sir", "cut",
                           "static assay_status split_at(assay_reader *reader, assay_bytes "
                           "position, assay_split_result *result)\n"
                           "{\n"
                           "    const assay_split_at *ability = offered(reader->ops->query(reader, "
                           "ASSAY_SPLIT_AT), ASSAY_SPLIT_AT);\n"
                           "\n"
                           "    return ability->split(reader, position, result, &error);\n"
                           "}\n"},
    [ASSAY_OP_CURRENT_SOURCE] =
        {"current_source", "Sh", "",
         "static assay_status current_source(assay_reader *reader, assay_source **source)\n"
         "{\n"
         "    const assay_current_source *ability = offered(reader->ops->query(reader, "
         "ASSAY_CURRENT_SOURCE), ASSAY_CURRENT_SOURCE);\n"
         "\n"
         "    return ability->get(reader, source, &error);\n"
         "}\n"},
    [ASSAY_OP_POSITION] =
        {"position_of", "SoB", "position split_point",
         "static assay_status position_of(assay_reader *reader, assay_out *to, bool *split_point)\n"
         "{\n"
         "    const assay_position *ability = offered(reader->ops->query(reader, ASSAY_POSITION), "
         "ASSAY_POSITION);\n"
         "\n"
         "    return ability->get(reader, to, split_point, &error);\n"
         "}\n"},
    [ASSAY_OP_FRACTION] = {"fraction_of", "SF", "fraction",
                           "static assay_status fraction_of(assay_reader *reader, double *to)\n"
                           "{\n"
                           "    const assay_progress *ability = offered(reader->ops->query(reader, "
                           "ASSAY_PROGRESS), ASSAY_PROGRESS);\n"
                           "\n"
                           "    return ability->fraction(reader, to, &error);\n"
                           "}\n"},
    [ASSAY_OP_COUNTS] =
        {"counts", "SOO", "consumed remaining",
         "static assay_status counts(assay_reader *reader, int64_t *consumed, int64_t *remaining)\n"
         "{\n"
         "    const assay_split_points *ability = offered(reader->ops->query(reader, "
         "ASSAY_SPLIT_POINTS), ASSAY_SPLIT_POINTS);\n"
         "\n"
         "    return ability->counts(reader, consumed, remaining, &error);\n"
         "}\n"},
    [ASSAY_OP_OPEN_SINK] = {"open_sink", "Cch", "", ""},
    [ASSAY_OP_DECODE_SINK] = {"decode_sink", "Cih", "", ""},
    [ASSAY_OP_ENCODE_SINK] = {"encode", "So", "sink_encoding", ""},
    [ASSAY_OP_DESCRIBE_SINK] = {"describe", "So", "sink_description", ""},
    [ASSAY_OP_VALIDATE_SINK] = {"validate", "S", "", ""},
    [ASSAY_OP_INITIALIZE] = {"initialize", "S", "", ""},
    [ASSAY_OP_OPEN_WRITER] = {"open_writer", "Snth", "", ""},
    [ASSAY_OP_COMMIT] = {"commit", "Sk", "tokens", ""},
    [ASSAY_OP_CLEANUP] = {"cleanup", "S", "", ""},
    [ASSAY_OP_RELEASE_SINK] = {"release", "S", "", ""},
    [ASSAY_OP_WRITE] = {"write", "SW", "", ""},
    [ASSAY_OP_PREPARE] = {"prepare", "So", "token", ""},
    [ASSAY_OP_ABORT] = {"abort", "S", "", ""},
    [ASSAY_OP_RELEASE_WRITER] = {"release", "S", "", ""},
};
