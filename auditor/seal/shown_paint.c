#include "seal/shown_machine.h"

enum {
    CURVE_STEPS = 8,
};

/* Graphics state. */
bool
shown_op_save(struct machine *machine, struct err *err)
{
    if (machine->depth + 1 == MACHINE_STATES) {
        return machine_refuse(machine, err, "states are nested too deep");
    }
    machine->states[machine->depth + 1] = machine->states[machine->depth];
    machine->depth++;
    return true;
}

bool
shown_op_restore(struct machine *machine, struct err *err)
{
    if (machine->depth == 0) {
        return machine_refuse(
            machine, err, "a state is restored that was not saved");
    }
    machine->depth--;
    return true;
}

static bool
read_colour(struct machine *machine, struct shown_colour *out, struct err *err)
{
    const int64_t *parts = machine->numbers;

    for (int i = 0; i < 3; i++) {
        if (parts[i] < 0 || parts[i] > SHOWN_FULL) {
            return machine_refuse(machine, err, "a colour is out of its range");
        }
    }
    *out = (struct shown_colour){
        (int16_t)parts[0], (int16_t)parts[1], (int16_t)parts[2]};
    return true;
}

bool
shown_op_fill_colour(struct machine *machine, struct err *err)
{
    return read_colour(machine, &machine_now(machine)->fill, err);
}

bool
shown_op_stroke_colour(struct machine *machine, struct err *err)
{
    return read_colour(machine, &machine_now(machine)->stroke, err);
}

bool
shown_op_line_width(struct machine *machine, struct err *err)
{
    (void)err;
    machine_now(machine)->line_width = machine->numbers[0];
    return true;
}

/* Dashes and caps do not change what is covered by more than they uncover. */
bool
shown_op_nothing(struct machine *machine, struct err *err)
{
    (void)machine;
    (void)err;
    return true;
}

/* "/G40": 40 percent, as the resources must say. */
bool
shown_op_opacity(struct machine *machine, struct err *err)
{
    const struct pdf_document *pdf = machine->document->pdf;
    const struct pdf_value *resources =
        pdf_find(pdf, machine->page->dictionary, "Resources");
    const struct pdf_value *states =
        resources == NULL ? NULL : pdf_find(pdf, resources, "ExtGState");
    int32_t percent = 0;

    for (size_t i = 1; i < machine->name.len && i < 3; i++) {
        percent = percent * 10 + (machine->name.ptr[i] - '0');
    }
    if (states == NULL || machine->name.ptr[0] != 'G' || percent < 0 ||
        percent > 99) {
        return machine_refuse(
            machine, err, "a graphics state is not one of ours");
    }
    machine_now(machine)->opacity = percent * 10;
    return true;
}

/* Paths: 8.5. */
static bool
add_point(struct machine *machine, int64_t x, int64_t y, struct err *err)
{
    void *points = machine->points;
    struct shown_point *slot = arena_push(machine->arena, &points,
        &machine->point_count, &machine->point_capacity, sizeof *slot, err);

    machine->points = points;
    if (slot == NULL) {
        return false;
    }
    *slot = (struct shown_point){x, y};
    return true;
}

bool
shown_op_move(struct machine *machine, struct err *err)
{
    if (machine->in_text || !machine->marked) {
        return machine_refuse(machine, err, "a path begins out of place");
    }
    return add_point(machine, machine->numbers[0], machine->numbers[1], err);
}

bool
shown_op_line(struct machine *machine, struct err *err)
{
    if (machine->point_count == 0) {
        return machine_refuse(machine, err, "a line has no beginning");
    }
    return add_point(machine, machine->numbers[0], machine->numbers[1], err);
}

bool
shown_op_curve(struct machine *machine, struct err *err)
{
    const int64_t *n = machine->numbers;

    if (machine->point_count == 0) {
        return machine_refuse(machine, err, "a curve has no beginning");
    }
    struct shown_point from = machine->points[machine->point_count - 1];
    for (int64_t t = 1; t <= CURVE_STEPS; t++) {
        int64_t u = CURVE_STEPS - t;
        int64_t whole = (int64_t)CURVE_STEPS * CURVE_STEPS * CURVE_STEPS;
        int64_t weights[4] = {
            u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
        int64_t x = weights[0] * from.x + weights[1] * n[0] +
                    weights[2] * n[2] + weights[3] * n[4];
        int64_t y = weights[0] * from.y + weights[1] * n[1] +
                    weights[2] * n[3] + weights[3] * n[5];
        if (!add_point(machine, x / whole, y / whole, err)) {
            return false;
        }
    }
    return true;
}

bool
shown_op_rectangle(struct machine *machine, struct err *err)
{
    const int64_t *n = machine->numbers;

    if (machine->in_text || !machine->marked) {
        return machine_refuse(machine, err, "a rectangle stands out of place");
    }
    return add_point(machine, n[0], n[1], err) &&
           add_point(machine, n[0] + n[2], n[1], err) &&
           add_point(machine, n[0] + n[2], n[1] + n[3], err) &&
           add_point(machine, n[0], n[1] + n[3], err);
}

static void
grow(struct shown_box *box, struct shown_point point, int64_t by)
{
    box->left = point.x - by < box->left ? point.x - by : box->left;
    box->right = point.x + by > box->right ? point.x + by : box->right;
    box->bottom = point.y - by < box->bottom ? point.y - by : box->bottom;
    box->top = point.y + by > box->top ? point.y + by : box->top;
}

static bool
add_shape(struct machine *machine, bool filled, struct err *err)
{
    struct shown_page *page = machine->page;
    void *shapes = page->shapes;
    int64_t by = filled ? 0 : machine_now(machine)->line_width / 2;
    struct shown_shape shape = {.order = machine->order++,
        .points = machine->points,
        .point_count = machine->point_count,
        .box = {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN},
        .filled = filled,
        .stroke = 2 * by,
        .colour =
            filled ? machine_now(machine)->fill : machine_now(machine)->stroke,
        .opacity = machine_now(machine)->opacity};
    struct shown_shape *slot = arena_push(machine->arena, &shapes,
        &page->shape_count, &machine->shape_capacity, sizeof *slot, err);

    page->shapes = shapes;
    if (slot == NULL) {
        return false;
    }
    for (size_t i = 0; i < shape.point_count; i++) {
        grow(&shape.box, shape.points[i], by);
    }
    *slot = shape;
    return true;
}

/* The points now belong to the shapes that were made of them. */
static bool
end_path(struct machine *machine, bool fill, bool stroke, struct err *err)
{
    if (machine->point_count == 0) {
        return machine_refuse(
            machine, err, "a path is painted that has no points");
    }
    bool ok = (!fill || add_shape(machine, true, err)) &&
              (!stroke || add_shape(machine, false, err));
    machine->points = NULL;
    machine->point_count = 0;
    machine->point_capacity = 0;
    return ok;
}

bool
shown_op_fill(struct machine *machine, struct err *err)
{
    return end_path(machine, true, false, err);
}

bool
shown_op_stroke(struct machine *machine, struct err *err)
{
    return end_path(machine, false, true, err);
}

bool
shown_op_both(struct machine *machine, struct err *err)
{
    return end_path(machine, true, true, err);
}

bool
shown_op_neither(struct machine *machine, struct err *err)
{
    return end_path(machine, false, false, err);
}
