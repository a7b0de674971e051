#include "ingest/audit_reader.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/decimal.h"

enum {
    CRITERIA_MAX = 1000,
    WAIVERS_MAX = 1000,
};

static const char *const slices[] = {"whole", "hard", NULL};

static const struct audit_key criterion_keys[] = {
    {"id", NULL, true, NULL},
    {"task", "task", true, NULL},
    {"metric", "metric", true, NULL},
    {"filter", "filter", false, NULL},
    {"language", "language", false, NULL},
    {"jurisdiction", "jurisdiction", false, NULL},
    {"kind", "kind", false, NULL},
    {"slice", "slice", false, slices},
    {"gating", "gating", true, NULL},
    {"lower-is-better", "lower-is-better", false, NULL},
    {"minimum", "minimum", false, NULL},
    {"maximum", "maximum", false, NULL},
    {"loss-max", "loss-max", false, NULL},
    {"chance", "chance", false, NULL},
    {"set-by", "set-by", false, NULL},
    {"set-on", "set-on", false, NULL},
    {"basis", "basis", false, NULL},
};

enum {
    CRITERION_KEYS = sizeof(criterion_keys) / sizeof(*criterion_keys)
};

static const struct audit_key waiver_keys[] = {
    {"rule", NULL, true, NULL},
    {"option", NULL, false, NULL},
    {"role", NULL, true, NULL},
    {"reason", NULL, true, NULL},
    {"until", NULL, true, NULL},
};

enum {
    WAIVER_KEYS = sizeof(waiver_keys) / sizeof(*waiver_keys)
};

/*
 * A number of a criterion, not negative and at most one where it is a
 * fraction: 60 for 60 % is a mistake that no test could ever meet.
 */
static bool
read_fraction(const struct node *map, const char *key, bool at_most_one,
    struct span *out, struct err *err)
{
    const struct node *node = node_find(map, key);
    struct decimal number;
    struct decimal one;

    *out = (struct span){"", 0};
    if (node == NULL || node->kind == NODE_NULL) {
        return true;
    }
    if (!decimal_parse(node_text(node), &number, err) ||
        !decimal_of_int(1, &one, err)) {
        err_at_line(err, node->line);
        return false;
    }
    if (number.negative ||
        (at_most_one && decimal_compare(&number, &one) > 0)) {
        return audit_fault(
            node, err, "'%s' must be a fraction from 0 to 1", key);
    }
    *out = node_text(node);
    return true;
}

/* A threshold must be on the side that the metric is judged from. */
static bool
check_direction(
    const struct node *map, const struct criterion *criterion, struct err *err)
{
    const char *wrong = criterion->lower_is_better ? "minimum" : "maximum";
    const struct node *node = node_find(map, wrong);

    if (node != NULL && node->kind != NODE_NULL) {
        return audit_fault(node, err, "'%s' does not fit 'lower-is-better: %s'",
            wrong, criterion->lower_is_better ? "yes" : "no");
    }
    return true;
}

static bool
read_numbers(
    const struct node *map, struct criterion *criterion, struct err *err)
{
    return audit_yes_no(map, "gating", &criterion->gating, err) &&
           audit_yes_no(
               map, "lower-is-better", &criterion->lower_is_better, err) &&
           read_fraction(map, "minimum", true, &criterion->minimum, err) &&
           read_fraction(map, "maximum", false, &criterion->maximum, err) &&
           read_fraction(map, "loss-max", true, &criterion->loss_max, err) &&
           read_fraction(map, "chance", true, &criterion->chance, err) &&
           check_direction(map, criterion, err);
}

static bool
read_strings(struct audit_reader *reader, const struct node *map,
    struct criterion *criterion, struct err *err)
{
    const struct {
        const char *key;
        const char **out;
    } fields[] = {
        {"id", &criterion->id},
        {"task", &criterion->task},
        {"metric", &criterion->metric},
        {"filter", &criterion->filter},
        {"language", &criterion->language},
        {"kind", &criterion->kind},
        {"slice", &criterion->slice},
        {"set-by", &criterion->set_by},
        {"set-on", &criterion->set_on},
        {"basis", &criterion->basis},
    };

    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        if (!audit_string(reader, map, fields[i].key, fields[i].out, err)) {
            return false;
        }
    }
    if (criterion->slice[0] == '\0') {
        criterion->slice = "whole";
    }
    return true;
}

