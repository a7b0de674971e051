#include "render/chart/label.h"

#include "render/chart/chart.h"

#include <stdlib.h>
#include <string.h>

/*
 * Places are tried from near to far: eight beside the mark, then rings of
 * sixteen with a line that leads to the mark. When one label finds no place,
 * it goes first in the next round.
 */
enum {
    LABEL_GAP = 150,   /* between a mark and its words */
    LABEL_MARGIN = 60, /* between words and anything else */
    RING_FIRST = 900,  /* from the centre of the mark */
    RING_STEP = 250,
    RING_COUNT = 44,
    DIRECTIONS = 16,
    ROUNDS_MAX = 12,
};

/* Directions in thousandths, those that read best first. */
static const int16_t directions[DIRECTIONS][2] = {{1000, 0}, {707, -707},
    {707, 707}, {-1000, 0}, {0, -1000}, {0, 1000}, {-707, -707}, {-707, 707},
    {924, -383}, {924, 383}, {383, -924}, {383, 924}, {-924, -383}, {-924, 383},
    {-383, -924}, {-383, 924}};

bool
label_boxes_meet(const struct pen_box *a, const struct pen_box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width &&
           a->y < b->y + b->height && b->y < a->y + a->height;
}

/* On which side of the line a point lies: negative, zero or positive. */
static int64_t
side_of(const struct pen_line *line, int32_t x, int32_t y)
{
    return (int64_t)(line->x2 - line->x1) * (y - line->y1) -
           (int64_t)(line->y2 - line->y1) * (x - line->x1);
}

static int32_t
least_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

bool
label_crosses(const struct pen_box *box, const struct pen_line *line)
{
    const struct pen_box around = {least_of(line->x1, line->x2),
        least_of(line->y1, line->y2), abs(line->x2 - line->x1) + 1,
        abs(line->y2 - line->y1) + 1};
    if (!label_boxes_meet(box, &around)) {
        return false;
    }
    int32_t right = box->x + box->width;
    int32_t bottom = box->y + box->height;
    const int64_t sides[4] = {side_of(line, box->x, box->y),
        side_of(line, right, box->y), side_of(line, box->x, bottom),
        side_of(line, right, bottom)};
    bool below = false;
    bool above = false;
    for (size_t i = 0; i < 4; i++) {
        below = below || sides[i] <= 0;
        above = above || sides[i] >= 0;
    }
    return below && above;
}

static struct pen_box
grown(const struct pen_box *box, int32_t by)
{
    return (struct pen_box){
        box->x - by, box->y - by, box->width + 2 * by, box->height + 2 * by};
}

static struct pen_box
mark_box(const struct label_field *field, const struct label *label)
{
    return (struct pen_box){label->x - field->radius, label->y - field->radius,
        2 * field->radius, 2 * field->radius};
}

/* What is given up, step by step, before a label is said to have no place. */
enum {
    EFFORT_ALL_FREE,
    EFFORT_WORDS_ON_FRONT,  /* words may stand on the line of the front */
    EFFORT_LEAD_PAST_MARKS, /* of marks that lie upon each other */
    EFFORT_COUNT,
};

struct trial {
    const struct label_field *field;
    size_t self; /* index of the label being placed */
    const bool *placed;
    int effort;
};

static bool
is_within(const struct pen_box *box, const struct pen_box *area)
{
    return box->x >= area->x && box->y >= area->y &&
           box->x + box->width <= area->x + area->width &&
           box->y + box->height <= area->y + area->height;
}

static bool
box_is_free(const struct trial *trial, const struct pen_box *wanted)
{
    const struct label_field *field = trial->field;
    struct pen_box box = grown(wanted, LABEL_MARGIN);
    if (!is_within(wanted, &field->area)) {
        return false;
    }
    for (size_t i = 0; i < field->count; i++) {
        const struct label *other = &field->labels[i];
        struct pen_box mark = mark_box(field, other);
        if (label_boxes_meet(&box, &mark) ||
            (trial->placed[i] &&
                (label_boxes_meet(&box, &other->box) ||
                    (other->is_led && label_crosses(&box, &other->lead))))) {
            return false;
        }
    }
    for (size_t i = 0; i < field->line_count; i++) {
        if (trial->effort == EFFORT_ALL_FREE &&
            label_crosses(&box, &field->lines[i])) {
            return false;
        }
    }
    return true;
}

