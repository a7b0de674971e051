#include "ingest/readers.h"

#include <inttypes.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/csv.h"
#include "ingest/writer.h"

/*
 * emissions.csv of CodeCarbon: one row a run. Columns are found by name, never
 * by the version that a row claims: the header changed three times and rows
 * of different versions share a file. Longitude and latitude are location
 * data of a person's machine and are never taken.
 */
struct column {
    const char *name;
    const char *property;
    const char *unit; /* of a quantity; "" = a number as it is; NULL = text */
    int64_t factor;
    int32_t power;
};

/* 1 kWh = 3 600 000 J; 1 kg = 1000 g. */
static const struct column columns[] = {
    {"codecarbon_version", "tool-version", NULL, 0, 0},
    {"project_name", "project", NULL, 0, 0},
    {"run_id", "run", NULL, 0, 0},
    {"duration", "duration", "", 0, 0},
    {"emissions", "co2", "kg", 1, 3},
    {"cpu_energy", "cpu-energy", "kWh", 36, 5},
    {"gpu_energy", "gpu-energy", "kWh", 36, 5},
    {"ram_energy", "ram-energy", "kWh", 36, 5},
    {"energy_consumed", "energy", "kWh", 36, 5},
    {"country_iso_code", "country", NULL, 0, 0},
    {"region", "region", NULL, 0, 0},
    {"cpu_model", "cpu", NULL, 0, 0},
    {"gpu_model", "gpu", NULL, 0, 0},
    {"tracking_mode", "tracking-mode", NULL, 0, 0},
    {"pue", "pue", "", 0, 0},
};

int
codecarbon_bid(struct span head)
{
    static const char *const needed[] = {"timestamp", "project_name",
        "duration", "emissions", "energy_consumed"};
    struct span rest = head;
    struct span line;

    if (!span_line(&rest, &line)) {
        return 0;
    }
    for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
        if (span_find(line, span_of(needed[i])) == line.len) {
            return 0;
        }
    }
    return 90;
}

static bool
claim_field(struct claim_writer *writer, const struct column *column,
    struct span field, const char *place, struct err *err)
{
    if (column->unit == NULL) {
        return writer_text(writer, column->property, field, place, err);
    }
    if (column->unit[0] == '\0') {
        return writer_number(writer, column->property, field, place, err);
    }
    struct writer_quantity quantity = {column->property, field, column->unit,
        column->factor, column->power, place};
    return writer_converted(writer, &quantity, err);
}

/*
 * The time stamp is the machine's local time without a zone: only its day
 * is claimed.
 */
static bool
claim_date(struct claim_writer *writer, struct span field, const char *place,
    struct err *err)
{
    struct span day = {field.ptr, 10};
    int64_t ignored;

    if (field.len == 0) {
        return true;
    }
    if (field.len < 10 || !clock_parse(day, &ignored)) {
        err_set(err, ERR_INPUT, "the time stamp does not begin with a date");
        err_at(err, "%s", place);
        return false;
    }
    const struct span pair[2] = {day, field};
    return writer_derived(writer, "date", pair, place, err);
}

static bool
claim_row(struct claim_writer *writer, const struct csv *csv,
    const struct csv_row *row, struct err *err)
{
    const char *place = arena_printf(
        writer->arena, err, "line %" PRId64 " column timestamp", row->line);

    if (place == NULL ||
        !writer_text(writer, "tool", span_of("codecarbon"), place, err) ||
        !claim_date(writer, csv_field(csv, row, "timestamp"), place, err)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
        struct span field = span_trim(csv_field(csv, row, columns[i].name));
        if (field.len == 0) {
            continue;
        }
        place = arena_printf(writer->arena, err, "line %" PRId64 " column %s",
            row->line, columns[i].name);
        if (place == NULL ||
            !claim_field(writer, &columns[i], field, place, err)) {
            return false;
        }
    }
    return true;
}

bool
codecarbon_read(
    const struct ingest_input *input, struct claim_sink *sink, struct err *err)
{
    struct span bytes;
    struct csv csv;
    struct claim_writer writer = {
        input->arena, sink, ENTITY_ENERGY, "", CLAIM_MEASURED, false};

    if (!input_whole(input, &bytes, err) ||
        !csv_load(input->arena, bytes, &csv, err)) {
        return false;
    }
    for (size_t i = 0; i < csv.row_count; i++) {
        writer.entity_id =
            arena_printf(input->arena, err, "line %" PRId64, csv.rows[i].line);
        if (writer.entity_id == NULL ||
            !claim_row(&writer, &csv, &csv.rows[i], err)) {
            return false;
        }
    }
    return true;
}