static bool
check_id(const struct node *map, const struct audit *audit, const char *id,
    struct err *err)
{
    const struct node *node = node_find(map, "id");

    if (!audit_is_id(span_of(id))) {
        return audit_fault(node, err,
            "the id '%s' must be of lower-case "
            "letters, digits, '-' and '.'",
            id);
    }
    for (size_t i = 0; i < audit->criterion_count; i++) {
        if (strcmp(audit->criteria[i].id, id) == 0) {
            return audit_fault(
                node, err, "the criterion '%s' stands twice", id);
        }
    }
    return true;
}

static bool
read_criterion(struct audit_reader *reader, const struct node *map,
    const struct audit *audit, struct criterion *criterion, struct err *err)
{
    struct audit_entity about = {ENTITY_CRITERION, "", "", CLAIM_DECLARED};

    if (!audit_check_keys(map, criterion_keys, CRITERION_KEYS, err) ||
        !read_strings(reader, map, criterion, err) ||
        !check_id(map, audit, criterion->id, err) ||
        !read_numbers(map, criterion, err)) {
        return false;
    }
    const char *place =
        arena_printf(reader->arena, err, "line %" PRId64, map->line);
    if (place == NULL) {
        return false;
    }
    criterion->place = span_of(place);
    about.id = criterion->id;
    return audit_claim_keys(reader, map, criterion_keys, &about, err);
}

bool
audit_read_criteria(struct audit_reader *reader, const struct node *list,
    struct audit *audit, struct err *err)
{
    if (!audit_check_list(list, CRITERIA_MAX, err)) {
        return false;
    }
    audit->criteria = arena_alloc_array(
        reader->arena, list->child_count, sizeof(*audit->criteria), err);
    if (audit->criteria == NULL) {
        return false;
    }
    for (const struct node *map = list->first; map; map = map->next) {
        struct criterion *criterion = &audit->criteria[audit->criterion_count];
        if (!read_criterion(reader, map, audit, criterion, err)) {
            return false;
        }
        audit->criterion_count++;
    }
    return true;
}

static bool
read_waiver(struct audit_reader *reader, const struct node *map,
    const struct audit *audit, struct waiver *waiver, struct err *err)
{
    int64_t time_s = 0;

    if (!audit_check_keys(map, waiver_keys, WAIVER_KEYS, err) ||
        !audit_string(reader, map, "rule", &waiver->rule, err) ||
        !audit_string(reader, map, "option", &waiver->option, err) ||
        !audit_string(reader, map, "role", &waiver->role, err) ||
        !audit_string(reader, map, "reason", &waiver->reason, err) ||
        !audit_string(reader, map, "until", &waiver->until, err)) {
        return false;
    }
    if (waiver->option[0] != '\0' &&
        audit_option(audit, waiver->option) == NULL) {
        return audit_fault(node_find(map, "option"), err,
            "the waiver names the option '%s', which is not there",
            waiver->option);
    }
    if (strlen(waiver->until) != CLOCK_DATE_BYTES - 1 ||
        !clock_parse(span_of(waiver->until), &time_s)) {
        return audit_fault(node_find(map, "until"), err,
            "'until' is not a date like 2026-11-23");
    }
    return true;
}

bool
audit_read_waivers(struct audit_reader *reader, const struct node *list,
    struct audit *audit, struct err *err)
{
    if (!audit_check_list(list, WAIVERS_MAX, err)) {
        return false;
    }
    audit->waivers = arena_alloc_array(
        reader->arena, list->child_count, sizeof(*audit->waivers), err);
    if (audit->waivers == NULL) {
        return false;
    }
    for (const struct node *map = list->first; map; map = map->next) {
        struct waiver *waiver = &audit->waivers[audit->waiver_count];
        if (!read_waiver(reader, map, audit, waiver, err)) {
            return false;
        }
        audit->waiver_count++;
    }
    return true;
}