/* A leading line passes no other words and no other mark. */
static bool
lead_is_free(const struct trial *trial, const struct pen_line *lead)
{
    const struct label_field *field = trial->field;
    const struct label *self = &field->labels[trial->self];
    for (size_t i = 0; i < field->count; i++) {
        const struct label *other = &field->labels[i];
        struct pen_box mark = mark_box(field, other);
        bool minds = trial->effort < EFFORT_LEAD_PAST_MARKS &&
                     (other->x != self->x || other->y != self->y);
        if ((minds && label_crosses(&mark, lead)) ||
            (trial->placed[i] && label_crosses(&other->box, lead))) {
            return false;
        }
    }
    return true;
}

/* The box that touches the point at the side that faces the mark. */
static struct pen_box
box_at(const struct label *label, const int16_t direction[2], int32_t distance)
{
    int32_t x = label->x + direction[0] * distance / 1000;
    int32_t y = label->y + direction[1] * distance / 1000;
    int32_t half = abs(direction[0]) < 500 ? 2 : 1;
    x -= half == 2 ? label->width / 2 : direction[0] < 0 ? label->width : 0;
    half = abs(direction[1]) < 500 ? 2 : 1;
    y -= half == 2 ? label->height / 2 : direction[1] < 0 ? label->height : 0;
    return (struct pen_box){x, y, label->width, label->height};
}

static int32_t
nearest(int32_t value, int32_t low, int32_t size)
{
    return value < low ? low : value > low + size ? low + size : value;
}

static struct pen_line
lead_to(const struct label_field *field, const struct label *label,
    const int16_t direction[2], const struct pen_box *box)
{
    return (struct pen_line){
        label->x + direction[0] * field->radius / 1000,
        label->y + direction[1] * field->radius / 1000,
        nearest(label->x, box->x, box->width),
        nearest(label->y, box->y, box->height),
    };
}

static bool
try_beside(const struct trial *trial, struct label *label)
{
    int32_t distance = trial->field->radius + LABEL_GAP;
    for (size_t i = 0; i < 8; i++) {
        struct pen_box box = box_at(label, directions[i], distance);
        if (box_is_free(trial, &box)) {
            label->box = box;
            label->is_led = false;
            return true;
        }
    }
    return false;
}

static bool
try_rings(const struct trial *trial, struct label *label)
{
    for (int32_t ring = 0; ring < RING_COUNT; ring++) {
        int32_t distance = RING_FIRST + ring * RING_STEP;
        for (size_t i = 0; i < DIRECTIONS; i++) {
            struct pen_box box = box_at(label, directions[i], distance);
            struct pen_line lead =
                lead_to(trial->field, label, directions[i], &box);
            if (box_is_free(trial, &box) && lead_is_free(trial, &lead)) {
                label->box = box;
                label->is_led = true;
                label->lead = lead;
                return true;
            }
        }
    }
    return false;
}

static bool
place_one(struct trial *trial, struct label *label)
{
    for (trial->effort = 0; trial->effort < EFFORT_COUNT; trial->effort++) {
        if (try_beside(trial, label) || try_rings(trial, label)) {
            return true;
        }
    }
    return false;
}

/* Place in that order; returns how many stand before the first that fails. */
static size_t
place_in_order(const struct label_field *field, const size_t *order)
{
    bool placed[CHART_ITEMS_MAX] = {false};
    for (size_t i = 0; i < field->count; i++) {
        struct trial trial = {
            .field = field, .self = order[i], .placed = placed};
        if (!place_one(&trial, &field->labels[order[i]])) {
            return i;
        }
        placed[order[i]] = true;
    }
    return field->count;
}

bool
label_place(struct label_field *field)
{
    size_t order[CHART_ITEMS_MAX];
    if (field->count > CHART_ITEMS_MAX) {
        return false;
    }
    for (size_t i = 0; i < field->count; i++) {
        order[i] = i;
    }
    for (size_t round = 0; round < ROUNDS_MAX; round++) {
        size_t done = place_in_order(field, order);
        if (done == field->count) {
            return true;
        }
        size_t first = order[done];
        memmove(order + 1, order, done * sizeof *order);
        order[0] = first;
    }
    return false;
}
